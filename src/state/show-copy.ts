/** Showing one copy of a document: counted and noted before anything of it can be seen. */
import { ExchangeError } from '#core/exchange/index.ts';
import { presentSdJwt, type PresentationContext } from '#core/credential/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import { restoreAnchor, shownNext } from './document-summary.ts';
import type { Copy, HeldDocument, StoredAnchor, Use } from './held-document.ts';
import type { HolderKeys } from './ports.ts';
import type { Wallet } from './wallet.svelte.ts';

/** A copy that can be shown. */
export type AnchoredCopy = Copy & { readonly anchor: StoredAnchor };

/**
 * Takes a copy for one show, of the document as the wallet has it now: a show before this one has
 * used up a copy.
 *
 * @returns `undefined` while no copy is registered.
 */
export async function takeCopy(
  wallet: Wallet,
  held: HeldDocument,
  use: Use,
): Promise<AnchoredCopy | undefined> {
  const { anchor, ...copy } = shownNext(wallet.held.find(held.id) ?? held, use.atMs);
  if (anchor === undefined) return undefined;
  await wallet.held.recordShow(held.id, copy.sdJwt, use);
  return { ...copy, anchor };
}

/** A document that is about to be shown. */
export interface MeantShow {
  readonly held: HeldDocument;
  readonly use: Use;
}

/**
 * Takes a copy of each document for one show of all of them, as {@link takeCopy} takes one.
 *
 * @throws ExchangeError `exchange/anchor-pending` while one of them has no registered copy. Then, and if the log
 * cannot be written, nothing at all is counted.
 */
export async function takeCopies(
  wallet: Wallet,
  shows: readonly MeantShow[],
): Promise<readonly AnchoredCopy[]> {
  const taken = shows.map(({ held, use }) => {
    const { anchor, ...copy } = shownNext(wallet.held.find(held.id) ?? held, use.atMs);
    if (anchor === undefined) throw new ExchangeError('exchange/anchor-pending', held.id);
    return { copy: { ...copy, anchor }, show: { id: held.id, sdJwt: copy.sdJwt, use } };
  });
  await wallet.held.recordShows(taken.map(({ show }) => show));
  return taken.map(({ copy }) => copy);
}

/** The text of one code. @throws QrError `qr/too-large` for more than a code holds. */
export async function signCode(
  { sdJwt, privateJwk, anchor }: AnchoredCopy,
  claims: readonly string[],
  context: PresentationContext,
  keys: HolderKeys,
): Promise<string> {
  const sign = (message: Uint8Array) => keys.sign(privateJwk, message);
  const presented = await presentSdJwt(sdJwt, claims, context, sign);
  return encodeEnvelope({ sdJwt: presented, anchor: restoreAnchor(anchor) });
}
