/** SD-JWTs that others signed. Broken: the issuer's signature. */
import { formatBase64Url, parseBase64Url } from '#core/bytes/index.ts';
import {
  CREDENTIAL_TYP,
  disclosureDigest,
  parseHolderJwk,
  parseSdJwt,
  processDisclosures,
  verifyIssuerSignature,
  verifyKeyBinding,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { ISSUER } from '../../core/credential/craft.ts';
import { codeOf } from '../accepts.ts';
import { canonical } from '../canonical.ts';
import type { Flip } from '../flip.ts';
import { equal, type Case, type Suite, type VectorFile } from '../suite.ts';
import { withBrokenSignature } from './sd-jwt-read.ts';

interface Binding {
  readonly nonce: string;
  readonly aud: string;
}

interface Expected {
  readonly processed_payload: JsonObject;
  readonly kb: { readonly payload: Binding } | null;
}

interface TokenFile {
  readonly issuer_jwk: Json;
  readonly tokens?: readonly { readonly compact: string; readonly expect: Expected }[];
  readonly compact?: string;
  readonly expect?: Expected;
}

/** What a verifier gets out of a token, as text; or why not. */
export async function readToken(
  compact: string,
  issuerJwk: Json,
  typ: string,
  binding: Binding | undefined,
  shape: (claims: JsonObject) => Json = (same) => same,
): Promise<string> {
  let claims: JsonObject = {};
  const code = await codeOf(() => {
    const sdJwt = parseSdJwt(compact);
    verifyIssuerSignature(sdJwt, { alg: 'ES256', publicKey: parseHolderJwk(issuerJwk) }, typ);
    ({ claims } = processDisclosures(sdJwt));
    if (binding === undefined) return;
    verifyKeyBinding(sdJwt, { audience: binding.aud, nonce: binding.nonce });
  });
  return code === 'accepted' ? canonical(shape(claims)) : code;
}

function tokens(typ: string): Suite['run'] {
  return async function* (file: VectorFile, flip: Flip): AsyncIterable<Case> {
    const { issuer_jwk, tokens: many, compact = '', expect } = file.json() as TokenFile;
    const all = many ?? (expect === undefined ? [] : [{ compact, expect }]);
    for (const [index, token] of all.entries()) {
      const broken = withBrokenSignature(token.compact, flip);
      const got = await readToken(broken, issuer_jwk, typ, token.expect.kb?.payload);
      yield equal(`token ${index + 1}`, canonical(token.expect.processed_payload), got);
    }
  };
}

interface Fragment {
  readonly encoded: string;
  readonly digest_sha256: string;
}

function* fragments(file: VectorFile, flip: Flip): Iterable<Case> {
  const { disclosures } = file.json() as { readonly disclosures: readonly Fragment[] };
  for (const { encoded, digest_sha256 } of disclosures) {
    const text = formatBase64Url(flip.bytes(parseBase64Url(encoded)));
    yield equal(`digest ${digest_sha256.slice(0, 8)}`, digest_sha256, disclosureDigest(text));
  }
}

/** Outside the list of algorithms: it must be refused for that, and not for its form. */
async function* foreignAlgorithm(file: VectorFile): AsyncIterable<Case> {
  const got = await codeOf(() => {
    verifyIssuerSignature(parseSdJwt(file.text().trim()), ISSUER);
  });
  const expected = 'credential/unsupported-algorithm';
  yield { name: 'RS256', expected, got, positive: false };
}

export const sdJwtTokens: readonly Suite[] = [
  {
    name: 'tokens of RFC 9901',
    matches: (path) => /(^|\/)rfc9901\/(main-example|a2-complex-structured)\.json$/.test(path),
    run: tokens('example+sd-jwt'),
  },
  {
    name: 'digests of RFC 9901',
    matches: (path) => path.endsWith('rfc9901/disclosure-fragments.json'),
    run: fragments,
  },
  {
    name: 'tokens of SD-JWT VC draft-19',
    matches: (path) => /(^|\/)sd-jwt-vc\/token-\d+\.json$/.test(path),
    run: tokens(CREDENTIAL_TYP),
  },
  {
    name: 'a token of the EUDI library',
    matches: (path) => path.endsWith('eudi-sdjwt-kt/exampleIssuanceSdJwt.txt'),
    run: foreignAlgorithm,
  },
];
