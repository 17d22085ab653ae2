/** The order of a wallet: each person's documents together. */
import { holderOf } from '#ui/index.ts';
import type { ViewedDocument } from './document-view.ts';

/** What comes first. */
export type Order = 'newest' | 'ending' | 'type';

/** Documents of one person or company; `undefined` where they do not say whose they are. */
export interface HolderGroup {
  readonly holder: string | undefined;
  readonly members: readonly ViewedDocument[];
}

/** Groups by holder, in the order of each group's first document. */
export function arrange(
  documents: readonly ViewedDocument[],
  order: Order,
): readonly HolderGroup[] {
  const groups = new Map<string | undefined, ViewedDocument[]>();
  for (const each of [...documents].sort(BY[order])) {
    const holder = holderOf(each.view.type.vct, each.view.claims);
    groups.set(holder, [...(groups.get(holder) ?? []), each]);
  }
  return [...groups].map(([holder, members]) => ({ holder, members }));
}

type Compare = (one: ViewedDocument, other: ViewedDocument) => number;

const BY: Readonly<Record<Order, Compare>> = {
  newest: (one, other) => other.held.receivedAtMs - one.held.receivedAtMs,
  ending: (one, other) => endOf(one) - endOf(other),
  type: (one, other) => one.view.type.vct.localeCompare(other.view.type.vct),
};

/** The earlier of what the document says itself and what the issuer signed it for. */
function endOf({ summary, view }: ViewedDocument): number {
  const own = view.claims['valid_until'] ?? view.claims['inspection_valid_until'];
  const said = typeof own === 'string' ? Date.parse(own) : NaN;
  return Math.min(Number.isNaN(said) ? Infinity : said, summary.expiresMs ?? Infinity);
}
