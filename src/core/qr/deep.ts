/**
 * Mode 1, the deep transcoding: everything that the receiver can compute again is left out. The
 * body is `[kid, payload, signature, disclosures, key binding]`:
 *
 * - payload: `[code, value, code, value, …]` in the order of the text; in `_sd` a disclosed digest
 *   is the index of its disclosure;
 * - disclosures: `[[salt, code, value], …]`, for an element of an array `[salt, value]`;
 * - key binding: `[iat, audience, nonce, signature]`; its `sd_hash` and both headers are not sent.
 */
import { encodeUtf8, formatBase64Url, parseBase64Url, type Cbor } from '../bytes/index.ts';
import {
  CREDENTIAL_TYP,
  disclosureDigest,
  isJsonArray,
  parseJwt,
  parseSdJwt,
  presentationDigest,
  type Disclosure,
  type Json,
  type JsonObject,
  type SdJwt,
} from '../credential/index.ts';
import { cborToJson, isList, jsonToCbor, pairs } from './json-cbor.ts';
import { LIMITS } from './limits.ts';
import { cborToValue, codeToName, nameToCode, valueToCbor } from './payload-codes.ts';
import { malformed } from './qr-error.ts';

const BROADCAST = 'lightseal:broadcast';

/** The parts of `text`. The caller checks that they lead back to the same text. */
export function toDeep(text: string): Cbor[] {
  const sdJwt = parseSdJwt(text);
  const { kid } = sdJwt.header;
  const vct = vctOf(sdJwt.payload);
  return [
    typeof kid === 'string' ? kid : '',
    packPayload(sdJwt, vct),
    sdJwt.issuerJwt.signature,
    sdJwt.disclosures.map(({ salt, name, value }): Cbor[] => [
      parseBase64Url(salt),
      ...(name === undefined ? [] : [nameToCode(name, vct)]),
      jsonToCbor(value),
    ]),
    sdJwt.keyBinding === undefined ? null : packKeyBinding(sdJwt.keyBinding),
  ];
}

/**
 * Rebuilds the text. A wrong one fails at the issuer's signature; nothing here is trusted.
 *
 * @throws {@link QrError} `qr/malformed`, or a refusal of the bytes it reads.
 */
export function fromDeep(untrusted: readonly Cbor[]): string {
  const [kid, payload, signature, disclosed, keyBinding] = untrusted;
  if (typeof kid !== 'string' || !isList(payload) || !isList(disclosed)) throw malformed('body');
  if (disclosed.length > LIMITS.disclosures || payload.length > 2 * LIMITS.members) {
    throw malformed('too many members');
  }
  const vct = vctOf(unpackHead(payload));
  const disclosures = disclosed.map((item) => unpackDisclosure(item, vct));
  const header = { alg: 'ES256', typ: CREDENTIAL_TYP, kid };
  const jwt = joined(header, unpackPayload(payload, vct, disclosures), signature);
  const bound = [jwt, ...disclosures, ''].join('~');
  return keyBinding === null ? bound : `${bound}${unpackKeyBinding(keyBinding, bound)}`;
}

function vctOf(payload: JsonObject): string {
  return typeof payload['vct'] === 'string' ? payload['vct'] : '';
}

function packPayload({ payload, disclosures }: SdJwt, vct: string): Cbor[] {
  return Object.entries(payload).flatMap(([name, value]): Cbor[] => [
    nameToCode(name, vct),
    name === '_sd' ? packDigests(value, disclosures) : valueToCbor(name, value, payload),
  ]);
}

function packDigests(digests: Json, disclosures: readonly Disclosure[]): Cbor {
  const places = new Map(disclosures.map(({ text }, index) => [disclosureDigest(text), index]));
  if (!isJsonArray(digests)) throw malformed('_sd');
  return digests.map((digest) => {
    if (typeof digest !== 'string') throw malformed('_sd');
    return places.get(digest) ?? parseBase64Url(digest);
  });
}

/** Only what the other codes depend on: the type stands before every claim of its own. */
function unpackHead(payload: readonly Cbor[]): JsonObject {
  const vct = pairs(payload).find(([code]) => codeIs(code, 'vct'));
  return vct === undefined ? {} : { vct: cborToValue('vct', vct[1], {}) };
}

function codeIs(code: Cbor, name: string): boolean {
  return code === nameToCode(name, '');
}

function unpackPayload(
  list: readonly Cbor[],
  vct: string,
  disclosures: readonly string[],
): JsonObject {
  if (list.length % 2 !== 0) throw malformed('payload');
  const payload: Record<string, Json> = {};
  for (const [code, value] of pairs(list)) {
    const name = codeToName(code, vct);
    if (Object.hasOwn(payload, name) || name === '__proto__')
      throw malformed('a member occurs twice');
    payload[name] =
      name === '_sd' ? unpackDigests(value, disclosures) : cborToValue(name, value, payload);
  }
  return payload;
}

function unpackDigests(untrusted: Cbor, disclosures: readonly string[]): Json {
  if (!isList(untrusted)) throw malformed('_sd');
  const used = new Set(untrusted.filter((item) => typeof item === 'number'));
  const indices = untrusted.filter((item) => typeof item === 'number').length;
  if (used.size !== indices) throw malformed('a disclosure is referred to twice');
  return untrusted.map((item) => {
    if (item instanceof Uint8Array && item.length === 32) return formatBase64Url(item);
    const text = typeof item === 'number' ? disclosures[item] : undefined;
    if (text === undefined) throw malformed('_sd');
    return disclosureDigest(text);
  });
}

function unpackDisclosure(untrusted: Cbor, vct: string): string {
  if (!isList(untrusted)) throw malformed('disclosure');
  const [salt, ...rest] = untrusted;
  if (!(salt instanceof Uint8Array)) throw malformed('salt');
  if (rest.length !== 1 && rest.length !== 2) throw malformed('disclosure');
  const names = rest.length === 1 ? [] : [codeToName(rest[0], vct)];
  return segment([formatBase64Url(salt), ...names, cborToJson(rest.at(-1))]);
}

function packKeyBinding(text: string): Cbor {
  const { payload, signature } = parseJwt(text);
  const { iat, aud, nonce } = payload;
  if (typeof iat !== 'number' || typeof aud !== 'string' || typeof nonce !== 'string') {
    throw malformed('key binding');
  }
  return [iat, aud === BROADCAST ? 0 : aud, parseBase64Url(nonce), signature];
}

function unpackKeyBinding(untrusted: Cbor | undefined, bound: string): string {
  const [iat, audience, nonce, signature, ...more] = isList(untrusted) ? untrusted : [];
  if (typeof iat !== 'number' || !(nonce instanceof Uint8Array) || more.length > 0) {
    throw malformed('key binding');
  }
  const aud = audience === 0 ? BROADCAST : audience;
  if (typeof aud !== 'string' || audience === BROADCAST) throw malformed('audience');
  const payload = { iat, aud, nonce: formatBase64Url(nonce), sd_hash: presentationDigest(bound) };
  return joined({ alg: 'ES256', typ: 'kb+jwt' }, payload, signature);
}

function joined(header: JsonObject, payload: JsonObject, signature: Cbor | undefined): string {
  if (!(signature instanceof Uint8Array)) throw malformed('signature');
  return `${segment(header)}.${segment(payload)}.${formatBase64Url(signature)}`;
}

function segment(value: Json): string {
  return formatBase64Url(encodeUtf8(JSON.stringify(value)));
}
