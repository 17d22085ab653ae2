/** A document that is held, and whose issuer is visited again. */
import { plainCrypto } from '#core/crypto/index.ts';
import { Receiving } from '#state/receiving.svelte.ts';
import type { HeldDocument } from '#state/held-document.ts';
import { Renewing } from '#state/renewing.svelte.ts';
import type { Wallet } from '#state/wallet.svelte.ts';
import { trustOver, type CaseChange } from '../support/case-builder.ts';
import { OFFER_LINK, PaperIssuer } from './issuer-on-paper.ts';
import { chainWith, MemoryVault, namedKeys, openWallet, testClock, noChance } from './ports.ts';

/** A wallet that has received one document, of whose copies `shown` were shown. */
export async function held(shown: number, trust: CaseChange = {}, issuer = new PaperIssuer()) {
  const vault = new MemoryVault();
  const wallet = await openWallet(vault);
  const chain = await chainWith(await trustOver([], trust));
  const ports = {
    send: issuer.send,
    keys: namedKeys(),
    clock: testClock(),
    crypto: plainCrypto,
    random: noChance,
    wait: () => Promise.resolve(),
  };
  const receiving = new Receiving(wallet, chain, ports);
  await receiving.read(OFFER_LINK);
  await receiving.accept('123456');
  const id = receiving.documents[0]?.id ?? '';
  const use = { atMs: 0, claims: [] };
  for (const { sdJwt } of wallet.held.find(id)?.copies.slice(0, shown) ?? [])
    await wallet.held.recordShow(id, sdJwt, use);
  const renewing = new Renewing(wallet, chain, ports);
  // Of a later visit, which knows what is stored and nothing else.
  const later = new Renewing(wallet, chain, ports);
  return { issuer, vault, wallet, chain, receiving, renewing, later, ports, id };
}

export function heldIn(wallet: Wallet, id: string): HeldDocument {
  const document = wallet.held.find(id);
  if (document === undefined) throw new Error('no such document');
  return document;
}
