/** The tree over the registry: `simple:v` leaves in the order of the keys' bytes (CometBFT's ValueOp). */
import { compareBytes, concatBytes, decodeUtf8, encodeUtf8, encodeVarint } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import {
  leafHash,
  MerkleError,
  proveInclusion,
  rootOfHashes,
  verifyHashInclusion,
  type InclusionProof,
} from '../merkle/index.ts';
import { RegistryError } from './registry-error.ts';

/** Key → the entry's bytes. */
export type RegistryEntries = ReadonlyMap<string, Uint8Array>;

/** `app_hash` of the header after the block that left these entries; of none it is H(""). */
export function registryRoot(entries: RegistryEntries): Uint8Array<ArrayBuffer> {
  return rootOfHashes(sortedKeys(entries).map((key) => hashOf(entries, key)));
}

/** Proof that `key` is among the entries with the value it has there, or `undefined` if it is not. */
export function proveEntry(entries: RegistryEntries, key: string): InclusionProof | undefined {
  const keys = sortedKeys(entries);
  const index = keys.indexOf(key);
  if (index < 0) return undefined;
  return proveInclusion(
    keys.map((other) => hashOf(entries, other)),
    index,
  );
}

/**
 * Verifies one entry against a registry root that is already trusted: the `app_hash` of a verified
 * header, for the state after the block before it.
 *
 * @throws {@link RegistryError} `registry/root-mismatch`.
 */
export function verifyEntry(
  root: Uint8Array,
  key: string,
  untrustedValue: Uint8Array,
  untrustedProof: InclusionProof,
): void {
  try {
    verifyHashInclusion(root, entryLeafHash(key, untrustedValue), untrustedProof);
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new RegistryError('registry/root-mismatch', 'the entry is not in the registry', {
      cause,
    });
  }
}

/** Leaf hash of one entry: H(0x00 ‖ uvarint(len key) ‖ key ‖ 0x20 ‖ SHA-256(value)). */
export function entryLeafHash(key: string, value: Uint8Array): Uint8Array<ArrayBuffer> {
  const name = encodeUtf8(key);
  const digest = sha256(value);
  return leafHash(
    concatBytes(encodeVarint(name.length), name, encodeVarint(digest.length), digest),
  );
}

function sortedKeys(entries: RegistryEntries): string[] {
  return [...entries.keys()].map(encodeUtf8).sort(compareBytes).map(decodeUtf8);
}

function hashOf(entries: RegistryEntries, key: string): Uint8Array {
  return entryLeafHash(key, entries.get(key) ?? new Uint8Array());
}
