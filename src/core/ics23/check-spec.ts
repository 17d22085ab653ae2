/** Whether a proof has the shape of its tree: without this, an inner node could pass for a leaf. */
import { otherSpec } from './ics23-error.ts';
import { HASH, type ExistenceProof, type InnerOp, type LeafOp, type ProofSpec } from './types.ts';
import { startsWith, zigZagVarints } from './prefix.ts';

/**
 * Checks the shape of a whole path (cosmos/ics23, `CheckAgainstSpec`).
 *
 * @throws {@link Ics23Error} `ics23/other-spec`.
 */
export function checkExistenceShape({ leaf, path }: ExistenceProof, spec: ProofSpec): void {
  if (leaf === undefined) throw otherSpec('no leaf');
  checkLeafShape(leaf, spec);
  if (path.length < spec.minDepth) throw otherSpec('too few inner nodes');
  if (path.length > spec.maxDepth) throw otherSpec('too many inner nodes');
  path.forEach((inner, index) => {
    checkInnerShape(inner, spec, index + 1);
  });
}

/** @throws {@link Ics23Error} `ics23/other-spec`. */
export function checkLeafShape(leaf: LeafOp, spec: ProofSpec): void {
  if (spec.rules === 'iavl') checkIavl(leaf.hash, leaf.prefix, 0);
  for (const name of ['hash', 'prehashKey', 'prehashValue', 'length'] as const) {
    if (leaf[name] !== spec.leaf[name]) throw otherSpec(`leaf: ${name}`);
  }
  if (!startsWith(leaf.prefix, spec.leaf.prefix)) throw otherSpec('leaf: prefix');
}

/**
 * @param layer - 1 for the parent of the leaf, and up.
 * @throws {@link Ics23Error} `ics23/other-spec`.
 */
export function checkInnerShape(inner: InnerOp, spec: ProofSpec, layer: number): void {
  const { childSize, childOrder, hash, minPrefixLength, maxPrefixLength } = spec.inner;
  if (inner.hash !== hash) throw otherSpec('inner: hash');
  if (spec.rules === 'iavl') checkIavl(inner.hash, inner.prefix, layer);
  if (spec.rules === 'tendermint') checkTendermint(inner);
  if (startsWith(inner.prefix, spec.leaf.prefix)) throw otherSpec('inner: begins like a leaf');
  if (childSize <= 0) throw otherSpec('a spec without children');
  // A longer prefix could hide one more child.
  if (maxPrefixLength >= minPrefixLength + childSize) throw otherSpec('an ambiguous spec');
  const before = (childOrder.length - 1) * childSize;
  if (inner.prefix.length < minPrefixLength) throw otherSpec('inner: prefix too short');
  if (inner.prefix.length > maxPrefixLength + before) throw otherSpec('inner: prefix too long');
  if (inner.suffix.length % childSize !== 0) throw otherSpec('inner: suffix');
}

/** An IAVL node begins with height, size and version; then nothing, or lengths around a child. */
function checkIavl(hash: number, prefix: Uint8Array, layer: number): void {
  const { values, rest } = zigZagVarints(prefix, 3);
  const [height, size, version] = values;
  if (height === undefined || size === undefined || version === undefined) {
    throw otherSpec('iavl: no height, size and version');
  }
  if (height < BigInt(layer) || size < 0n || version < 0n) throw otherSpec('iavl: out of range');
  const fits = layer === 0 ? rest === 0 : rest === 1 || rest === 34;
  if (!fits) throw otherSpec('iavl: bytes after the version');
  if (hash !== HASH.sha256) throw otherSpec('iavl: hash');
}

function checkTendermint({ prefix, suffix }: InnerOp): void {
  if (prefix[0] !== 1) throw otherSpec('tendermint: not an inner node');
  if (suffix.length > 0 && prefix.length !== 1) throw otherSpec('tendermint: two siblings');
}
