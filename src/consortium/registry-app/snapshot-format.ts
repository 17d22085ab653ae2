/** A registry with its logs as a list of parts, each of about a mebibyte: what one node gives to a new one. */
import { encodeCbor, decodeCbor, type Cbor } from '#core/bytes/index.ts';
import {
  decodeStatusEntry,
  frontierOf,
  RegistryError,
  type RegistryState,
} from '#core/registry/index.ts';
import { readBlob } from './kept.ts';
import type { RegistryStore } from './store.ts';
import { readLeaf } from './tiled-log.ts';

const PART_BYTES = 1024 * 1024;
/** A part ends with the record that fills it: one token is the most it can be over. */
const MAX_PART_BYTES = 2 * PART_BYTES;

/** One thing that a registry is made of. */
export type SnapshotRecord =
  | { readonly kind: 'entry'; readonly key: string; readonly value: Uint8Array }
  | { readonly kind: 'token'; readonly token: Uint8Array }
  /** The next leaf of its log. */
  | { readonly kind: 'leaf'; readonly log: string; readonly leaf: Uint8Array };

/** The parts of a state, one after the other: the same ones on every node. */
export function* snapshotParts(store: RegistryStore, state: RegistryState): Generator<Uint8Array> {
  let records: Cbor[] = [];
  let size = 0;
  for (const record of recordsOf(store, state)) {
    records.push(record);
    size += sizeOf(record);
    if (size < PART_BYTES) continue;
    yield encodeCbor(records);
    records = [];
    size = 0;
  }
  yield encodeCbor(records);
}

/**
 * Reads a part.
 *
 * @throws {@link BytesError} as {@link decodeCbor} does, {@link RegistryError} `registry/malformed`.
 */
export function decodePart(untrusted: Uint8Array): readonly SnapshotRecord[] {
  const records = decodeCbor(untrusted, MAX_PART_BYTES);
  if (!Array.isArray(records)) throw malformed();
  return records.map(readRecord);
}

function* recordsOf(store: RegistryStore, state: RegistryState): Generator<SnapshotRecord> {
  const entries = [...state.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of entries) yield { kind: 'entry', key, value };
  for (const [key, value] of entries) {
    if (!key.startsWith('status/')) continue;
    const token = readBlob(store, decodeStatusEntry(value).digest);
    if (token !== undefined) yield { kind: 'token', token };
  }
  for (const log of [...state.logs.keys()].sort()) {
    const { size } = frontierOf(state, log);
    for (let index = 0; index < size; index++) {
      yield { kind: 'leaf', log, leaf: readLeaf(store, log, index) ?? new Uint8Array() };
    }
  }
}

function sizeOf(record: SnapshotRecord): number {
  switch (record.kind) {
    case 'entry':
      return record.key.length + record.value.length + 32;
    case 'token':
      return record.token.length + 32;
    case 'leaf':
      return record.log.length + record.leaf.length + 32;
  }
}

function readRecord(untrusted: Cbor): SnapshotRecord {
  if (typeof untrusted !== 'object' || untrusted === null) throw malformed();
  const { kind, key, value, token, log, leaf } = untrusted as Readonly<Record<string, Cbor>>;
  if (kind === 'entry' && typeof key === 'string' && value instanceof Uint8Array) {
    return { kind, key, value };
  }
  if (kind === 'token' && token instanceof Uint8Array) return { kind, token };
  if (kind === 'leaf' && typeof log === 'string' && leaf instanceof Uint8Array) {
    return { kind, log, leaf };
  }
  throw malformed();
}

function malformed(): RegistryError {
  return new RegistryError('registry/malformed', 'not a part of a snapshot');
}
