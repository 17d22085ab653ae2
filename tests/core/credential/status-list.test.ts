import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBase64Url } from '#core/bytes/index.ts';
import {
  issueStatusToken,
  isStatusTokenExpired,
  parseStatusToken,
  signJwt,
  STATUS,
  statusAt,
  statusCapacity,
  verifyStatusToken,
  withStatus,
  type JsonObject,
  type StatusList,
} from '#core/credential/index.ts';
import { ISSUER, NOW, NOW_S, testKey } from './craft.ts';
import { refusalOf } from '../../support/refusal.ts';

const URI = 'https://lightseal.example/issuer/tax/status/1';
const LIST: StatusList = { bits: 2, bytes: new Uint8Array(64) };

function issue(list: StatusList = LIST, exp = NOW_S + 86_400): Promise<string> {
  const times = { iat: NOW_S, exp, ttl: 3600 };
  const deflate = (bytes: Uint8Array): Uint8Array => deflateSync(bytes);
  return issueStatusToken({ uri: URI, kid: 'k1', ...times, list, deflate, sign: ISSUER.sign });
}

const HEADER = { alg: 'ES256', typ: 'statuslist+jwt', kid: 'k1' };
const LST = formatBase64Url(deflateSync(new Uint8Array(4)));
const PAYLOAD: JsonObject = { sub: URI, iat: NOW_S, status_list: { bits: 1, lst: LST } };

async function codeOf(payload: JsonObject, header: JsonObject = HEADER): Promise<string> {
  const token = await signJwt(header, payload, ISSUER.sign);
  return refusalOf(() => {
    verifyStatusToken(parseStatusToken(token), ISSUER, URI);
  });
}

describe('the list', () => {
  it('reads back every status that was written, in all four widths', () => {
    const width = fc.constantFrom(1 as const, 2 as const, 4 as const, 8 as const);
    fc.assert(
      fc.property(width, fc.array(fc.tuple(fc.nat(255), fc.nat(255))), (bits, changes) => {
        const expected = new Map<number, number>();
        let list: StatusList = { bits, bytes: new Uint8Array(32 * bits) };
        for (const [idx, any] of changes) {
          const status = any % 2 ** bits;
          list = withStatus(list, idx, status);
          expected.set(idx, status);
        }
        for (let idx = 0; idx < 256; idx++)
          expect(statusAt(list, idx)).toBe(expected.get(idx) ?? STATUS.valid);
      }),
    );
  });

  it('puts the first status into the lowest bits of the first byte', () => {
    expect(withStatus(LIST, 0, STATUS.suspended).bytes[0]).toBe(0b10);
    expect(withStatus(LIST, 3, STATUS.invalid).bytes[0]).toBe(0b01000000);
  });

  it.each([-1, 256, 0.5, Number.NaN, 2 ** 53])('has no index %d', (idx) => {
    expect(statusCapacity(LIST)).toBe(256);
    expect(refusalOf(() => statusAt(LIST, idx))).toBe('status/out-of-range');
    expect(refusalOf(() => withStatus(LIST, idx, 0))).toBe('status/out-of-range');
  });

  it('has no room for a status wider than its bits', () => {
    expect(refusalOf(() => withStatus(LIST, 0, 4))).toBe('status/out-of-range');
  });
});

describe('the token', () => {
  it('carries the list through signing and verifying', async () => {
    const token = parseStatusToken(await issue(withStatus(LIST, 200, STATUS.suspended)));
    verifyStatusToken(token, ISSUER, URI);
    expect(statusAt(token.list, 200)).toBe(STATUS.suspended);
    expect(token).toMatchObject({ uri: URI, issuedMs: NOW_S * 1000, ttlMs: 3_600_000 });
  });

  it('expires at its exp', async () => {
    expect(isStatusTokenExpired(parseStatusToken(await issue(LIST, NOW_S + 1)), NOW)).toBe(false);
    expect(isStatusTokenExpired(parseStatusToken(await issue(LIST, NOW_S)), NOW)).toBe(true);
  });

  it('is refused for another list, by another key, or changed', async () => {
    const token = parseStatusToken(await issue());
    const check = (key = ISSUER, uri = URI): string =>
      refusalOf(() => {
        verifyStatusToken(token, key, uri);
      });
    expect(check()).toBe('none');
    expect(check(ISSUER, `${URI}0`)).toBe('status/other-list');
    expect(check(testKey('forger'))).toBe('status/bad-signature');
  });

  it('is refused with another typ or an algorithm that is not the key’s', async () => {
    expect(await codeOf(PAYLOAD)).toBe('none');
    expect(await codeOf(PAYLOAD, { ...HEADER, typ: 'JWT' })).toBe('status/wrong-typ');
    expect(await codeOf(PAYLOAD, { ...HEADER, alg: 'none' })).toBe('status/unsupported-algorithm');
  });

  it.each([
    ['no sub', { sub: null }],
    ['no iat', { iat: null }],
    ['an exp that is no date', { exp: 'x' }],
    ['no list', { status_list: null }],
    ['three bits', { status_list: { bits: 3, lst: LST } }],
    ['a list that is no base64url', { status_list: { bits: 1, lst: '*' } }],
    ['a list that is no zlib', { status_list: { bits: 1, lst: 'AAAA' } }],
  ])('is refused with %s', async (_, change) => {
    expect(await codeOf({ ...PAYLOAD, ...change })).toBe('status/malformed');
  });

  it('is refused when it is too large, packed or unpacked', async () => {
    const lst = formatBase64Url(deflateSync(new Uint8Array((1 << 20) + 1)));
    expect(await codeOf({ ...PAYLOAD, status_list: { bits: 1, lst } })).toBe('status/too-large');
    expect(refusalOf(() => parseStatusToken('a'.repeat(262_145)))).toBe('status/too-large');
  });

  it('answers any text with a token or a code', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(refusalOf(() => parseStatusToken(text))).toMatch(/^(none|status\/.+)$/);
      }),
    );
  });
});
