import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '#core/credential/index.ts';
import {
  collectCopies,
  fetchIssuerMetadata,
  parseOfferInput,
  redeemOffer,
  resolveOffer,
  signHolderProof,
  type Redemption,
} from '#core/exchange/index.ts';
import type { Desk } from '#consortium/desk/index.ts';
import {
  collect,
  makeOffer,
  openDesk,
  PaperLedger,
  post,
  send,
  walletPorts,
  type WalletKey,
} from './bench.ts';
import type { ReceivePorts } from '../../support/receive-one.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(new PaperLedger());
});
afterAll(() => desk.stop());

async function redeemed(): Promise<Redemption> {
  const { link, txCode } = await makeOffer(desk);
  const offer = await resolveOffer(parseOfferInput(link), walletPorts(desk));
  const metadata = await fetchIssuerMetadata(offer.credentialIssuer, send);
  const [only] = await redeemOffer(offer, metadata, txCode, send);
  if (only === undefined) throw new Error('nothing was redeemed');
  return only;
}

describe('the credential endpoint', () => {
  async function ask(
    redemption: Redemption,
    key: WalletKey,
    change: { nonce?: string; audience?: string; iat?: number; configuration?: string } = {},
  ): Promise<unknown> {
    const nonce = change.nonce ?? (await freshNonce());
    const context = {
      audience: redemption.credentialIssuer,
      nonce,
      iat: Math.floor(Date.now() / 1000),
      ...change,
    };
    const jwt = await signHolderProof(key.publicJwk, context, key.sign);
    const response = await post(
      redemption.credentialEndpoint,
      {
        credential_configuration_id: change.configuration ?? redemption.configurationId,
        proofs: { jwt: [jwt] },
      },
      { authorization: `Bearer ${redemption.accessToken}` },
    );
    return ((await response.json()) as { error?: string }).error ?? response.status;
  }

  async function freshNonce(): Promise<string> {
    const response = await fetch(`${desk.url}/market-regulation/nonce`, { method: 'POST' });
    return ((await response.json()) as { c_nonce: string }).c_nonce;
  }

  async function key(): Promise<WalletKey> {
    const [one] = await walletPorts(desk).createHolderKeys(1);
    if (one === undefined) throw new Error('no key');
    return one;
  }

  it('refuses a nonce that it did not give, or gave and saw before', async () => {
    const redemption = await redeemed();
    const holder = await key();
    expect(await ask(redemption, holder, { nonce: 'made-up' })).toBe('invalid_nonce');
    const nonce = await freshNonce();
    expect(await ask(redemption, holder, { nonce })).toBe(200);
    expect(await ask(redemption, holder, { nonce })).toBe('invalid_nonce');
  });

  it('refuses a proof for another issuer, of another time, or by another key', async () => {
    const redemption = await redeemed();
    const [holder, thief] = [await key(), await key()];
    expect(await ask(redemption, holder, { audience: `${desk.url}/tax` })).toBe('invalid_proof');
    const old = { iat: Math.floor(Date.now() / 1000) - 400 };
    expect(await ask(redemption, holder, old)).toBe('invalid_proof');
    expect(await ask(redemption, { ...holder, sign: thief.sign })).toBe('invalid_proof');
    expect(await ask(redemption, holder)).toBe(200);
  });

  it('refuses an unknown configuration and an unknown token', async () => {
    const redemption = await redeemed();
    const holder = await key();
    const unknown = 'unknown_credential_configuration';
    expect(await ask(redemption, holder, { configuration: 'e-invoice' })).toBe(unknown);
    expect(await ask({ ...redemption, accessToken: 'x' }, holder)).toBe('invalid_token');
  });

  it.each<readonly [string, JsonObject]>([
    ['unknown_credential_identifier', { credential_identifier: 'x' }],
    ['unknown_credential_configuration', { credential_configuration_id: 'x' }],
    ['invalid_credential_request', {}],
    ['invalid_credential_request', { credential_configuration_id: 7 }],
    [
      'invalid_credential_request',
      { credential_configuration_id: 'food-business-licence', credential_identifier: 'x' },
    ],
    [
      'invalid_encryption_parameters',
      {
        credential_configuration_id: 'food-business-licence',
        credential_response_encryption: { enc: 'A256GCM' },
      },
    ],
    ['invalid_proof', { credential_configuration_id: 'food-business-licence' }],
    [
      'invalid_proof',
      { credential_configuration_id: 'food-business-licence', proofs: { jwt: ['x'] } },
    ],
  ])('answers %s to %j', async (error, body) => {
    const { credentialEndpoint, accessToken } = await redeemed();
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await post(credentialEndpoint, body, headers);
    expect([response.status, await response.json()]).toEqual([400, { error }]);
  });

  it('answers the same keys with the same copies, and no others', async () => {
    const redemption = await redeemed();
    const ports = walletPorts(desk);
    const keys = await ports.createHolderKeys(2);
    const first = await collectCopies(redemption, keys, ports);
    const again = await collectCopies(redemption, keys, ports);
    expect(again.map(({ sdJwt }) => sdJwt)).toEqual(first.map(({ sdJwt }) => sdJwt));
    expect(await ask(redemption, await key())).toBe('invalid_credential_request');
  });

  it('loses nothing when its answer is lost on the way', async () => {
    let lost = 0;
    const normal = walletPorts(desk);
    const unlucky: ReceivePorts<WalletKey> = {
      ...normal,
      send: async (request) => {
        const response = await send(request);
        if (request.url.endsWith('/credential') && lost++ < 2) throw new Error('connection reset');
        return response;
      },
    };
    const { copies } = await collect(desk, await makeOffer(desk), 2, unlucky);
    expect(copies).toHaveLength(2);
    expect(lost).toBe(3);
  });
});
