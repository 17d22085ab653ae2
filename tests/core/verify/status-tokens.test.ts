import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { issueStatusToken } from '#core/credential/index.ts';
import { prepareStatus } from '#core/verify/index.ts';
import { verifiedStatusToken } from '../../../src/core/verify/checks/status-tokens.ts';
import { buildCase, NOW_MS } from '../../support/case-builder.ts';
import { HOLDER, ISSUER } from '../credential/craft.ts';
import { judge, judged, unusual } from './judged.ts';
import { refusalOf } from '../../support/refusal.ts';

const URI = 'https://lightseal.example/issuer/market/status/1';

function listOf(iat: number): Promise<string> {
  const list = { bits: 1 as const, bytes: new Uint8Array(32) };
  const about = { uri: URI, kid: 'k1', iat, exp: iat + 100, ttl: 10, list };
  return issueStatusToken({ ...about, deflate: deflateSync, sign: ISSUER.sign });
}

let text: string;

beforeAll(async () => {
  text = await listOf(1);
});

const read = (key = ISSUER, uri = URI, token = text) => verifiedStatusToken(token, () => key, uri);

describe('a status list that held', () => {
  it('is not inflated and verified again', () => {
    expect(read()).toBe(read());
  });

  it('does not hold under another key', () => {
    read();
    expect(refusalOf(() => read(HOLDER))).toBe('status/bad-signature');
    expect(refusalOf(() => read({ ...ISSUER, alg: 'EdDSA' }))).toBe('status/unsupported-algorithm');
  });

  it('is not the list of another address', () => {
    read();
    expect(refusalOf(() => read(ISSUER, `${URI}1`))).toBe('status/other-list');
  });

  it('is forgotten before there are too many', async () => {
    const before = read();
    for (let iat = 2; iat < 18; iat++) read(ISSUER, URI, await listOf(iat));
    expect(read()).not.toBe(before);
  });
});

describe('a status list that did not hold', () => {
  it('does not hold the next time', async () => {
    const fresh = await listOf(100);
    const ask = () => refusalOf(() => read(HOLDER, URI, fresh));
    expect([ask(), ask()]).toEqual(['status/bad-signature', 'status/bad-signature']);
  });

  it('breaks nothing when it is looked at ahead, and decides nothing then', async () => {
    const built = await buildCase({ list: { signer: HOLDER } });
    prepareStatus(built.trust);
    expect(unusual(judge(built))).toEqual(['status/list-missing']);
  });
});

describe('a pack that was looked at ahead', () => {
  it('gives the same answers', async () => {
    for (const [change, expected] of [
      [{}, []],
      [{ status: 1 }, ['status/revoked']],
    ] as const) {
      const built = await buildCase(change);
      prepareStatus(built.trust);
      expect(unusual(judge(built))).toEqual(expected);
    }
  });
});

it('goes on counting a list past its ttl, and tells since when there is a newer one', async () => {
  const statusOf = async (issuedMs: number) =>
    (await judged({ list: { issuedMs } })).checks.find(({ id }) => id === 'status');
  const [young, due] = [await statusOf(NOW_MS - 299_000), await statusOf(NOW_MS - 300_000)];
  expect(young).toMatchObject({ outcome: 'pass', code: 'status/valid' });
  expect(young?.facts).not.toHaveProperty('renewedMs');
  expect(due).toMatchObject({ outcome: 'pass', facts: { renewedMs: NOW_MS } });
});
