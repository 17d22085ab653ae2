/** Published tokens, lists and identifiers of others, judged by the core's own functions. */
import { describe, expect, it } from 'vitest';
import { parseBase64Url, parseHex } from '#core/bytes/index.ts';
import {
  disclosureDigest,
  isCitizenId,
  isLicenceId,
  isUscc,
  parseHolderJwk,
  parseSdJwt,
  parseStatusToken,
  processDisclosures,
  signJwt,
  statusAt,
  verifyIssuerSignature,
  verifyKeyBinding,
  verifyStatusToken,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';
import { ISSUER } from './craft.ts';

interface Token {
  readonly compact: string;
  readonly expect: {
    readonly disclosures: number;
    readonly processed_payload: JsonObject;
    readonly kb: { readonly payload: { nonce: string; aud: string; iat: number } } | null;
  };
}

function json(path: string): unknown {
  return JSON.parse(readVector(path));
}

function judge(token: Token, issuerJwk: Json, typ: string): void {
  const sdJwt = parseSdJwt(token.compact);
  const key = { alg: 'ES256', publicKey: parseHolderJwk(issuerJwk) } as const;
  verifyIssuerSignature(sdJwt, key, typ);
  expect(sdJwt.disclosures).toHaveLength(token.expect.disclosures);
  expect(processDisclosures(sdJwt).claims).toEqual(token.expect.processed_payload);
  const kb = token.expect.kb?.payload;
  expect(sdJwt.keyBinding === undefined).toBe(kb === undefined);
  if (kb === undefined) return;
  const { aud: audience, nonce, iat } = kb;
  expect(verifyKeyBinding(sdJwt, { audience, nonce })).toEqual({ iat, nonce, audience });
}

describe.skipIf(vectorsDir() === undefined)('vectors of others', () => {
  it.each(['main-example', 'a2-complex-structured'])(
    'verifies the tokens of RFC 9901, %s',
    (name) => {
      const { issuer_jwk, tokens } = json(`rfc9901/${name}.json`) as {
        issuer_jwk: Json;
        tokens: Token[];
      };
      expect(tokens.length).toBeGreaterThan(0);
      for (const token of tokens) judge(token, issuer_jwk, 'example+sd-jwt');
    },
  );

  it.each([3, 4, 5])('verifies token %d of draft-19 as a credential', (number) => {
    const file = json(`sd-jwt-vc/token-${number}.json`) as Token & { issuer_jwk: Json };
    judge(file, file.issuer_jwk, 'dc+sd-jwt');
  });

  it('computes the digests of RFC 9901, section 4.2, over the text as received', () => {
    const file = json('rfc9901/disclosure-fragments.json') as {
      disclosures: { encoded: string; digest_sha256: string }[];
    };
    for (const { encoded, digest_sha256 } of file.disclosures)
      expect(disclosureDigest(encoded)).toBe(digest_sha256);
  });

  it('refuses the RS256 of the EUDI example for its algorithm, not for its form', () => {
    const sdJwt = parseSdJwt(readVector('eudi-sdjwt-kt/exampleIssuanceSdJwt.txt').trim());
    expect(() => {
      verifyIssuerSignature(sdJwt, ISSUER);
    }).toThrow(expect.objectContaining({ code: 'credential/unsupported-algorithm' }));
  });

  it.each(['1bit-2e20', '4bit-2e20'])('reads the status list %s', async (name) => {
    const file = json(`token-status-list/status-list-${name}.json`) as {
      json: { bits: number; lst: string };
      expected_nonzero_or_listed: [number, number][];
    };
    const { list } = await tokenOf(file.json);
    for (const [idx, status] of file.expected_nonzero_or_listed)
      expect(statusAt(list, idx)).toBe(status);
    const listed = new Set(file.expected_nonzero_or_listed.map(([idx]) => idx));
    for (let idx = 1; idx < 1 << 20; idx += 4093)
      if (!listed.has(idx)) expect(statusAt(list, idx)).toBe(0);
  });

  it('reads the small status list, status by status', async () => {
    const file = json('token-status-list/status-list-16x1bit.json') as {
      json: { bits: number; lst: string };
      statuses: number[];
      uncompressed_hex: string;
    };
    const { list } = await tokenOf(file.json);
    expect(list.bytes).toEqual(parseHex(file.uncompressed_hex));
    expect(file.statuses.map((_, idx) => statusAt(list, idx))).toEqual(file.statuses);
  });

  it('verifies the status list token of the draft', () => {
    const file = json('token-status-list/status-list-token-jwt.json') as {
      jwt: string;
      public_jwk: JsonObject;
    };
    const token = parseStatusToken(file.jwt);
    const publicKey = parseHolderJwk(file.public_jwk);
    verifyStatusToken(token, { alg: 'ES256', publicKey }, 'https://example.com/statuslists/1');
    expect(token).toMatchObject({ issuedMs: 1686920170000, ttlMs: 43_200_000 });
  });

  it('judges the identifiers of the standards', () => {
    const file = json('cn-identifiers/identifiers.json') as {
      licence_id: { id: string; valid: boolean }[];
      uscc: { v: string; valid: boolean }[];
      citizen_id: { v: string; valid: boolean }[];
    };
    for (const { id, valid } of file.licence_id) expect([id, isLicenceId(id)]).toEqual([id, valid]);
    for (const { v, valid } of file.uscc) expect([v, isUscc(v)]).toEqual([v, valid]);
    for (const { v, valid } of file.citizen_id) expect([v, isCitizenId(v)]).toEqual([v, valid]);
  });
});

/** The published lists stand alone; a token of ours around them reaches the same reader. */
async function tokenOf(list: {
  bits: number;
  lst: string;
}): Promise<ReturnType<typeof parseStatusToken>> {
  expect(parseBase64Url(list.lst).length).toBeGreaterThan(0);
  const payload = { sub: 'u', iat: 1, status_list: list };
  return parseStatusToken(
    await signJwt({ alg: 'ES256', typ: 'statuslist+jwt' }, payload, ISSUER.sign),
  );
}
