/** A trust pack's untrusted material as one file, and the answers of a node that it is made from. */
import { encodeCbor, type Cbor } from '../bytes/index.ts';
import { batchShape } from './entries.ts';
import { LIMITS } from './limits.ts';
import { id, issuerId } from './registry-key.ts';
import type { RegistryEntries } from './registry-root.ts';
import {
  bytes,
  decodeShape,
  encodeShape,
  fields,
  integer,
  list,
  mapOf,
  text,
  type Shape,
} from './shape.ts';
import type { UntrustedPack } from './trust-pack.ts';
import type { BatchEntry } from './types.ts';

const key: Shape<string> = text(/^[\x21-\x7e]{1,250}$/);
export const listName: Shape<string> = text(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/);
export const token: Shape<string> = text(new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.tokenBytes}}$`));
export const entriesShape = mapOf(key, bytes(0, LIMITS.entryBytes), LIMITS.entries);
const answerShape = list(batchShape, 0, LIMITS.batchesPerAnswer);
const packShape = fields({
  version: integer(1, 1),
  registry: entriesShape,
  batches: mapOf(issuerId, list(batchShape, 0, LIMITS.batchesPerIssuer), LIMITS.entries),
  status: mapOf(listName, token, LIMITS.entries),
});

/** One CBOR map `{version: 1, registry, batches, status}`. */
export function encodeTrustPack(pack: UntrustedPack): Uint8Array<ArrayBuffer> {
  const file = {
    version: 1,
    registry: Object.fromEntries(pack.entries),
    batches: Object.fromEntries([...pack.batches].map(([name, log]) => [name, log.map(toCbor)])),
    status: Object.fromEntries(pack.statusTokens),
  };
  return encodeCbor(file);
}

/**
 * Reads a pack file of at most 64 MiB. Nothing in the result is believed before `verifyTrustPack`.
 *
 * @throws {@link RegistryError} `registry/too-large` or `registry/malformed`.
 */
export function decodeTrustPack(untrusted: Uint8Array): UntrustedPack {
  const file = decodeShape(untrusted, LIMITS.packBytes, packShape);
  return { entries: file.registry, batches: file.batches, statusTokens: file.status };
}

/** Value of `abci_query` path `/registry`: the whole map. */
export function encodeRegistryMap(entries: RegistryEntries): Uint8Array<ArrayBuffer> {
  return encodeCbor(Object.fromEntries(entries));
}

/** @throws {@link RegistryError} `registry/too-large` or `registry/malformed`. */
export function decodeRegistryMap(untrusted: Uint8Array): RegistryEntries {
  return decodeShape(untrusted, LIMITS.registryBytes, entriesShape);
}

/** Value of `abci_query` path `/log`: at most 1,000 batch entries. */
export function encodeLogAnswer(batches: readonly BatchEntry[]): Uint8Array<ArrayBuffer> {
  return encodeCbor(batches.map(toCbor));
}

/** @throws {@link RegistryError} `registry/too-large` or `registry/malformed`. */
export function decodeLogAnswer(untrusted: Uint8Array): readonly BatchEntry[] {
  return decodeShape(untrusted, LIMITS.registryBytes, answerShape);
}

/** Which part of which log is asked for: `from` is the number of the first batch wanted. */
export interface LogQuery {
  readonly issuer: string;
  readonly from: number;
}

const queryShape: Shape<LogQuery> = fields({ issuer: id, from: integer(0) });

/** Data of `abci_query` path `/log`. */
export function encodeLogQuery(query: LogQuery): Uint8Array<ArrayBuffer> {
  return encodeShape<LogQuery>(query, 256, queryShape);
}

/** @throws {@link RegistryError} `registry/too-large` or `registry/malformed`. */
export function decodeLogQuery(untrusted: Uint8Array): LogQuery {
  return decodeShape(untrusted, 256, queryShape);
}

function toCbor({ root, count, height, timeMs }: BatchEntry): Cbor {
  return { root, count, height, timeMs };
}
