/** Examples of OpenID4VCI and OpenID4VP that concern SD-JWT VC and the pre-authorised code. */
import { decodeUtf8, encodeUtf8 } from '#core/bytes/index.ts';
import { isJsonObject, type Json, type JsonObject } from '#core/credential/index.ts';
import { fetchIssuerMetadata, parseOfferInput } from '#core/exchange/index.ts';
import { accepts, codeOf } from '../accepts.ts';
import { canonical } from '../canonical.ts';
import type { Flip } from '../flip.ts';
import { equal, verdict, type Case, type Suite, type VectorFile } from '../suite.ts';
import { withBrokenSignature } from './sd-jwt-read.ts';
import { readToken } from './sd-jwt-tokens.ts';

/** Broken: the first character. */
async function* offers(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const whole = file.text().trim();
  const text = decodeUtf8(flip.bytes(encodeUtf8(whole.slice(0, 1)))) + whole.slice(1);
  yield verdict('offer', true, await accepts(() => parseOfferInput(text)));
}

type Metadata = JsonObject & { readonly credential_issuer: string };

/**
 * An issuer whose every answer is encrypted, with a server elsewhere and keys that somebody attests: what the wallet
 * does not take is told apart. Broken: nothing, since none of it may be accepted.
 */
async function* metadata(file: VectorFile): AsyncIterable<Case> {
  const whole = file.json() as Metadata;
  const { credential_request_encryption: _, credential_response_encryption: __, ...plain } = whole;
  const refused = { positive: false };
  const encrypted = await codeOf(() => fetched(whole));
  const expected = 'exchange/unsupported-issuer';
  yield { name: 'encrypted answers', expected, got: encrypted, ...refused };
  const elsewhere = await codeOf(() => fetched(plain));
  yield { name: 'a server elsewhere', expected: 'exchange/malformed', got: elsewhere, ...refused };
}

async function fetched(issuer: Metadata): Promise<void> {
  await fetchIssuerMetadata(issuer.credential_issuer, () =>
    Promise.resolve({ status: 200, body: JSON.stringify(issuer) }),
  );
}

const BINDING = { aud: 'https://verifier.example.org', nonce: '1234567890' };

/** Wrapped in lines, signed with the key that RFC 9901 publishes. Broken: the issuer's signature. */
async function* presentation(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const compact = withBrokenSignature(file.text().replace(/\s/g, ''), flip);
  const besides = file.path.replace(/openid4vp-1\.0\/[^/]+$/, 'rfc9901/main-example.json');
  const { issuer_jwk } = file.beside(besides).json() as { readonly issuer_jwk: Json };
  const claims = file.beside(file.path.replace('sd_jwt_presentation.txt', 'user_claims.json'));
  const { ld } = claims.json() as { readonly ld: JsonObject };
  const subject = ld['credentialSubject'];
  const shown = { givenName: isJsonObject(subject) ? (subject['givenName'] ?? null) : null };
  const got = await readToken(compact, issuer_jwk, 'dc+sd-jwt', BINDING, ({ ld: read }) =>
    isJsonObject(read) ? (read['credentialSubject'] ?? null) : null,
  );
  yield equal('what is shown', canonical(shown), got);
}

export const openId: readonly Suite[] = [
  {
    name: 'offers of OpenID4VCI',
    matches: (path) => /(^|\/)openid4vci-1\.0\/credential_offer_.*\.json$/.test(path),
    run: offers,
  },
  {
    name: 'metadata of OpenID4VCI',
    matches: (path) => /(^|\/)openid4vci-1\.0\/credential_issuer_metadata_.*\.json$/.test(path),
    run: metadata,
  },
  {
    name: 'a presentation of OpenID4VP',
    matches: (path) => /(^|\/)openid4vp-1\.0\/.*__sd_jwt_presentation\.txt$/.test(path),
    run: presentation,
  },
];
