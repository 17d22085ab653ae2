/** A document on its way into a wallet. */
import type { Pending } from '#state/held-document.ts';
import type { Wallet } from '#state/wallet.svelte.ts';
import { testKey } from '../core/credential/craft.ts';
import { ISSUER_URL, privateJwkOf } from './ports.ts';

export const KEY = { publicJwk: testKey('wallet 0').jwk, privateJwk: privateJwkOf('wallet 0') };
/** A document that was redeemed, and that has not come. */
export const PENDING: Pending = {
  redemption: {
    credentialIssuer: ISSUER_URL,
    nonceEndpoint: `${ISSUER_URL}/nonce`,
    credentialEndpoint: `${ISSUER_URL}/credential`,
    configurationId: 'business-licence',
    vct: 'vct',
    accessToken: 'token',
  },
  keys: [KEY],
};
/** The same document as it comes. */
export const RECEIVED = {
  chainId: 'chain',
  credentialIssuer: ISSUER_URL,
  receivedAtMs: 5,
  copies: [{ sdJwt: 'a~', key: KEY }],
};

/** The id of one that is pending in this wallet. */
export async function keptId(wallet: Wallet): Promise<string> {
  const [kept] = await wallet.pending.keep([PENDING]);
  return kept?.id ?? '';
}
