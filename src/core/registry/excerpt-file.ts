/** An untrusted excerpt as bytes: one deterministic CBOR list `[total, entries, batch, status]`. */
import {
  concatBytes,
  encodeCbor,
  formatBase64Url,
  parseBase64Url,
  type Cbor,
} from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { batchShape } from './entries.ts';
import type { UntrustedEntry, UntrustedExcerpt } from './excerpt.ts';
import { LIMITS } from './limits.ts';
import { id, issuerId } from './registry-key.ts';
import { bytes, decodeShape, integer, list, malformed, text, type Shape } from './shape.ts';

/** Of what a document refers to; anything else has no business in an excerpt. */
const key: Shape<string> = text(/^(?:issuer|log|status|type)\/[\x21-\x7e]{1,200}$/);
const parts = (count: number): Shape<readonly (Cbor | undefined)[]> =>
  list((item) => item, count, count);

/** The hashes of a path, one after the other. */
const path: Shape<readonly Uint8Array[]> = (untrusted) => {
  const joined = bytes(0, 32 * LIMITS.excerptPath)(untrusted);
  if (joined.length % 32 !== 0) throw malformed('path');
  return Array.from({ length: joined.length / 32 }, (_, at) => joined.slice(32 * at, 32 * at + 32));
};

const entry: Shape<UntrustedEntry> = (untrusted) => {
  const [name, value, index, aunts] = parts(4)(untrusted);
  return {
    key: key(name),
    value: bytes(0, LIMITS.entryBytes)(value),
    index: integer(0, LIMITS.entries)(index),
    path: path(aunts),
  };
};

/** One excerpt has one form: no entry twice, none out of order. */
const entries: Shape<readonly UntrustedEntry[]> = (untrusted) => {
  const all = list(entry, 1, LIMITS.excerptEntries)(untrusted);
  const ascends = all.every(({ key: name }, at) => at === 0 || (all[at - 1]?.key ?? '') < name);
  if (!ascends) throw malformed('order of entries');
  return all;
};

const batch: Shape<UntrustedExcerpt['batch']> = (untrusted) => {
  const [issuer, number, of, aunts] = parts(4)(untrusted);
  return {
    issuer: issuerId(issuer),
    number: integer(0, LIMITS.batchesPerIssuer)(number),
    entry: batchShape(of),
    path: path(aunts),
  };
};

/** The parts of a compact JWT as the bytes that they are. */
const status: Shape<UntrustedExcerpt['status']> = (untrusted) => {
  const [issuer, name, ...jwt] = parts(5)(untrusted);
  const segments = jwt.map((part) => bytes(1, LIMITS.excerptTokenBytes)(part));
  return {
    list: `${issuerId(issuer)}/${id(name)}`,
    token: segments.map((segment) => formatBase64Url(segment)).join('.'),
  };
};

const excerptShape: Shape<UntrustedExcerpt> = (untrusted) => {
  const [total, some, of, token] = parts(4)(untrusted);
  return {
    total: integer(1, LIMITS.entries)(total),
    entries: entries(some),
    batch: batch(of),
    status: status(token),
  };
};

/** @throws {@link RegistryError} `registry/too-large` over 256 KiB, `registry/malformed`. */
export function decodeExcerpt(untrusted: Uint8Array): UntrustedExcerpt {
  return decodeShape(untrusted, LIMITS.excerptBytes, excerptShape);
}

/** @throws {@link RegistryError} `registry/too-large`, or `registry/malformed` if it would not be read back. */
export function encodeExcerpt(excerpt: UntrustedExcerpt): Uint8Array<ArrayBuffer> {
  const { total, batch: place, status: of } = excerpt;
  const { root, count, height, timeMs } = place.entry;
  const encoded = encodeCbor([
    total,
    excerpt.entries.map((each) => [each.key, each.value, each.index, concatBytes(...each.path)]),
    [place.issuer, place.number, { root, count, height, timeMs }, concatBytes(...place.path)],
    [...of.list.split('/'), ...segmentsOf(of.token)],
  ]);
  if (decodeExcerpt(encoded).status.token !== of.token) throw malformed('token');
  return encoded;
}

function segmentsOf(token: string): Uint8Array[] {
  try {
    return token.split('.').map(parseBase64Url);
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw malformed('token');
  }
}
