import { compareBytes } from '../bytes/index.ts';
import { Ics23Error, malformed } from './ics23-error.ts';
import { areNeighbours, isLeftMost, isRightMost } from './neighbours.ts';
import { digest } from './ops.ts';
import type { ExistenceProof, NonExistenceProof, ProofSpec } from './types.ts';
import { verifyExistence } from './verify-existence.ts';

/**
 * Verifies that the tree under `root` holds nothing under `key`: its neighbours are there, it would
 * lie between them, and nothing else lies between them. The key that the proof names is not read:
 * sparse trees name its hash.
 *
 * @throws {@link Ics23Error} `ics23/malformed` without neighbours;
 * `ics23/not-absent` if the key does not lie between them or they are no neighbours; and as
 * {@link verifyExistence} for each neighbour.
 */
export function verifyNonExistence(
  proof: NonExistenceProof,
  spec: ProofSpec,
  root: Uint8Array,
  key: Uint8Array,
): void {
  const { left, right } = proof;
  if (left === undefined && right === undefined) throw malformed('no neighbours');
  for (const side of [left, right]) {
    if (side !== undefined) verifyExistence(side, spec, root, side.key, side.value);
  }
  const place = (of: Uint8Array) =>
    spec.comparesHashedKeys ? digest(spec.leaf.prehashKey, of) : of;
  const isAfter = left === undefined || compareBytes(place(left.key), place(key)) < 0;
  const isBefore = right === undefined || compareBytes(place(key), place(right.key)) < 0;
  if (!isAfter || !isBefore) throw notAbsent('the key does not lie between its neighbours');
  if (!nothingBetween(spec, left, right)) throw notAbsent('something may lie between');
}

function nothingBetween(
  { inner }: ProofSpec,
  left: ExistenceProof | undefined,
  right: ExistenceProof | undefined,
): boolean {
  if (left === undefined) return right !== undefined && isLeftMost(inner, right.path);
  if (right === undefined) return isRightMost(inner, left.path);
  return areNeighbours(inner, left.path, right.path);
}

function notAbsent(message: string): Ics23Error {
  return new Ics23Error('ics23/not-absent', message);
}
