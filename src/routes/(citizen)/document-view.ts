import type { App } from '#state/context.ts';
import { summarise, type DocumentSummary } from '#state/document-summary.ts';
import type { HeldDocument } from '#state/held-document.ts';
import type { Locale } from '#i18n/index.ts';
import { claimRows, type DocumentView } from '#ui/index.ts';

/** A held document with its state as of now, ready for the components that draw it. */
export interface ViewedDocument {
  readonly held: HeldDocument;
  readonly summary: DocumentSummary;
  readonly view: DocumentView;
}

/** States in which a document is not shown. */
const ENDED = ['revoked', 'suspended', 'expired'] as const;
export type EndedState = (typeof ENDED)[number];

/** Judged against what this device has verified; cheap enough to be asked on every sync. */
export function viewDocument({ chain }: App, held: HeldDocument, nowMs: number): ViewedDocument {
  const summary = summarise(held, chain.latest?.trust, chain.profile, new Date(nowMs));
  const { type, claims, issuer, state, daysLeft } = summary;
  return {
    held,
    summary,
    view: { type, claims, issuer, state, daysLeft, demo: chain.profile.demo },
  };
}

/** Whether it may still be shown. */
export function isUsable(viewed: ViewedDocument): boolean {
  return endedState(viewed) === undefined;
}

/** Why it may not be shown any more, or for now. */
export function endedState({ summary }: ViewedDocument): EndedState | undefined {
  return ENDED.find((state) => state === summary.state);
}

/** A document of another consortium cannot be judged, nor shown, under the one in use. */
export function isElsewhere({ chain }: App, { chainId }: HeldDocument): boolean {
  return chainId !== chain.profile.chainId;
}

/** Documents with which a question can be answered now. */
export function answerable(app: App): readonly ViewedDocument[] {
  return app.wallet.held.all
    .filter((held) => !isElsewhere(app, held))
    .map((held) => viewDocument(app, held, minute(app.chain.nowMs)))
    .filter((each) => isUsable(each) && each.summary.state !== 'anchoring');
}

/** How many claims are shown if of those that can be withheld these are chosen. */
export function shownCount({ view, summary }: ViewedDocument, chosen: readonly string[]): number {
  return view.type.claims.filter(
    ({ name }) =>
      view.claims[name] !== undefined &&
      (!summary.hideable.includes(name) || chosen.includes(name)),
  ).length;
}

/** Time in whole minutes, so that documents are not judged anew every second. */
export function minute(nowMs: number): number {
  return Math.floor(nowMs / 60_000) * 60_000;
}

/** How many fields go out whenever it is shown. */
export function faceCount({ view, summary }: ViewedDocument, locale: Locale): number {
  const rows = claimRows(view.type.claims, view.claims, locale);
  return rows.filter(({ path }) => !summary.hideable.includes(path)).length;
}
