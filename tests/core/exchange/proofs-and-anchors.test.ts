import { describe, expect, it } from 'vitest';
import {
  ExchangeError,
  fetchAnchor,
  signHolderProof,
  verifyHolderProof,
} from '#core/exchange/index.ts';
import { HOLDER, NOW, NOW_S, testKey } from '../credential/craft.ts';
import { codeOf, credential, no, ok, ports, URL, type Answer } from './issuer-by-hand.ts';

describe('anchors', () => {
  const leaf = 'ab'.repeat(32);
  const anchor = (answers: Readonly<Record<string, Answer>>): Promise<string> =>
    fetchAnchor(URL, leaf, ports(answers));

  it('are asked for until the batch is closed, with growing pauses', async () => {
    let calls = 0;
    const pauses: number[] = [];
    const answers = { [`/market/anchor/${leaf}`]: () => (++calls < 4 ? no(202, {}) : ok({})) };
    const text = await fetchAnchor(URL, leaf, {
      ...ports(answers),
      wait: (ms) => {
        pauses.push(ms);
        return Promise.resolve();
      },
    });
    expect(text).toBe('{}');
    expect(pauses).toEqual([500, 500, 1000]);
  });

  it('stay pending, are unknown, or fail, each with its code', async () => {
    const path = `/market/anchor/${leaf}`;
    expect(await codeOf(anchor({ [path]: no(202, {}) }))).toBe('exchange/anchor-pending');
    expect(await codeOf(anchor({}))).toBe('exchange/anchor-unknown');
    expect(await codeOf(anchor({ [path]: no(500, {}) }))).toBe('exchange/server-failed');
    const wrong = fetchAnchor(URL, '../x', ports({}));
    expect(await codeOf(wrong)).toBe('exchange/malformed');
  });
});

describe('proofs of holder keys', () => {
  const context = { audience: URL, nonce: 'n', iat: NOW_S };

  it('tell the key and the nonce', async () => {
    const proof = await signHolderProof(HOLDER.jwk, context, HOLDER.sign);
    const { publicKey, nonce } = verifyHolderProof(proof, URL, NOW);
    expect([publicKey, nonce]).toEqual([HOLDER.publicKey, 'n']);
  });

  it('are refused by another key, for another audience, of another time, or of another kind', async () => {
    const proofs = [
      await signHolderProof(HOLDER.jwk, context, testKey('thief').sign),
      await signHolderProof(HOLDER.jwk, { ...context, audience: `${URL}/x` }, HOLDER.sign),
      await signHolderProof(HOLDER.jwk, { ...context, iat: NOW_S - 301 }, HOLDER.sign),
      await signHolderProof(HOLDER.jwk, { ...context, iat: NOW_S + 301 }, HOLDER.sign),
      (await credential(HOLDER)).split('~')[0] ?? '',
      'x',
      'x'.repeat(5000),
    ];
    for (const proof of proofs)
      expect(() => verifyHolderProof(proof, URL, NOW)).toThrow(ExchangeError);
  });
});
