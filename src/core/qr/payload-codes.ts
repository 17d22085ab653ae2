/**
 * The issuer's payload as an ordered list of codes and values (profile 1). Codes below 32 are the
 * standard's claims, from 32 on those of the credential type, in the order of its metadata.
 */
import {
  concatBytes,
  BytesError,
  encodeCbor,
  equalBytes,
  formatBase64,
  formatBase64Url,
  parseBase64,
  parseBase64Url,
  type Cbor,
} from '../bytes/index.ts';
import {
  claimOrder,
  isJsonObject,
  TYPE_LIST,
  type Json,
  type JsonObject,
} from '../credential/index.ts';
import { cborToJson, isList, jsonToCbor } from './json-cbor.ts';
import { malformed } from './qr-error.ts';

const STANDARD = [
  'iss',
  'iat',
  'exp',
  'vct',
  'cnf',
  'status',
  '_sd',
  '_sd_alg',
  'nbf',
  'vct#integrity',
] as const;
const FIRST_CLAIM = 32;
const DAY = 86_400;
const ISSUER = 'https://lightseal.example/issuer/';
const INTEGRITY = /^sha256-[A-Za-z0-9+/]{43}=$/;

/** A claim's code, or its name where the type does not know it. */
export function nameToCode(name: string, vct: string): number | string {
  const standard = STANDARD.findIndex((each) => each === name);
  if (standard >= 0) return standard;
  const claim = claimOrder(vct).indexOf(name);
  return claim >= 0 ? FIRST_CLAIM + claim : name;
}

/** @throws {@link QrError} `qr/malformed` for a code that is not given out. */
export function codeToName(untrusted: Cbor | undefined, vct: string): string {
  if (typeof untrusted === 'string') return untrusted;
  const name =
    typeof untrusted !== 'number'
      ? undefined
      : (STANDARD[untrusted] ?? claimOrder(vct)[untrusted - FIRST_CLAIM]);
  if (name === undefined) throw malformed('an unknown claim code');
  return name;
}

/** Short forms of standard claims; anything unusual goes as plain JSON, wrapped in an array. */
export function valueToCbor(name: string, value: Json, payload: JsonObject): Cbor {
  const form = SHORT.get(name);
  if (form === undefined) return jsonToCbor(value);
  const short = form.pack(value, payload);
  return short === undefined ? [jsonToCbor(value)] : short;
}

/**
 * The inverse of {@link valueToCbor}; `payload` holds what stands before.
 *
 * @throws {@link QrError} `qr/malformed`, also for a longer form than {@link valueToCbor} writes.
 */
export function cborToValue(name: string, untrusted: Cbor, payload: JsonObject): Json {
  const short = SHORT.get(name);
  if (short === undefined) return cborToJson(untrusted);
  const value =
    isList(untrusted) && untrusted.length === 1
      ? cborToJson(untrusted[0])
      : short.unpack(untrusted, payload);
  if (value === undefined) throw malformed('a standard claim');
  // The other side may not know the type yet, and then spells its name out.
  const isShortest = name === 'vct' || isSame(valueToCbor(name, value, payload), untrusted);
  if (!isShortest) throw malformed('a longer form than needed');
  return value;
}

function isSame(one: Cbor, other: Cbor): boolean {
  return equalBytes(encodeCbor(one), encodeCbor(other));
}

interface Short {
  readonly pack: (value: Json, payload: JsonObject) => Cbor | undefined;
  readonly unpack: (untrusted: Cbor, payload: JsonObject) => Json | undefined;
}

const days: Short = {
  pack: (value) => (typeof value === 'number' && value % DAY === 0 ? value / DAY : undefined),
  unpack: (day) => (typeof day === 'number' ? day * DAY : undefined),
};

/** A map, since a stranger's claim may be called `constructor`. */
const SHORT: ReadonlyMap<string, Short> = new Map(
  Object.entries<Short>({
    iss: {
      pack: (iss) =>
        typeof iss === 'string' && iss.startsWith(ISSUER) ? iss.slice(ISSUER.length) : undefined,
      unpack: (id) => (typeof id === 'string' ? `${ISSUER}${id}` : undefined),
    },
    iat: days,
    exp: days,
    nbf: days,
    vct: {
      pack: (vct) => indexOrNothing(TYPE_LIST.findIndex((type) => type.vct === vct)),
      unpack: (index) => (typeof index === 'number' ? TYPE_LIST[index]?.vct : undefined),
    },
    'vct#integrity': { pack: packIntegrity, unpack: unpackIntegrity },
    cnf: { pack: packHolderKey, unpack: unpackHolderKey },
    status: { pack: packStatus, unpack: unpackStatus },
    _sd_alg: {
      pack: (name) => (name === 'sha-256' ? null : undefined),
      unpack: (nothing) => (nothing === null ? 'sha-256' : undefined),
    },
  }),
);

function packIntegrity(value: Json): Uint8Array | undefined {
  if (typeof value !== 'string' || !INTEGRITY.test(value)) return undefined;
  try {
    return parseBase64(value.slice('sha256-'.length));
  } catch (refusal) {
    if (refusal instanceof BytesError) return undefined;
    throw refusal;
  }
}

function unpackIntegrity(digest: Cbor): Json | undefined {
  if (!(digest instanceof Uint8Array) || digest.length !== 32) return undefined;
  return `sha256-${formatBase64(digest)}`;
}

function indexOrNothing(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

function packHolderKey(cnf: Json): Uint8Array | undefined {
  const jwk = isJsonObject(cnf) ? cnf['jwk'] : undefined;
  const { x, y } = isJsonObject(jwk) ? jwk : {};
  if (typeof x !== 'string' || typeof y !== 'string' || x.length !== 43 || y.length !== 43) {
    return undefined;
  }
  return concatBytes(parseBase64Url(x), parseBase64Url(y));
}

function unpackHolderKey(key: Cbor): Json | undefined {
  if (!(key instanceof Uint8Array) || key.length !== 64) return undefined;
  const [x, y] = [formatBase64Url(key.subarray(0, 32)), formatBase64Url(key.subarray(32))];
  return { jwk: { kty: 'EC', crv: 'P-256', x, y } };
}

function packStatus(status: Json, { iss }: JsonObject): Cbor | undefined {
  const reference = isJsonObject(status) ? status['status_list'] : undefined;
  const { idx, uri } = isJsonObject(reference) ? reference : {};
  if (typeof iss !== 'string') return undefined;
  const prefix = `${iss}/status/`;
  if (typeof idx !== 'number' || typeof uri !== 'string' || !uri.startsWith(prefix))
    return undefined;
  return [idx, uri.slice(prefix.length)];
}

function unpackStatus(untrusted: Cbor, { iss }: JsonObject): Json | undefined {
  const [idx, list] = isList(untrusted) ? untrusted : [];
  if (typeof idx !== 'number' || typeof list !== 'string' || typeof iss !== 'string')
    return undefined;
  return { status_list: { idx, uri: `${iss}/status/${list}` } };
}
