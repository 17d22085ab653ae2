/** One leaf of a log with the way to its root: what a node answers, and how it is verified. */
import { equalBytes } from '../bytes/index.ts';
import { MerkleError, verifyInclusion } from '../merkle/index.ts';
import { decodeClaimEntry } from './entries.ts';
import { LIMITS } from './limits.ts';
import { commonLog, issuerId, logKey } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import {
  bytes,
  decodeShape,
  encodeShape,
  fields,
  integer,
  list,
  malformed,
  type Shape,
} from './shape.ts';
import type { ClaimEntry, LogHead } from './types.ts';

/** Which leaf is asked for. */
export interface LeafQuery {
  /** Registry key of the log's head: `log/<issuer>`, `claims`, `evidence` or `consents`. */
  readonly log: string;
  readonly index: number;
}

/** What a node answers. Untrusted until {@link verifyLogLeaf}. */
export interface LogLeaf {
  readonly index: number;
  /** Of the tree that the path is for. */
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
}

const logName: Shape<string> = (untrusted) => {
  if (typeof untrusted !== 'string') throw malformed('log');
  return untrusted.startsWith('log/') ? logKey(issuerId(untrusted.slice(4))) : commonLog(untrusted);
};
const queryShape: Shape<LeafQuery> = fields({ log: logName, index: integer(0) });
const leafShape: Shape<LogLeaf> = fields({
  index: integer(0),
  size: integer(1),
  leaf: bytes(1, LIMITS.leafBytes),
  path: list(bytes(32), 0, LIMITS.leafPath),
});
const ANSWER_BYTES = 8 * 1024;

/** Data of `abci_query` path `/leaf`. */
export function encodeLeafQuery(query: LeafQuery): Uint8Array<ArrayBuffer> {
  return encodeShape<LeafQuery>(query, 256, queryShape);
}

/** @throws {@link RegistryError} `registry/too-large` or `registry/malformed`. */
export function decodeLeafQuery(untrusted: Uint8Array): LeafQuery {
  return decodeShape(untrusted, 256, queryShape);
}

/** Value of `abci_query` paths `/leaf` and `/claim`. */
export function encodeLeafAnswer(leaf: LogLeaf): Uint8Array<ArrayBuffer> {
  return encodeShape<LogLeaf>(leaf, ANSWER_BYTES, leafShape);
}

/** @throws {@link RegistryError} `registry/too-large` or `registry/malformed`. */
export function decodeLeafAnswer(untrusted: Uint8Array): LogLeaf {
  return decodeShape(untrusted, ANSWER_BYTES, leafShape);
}

/**
 * Verifies that a leaf is in the log.
 *
 * @param head - Of the log, from a verified registry.
 * @throws {@link RegistryError} `registry/log-mismatch`.
 */
export function verifyLogLeaf(head: LogHead, untrusted: LogLeaf): void {
  const { index, size, leaf, path } = untrusted;
  if (size !== head.size) throw new RegistryError('registry/log-mismatch', 'of another size');
  try {
    verifyInclusion(head.root, leaf, { index, total: size, aunts: path });
  } catch (cause) {
    if (!(cause instanceof MerkleError)) throw cause;
    throw new RegistryError('registry/log-mismatch', 'the leaf is not in the log', { cause });
  }
}

/**
 * Verifies who holds a claim.
 *
 * @param head - The entry `claims` of a verified registry.
 * @throws {@link RegistryError} `registry/log-mismatch` (also for the claim of another key), `registry/malformed`.
 */
export function verifyClaim(head: LogHead, key: Uint8Array, untrusted: LogLeaf): ClaimEntry {
  verifyLogLeaf(head, untrusted);
  const claim = decodeClaimEntry(untrusted.leaf);
  if (!equalBytes(claim.key, key)) {
    throw new RegistryError('registry/log-mismatch', 'the claim of another key');
  }
  return claim;
}
