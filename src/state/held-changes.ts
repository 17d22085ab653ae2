/** What becomes of a held document, as plain functions: the wallet writes each result whole. */
import type { ProvableKey, ReceivedCopy } from '#core/exchange/index.ts';
import { changedClaims, contentOf } from './document-content.ts';
import type { Copy, EarlierVersion, HeldDocument, StoredAnchor, Use } from './held-document.ts';
import type { HolderKey } from './ports.ts';

/** How many shows of one document are remembered. */
const USES_KEPT = 100;
const COPIES_KEPT = 20;
const VERSIONS_KEPT = 10;

/** Copies that an issuer has just given. */
export type FreshCopies = readonly ReceivedCopy<HolderKey & ProvableKey>[];

/** Copies as they arrive: nobody has seen them. */
export function unseen(copies: FreshCopies): readonly Copy[] {
  return copies.map(({ sdJwt, key }) => ({ sdJwt, privateJwk: key.privateJwk, shows: 0 }));
}

export function withAnchor(held: HeldDocument, sdJwt: string, anchor: StoredAnchor): HeldDocument {
  const copies = held.copies.map((copy) => (copy.sdJwt === sdJwt ? { ...copy, anchor } : copy));
  return { ...held, copies };
}

/** One show more of a copy, in the usage log too. */
export function withShow(held: HeldDocument, sdJwt: string, use: Use): HeldDocument {
  const copies = held.copies.map((copy) =>
    copy.sdJwt === sdJwt ? { ...copy, shows: copy.shows + 1 } : copy,
  );
  return withUse({ ...held, copies }, use);
}

export function withUse(held: HeldDocument, use: Use): HeldDocument {
  return { ...held, uses: [use, ...(held.uses ?? [])].slice(0, USES_KEPT) };
}

/** Further copies. Those that were seen stay, in case the new ones are not registered in time. */
function withCopies(held: HeldDocument, fresh: FreshCopies): HeldDocument {
  return { ...held, copies: [...unseen(fresh), ...held.copies].slice(0, COPIES_KEPT) };
}

/**
 * What an issuer gives when it is visited again: further copies, or a document that says something else. Then the
 * new copies take the place of all old ones, whose holder keys go, so that what was held before can be read
 * and never shown again.
 *
 * @param isOver - The old copies are good for nothing, whatever the new ones say.
 */
export function withVisit(
  { refused: _, ...held }: HeldDocument,
  fresh: FreshCopies,
  nowMs: number,
  isOver: boolean,
): HeldDocument {
  const [first] = fresh;
  const [former] = held.copies;
  if (first === undefined || former === undefined) return held;
  const changed = changedClaims(contentOf(former.sdJwt), contentOf(first.sdJwt));
  if (changed.length === 0 && !isOver) return withCopies({ ...held, renewedAtMs: nowMs }, fresh);
  const { sdJwt } = former;
  const version: EarlierVersion = { sdJwt, receivedAtMs: held.receivedAtMs, replacedAtMs: nowMs };
  const earlier = [version, ...(held.earlier ?? [])].slice(0, VERSIONS_KEPT);
  return { ...held, copies: unseen(fresh), receivedAtMs: nowMs, renewedAtMs: nowMs, earlier };
}
