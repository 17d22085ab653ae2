/**
 * Issuing in the one text form that the QR transcoding reproduces byte for byte: compact JSON,
 * members in a fixed order, digests sorted.
 */
import { encodeUtf8, formatBase64Url } from '../bytes/index.ts';
import { CREDENTIAL_TYP } from './credential-head.ts';
import type { Json, JsonObject } from './json.ts';
import { signJwt, type Sign } from './jwt.ts';
import type { HolderJwk } from './key-binding.ts';
import { disclosureDigest } from './process-disclosures.ts';
import { hideParts, type Hide } from './hide-parts.ts';
import { claimRule, claimOrder, typeMetadata } from './type-metadata.ts';

/** What an issuer puts into one copy of a credential. */
export interface IssuanceOrder {
  /** `iss`, `iat`, `exp`, `vct`, `status` and the claims that are always visible, in any order. */
  readonly payload: JsonObject;
  /** Claims that the holder may withhold, by name. */
  readonly disclosable: JsonObject;
  /** Absent only for a print, which is bound to no holder. */
  readonly holderJwk?: HolderJwk;
  readonly kid: string;
  readonly random: (size: number) => Uint8Array;
  /** ES256, r‖s. */
  readonly sign: Sign;
}

const SALT_BYTES = 16;
const FIRST = ['iss', 'iat', 'exp', 'vct', 'vct#integrity', 'cnf', 'status'] as const;

/**
 * Builds and signs a compact SD-JWT VC with all its disclosures (RFC 9901, section 4). Claims stand
 * in the order of the type's metadata, others after them in the order given. Of a known type, the
 * digest of its metadata is added, and parts of claims are hidden as the type says.
 */
export async function issueSdJwt(order: IssuanceOrder): Promise<string> {
  const vct = typeof order.payload['vct'] === 'string' ? order.payload['vct'] : '';
  const integrity = typeMetadata(vct)?.integrity;
  const names = claimOrder(vct);
  const disclosures: string[] = [];
  const hide: Hide = (name, value) => {
    const text = encodeDisclosure(order.random(SALT_BYTES), name, value);
    disclosures.push(text);
    return disclosureDigest(text);
  };
  const shown = (entry: readonly [string, Json]): readonly [string, Json] => [
    entry[0],
    hideParts(entry[1], claimRule(vct, entry[0]), hide),
  ];
  const digests = inOrder(order.disclosable, names)
    .map(shown)
    .map(([name, value]) => hide(name, value));
  const { kty, crv, x, y } = order.holderJwk ?? {};
  const cnf: JsonObject =
    kty === undefined ? {} : { cnf: { jwk: { kty, crv: crv ?? '', x: x ?? '', y: y ?? '' } } };
  const pinned: JsonObject = integrity === undefined ? {} : { 'vct#integrity': integrity };
  const plain = { ...order.payload, ...pinned, ...cnf };
  const payload = {
    ...Object.fromEntries(inOrder(plain, [...FIRST, ...names]).map(shown)),
    _sd: digests.sort(),
    _sd_alg: 'sha-256',
  };
  const header = { alg: 'ES256', typ: CREDENTIAL_TYP, kid: order.kid };
  const jwt = await signJwt(header, payload, order.sign);
  return [jwt, ...disclosures, ''].join('~');
}

function encodeDisclosure(salt: Uint8Array, name: string | undefined, value: Json): string {
  const items = [formatBase64Url(salt), ...(name === undefined ? [] : [name]), value];
  return formatBase64Url(encodeUtf8(JSON.stringify(items)));
}

function inOrder(
  object: JsonObject,
  names: readonly string[],
): readonly (readonly [string, Json])[] {
  const places = new Map(names.map((name, place) => [name, place]));
  const place = ([name]: readonly [string, Json]): number => places.get(name) ?? names.length;
  return Object.entries(object).sort((a, b) => place(a) - place(b));
}
