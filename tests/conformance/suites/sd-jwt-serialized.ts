/** SD-JWTs in the JSON serialisation, made compact. Broken: the issuer's signature. */
import {
  parseHolderJwk,
  parseSdJwt,
  processDisclosures,
  verifyIssuerSignature,
  verifyKeyBinding,
  type Json,
} from '#core/credential/index.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Case, type Suite, type VectorFile } from '../suite.ts';
import { withBrokenSignature } from './sd-jwt-read.ts';
import { yamlOf } from './sd-jwt-yaml.ts';

interface SerializedFile {
  readonly issuer_jwk: Json;
  readonly jws: {
    readonly protected: string;
    readonly payload: string;
    readonly signature: string;
    readonly header: { readonly disclosures: readonly string[]; readonly kb_jwt?: string };
  };
}

/** The same octets in the compact form (RFC 9901, section 8.1), which is what the app reads. */
function compactOf({
  jws: { protected: header, payload, signature, header: rest },
}: SerializedFile) {
  const jwt = [header, payload, signature].join('.');
  return [jwt, ...rest.disclosures, rest.kb_jwt ?? ''].join('~');
}

/** Whom it was shown to stands in the settings of the generator that made the examples. */
async function* serialized(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const json = file.json() as SerializedFile;
  const settings = yamlOf(file.beside(file.path.replace(/[^/]+$/, 'spec-yml/settings.yml'))) as {
    readonly identifiers: { readonly verifier: string };
    readonly key_binding_nonce: string;
  };
  const expected = { audience: settings.identifiers.verifier, nonce: settings.key_binding_nonce };
  const key = { alg: 'ES256', publicKey: parseHolderJwk(json.issuer_jwk) } as const;
  const accepted = await accepts(() => {
    const sdJwt = parseSdJwt(withBrokenSignature(compactOf(json), flip));
    verifyIssuerSignature(sdJwt, key, 'example+sd-jwt');
    processDisclosures(sdJwt);
    if (json.jws.header.kb_jwt !== undefined) verifyKeyBinding(sdJwt, expected);
  });
  yield verdict('signatures and digests', true, accepted);
}

export const sdJwtSerialized: Suite = {
  name: 'JSON serialisations of RFC 9901, made compact',
  matches: (path) => /(^|\/)rfc9901\/json-serialization-\d+\.json$/.test(path),
  run: serialized,
};
