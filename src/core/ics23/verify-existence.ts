import { equalBytes } from '../bytes/index.ts';
import { checkExistenceShape } from './check-spec.ts';
import { Ics23Error, malformed, otherSpec } from './ics23-error.ts';
import { applyInner, applyLeaf } from './ops.ts';
import type { ExistenceProof, ProofSpec } from './types.ts';

/**
 * The root that a proof leads to. This alone proves nothing: see {@link verifyExistence}.
 *
 * @param spec - If given, no node may be larger than a child of that tree.
 * @throws {@link Ics23Error} `ics23/malformed` without a leaf; `ics23/other-spec`;
 * `ics23/unsupported`.
 */
export function existenceRoot(proof: ExistenceProof, spec?: ProofSpec): Uint8Array {
  if (proof.leaf === undefined) throw malformed('no leaf');
  let node = applyLeaf(proof.leaf, proof.key, proof.value);
  for (const inner of proof.path) {
    node = applyInner(inner, node);
    const most = spec?.inner.childSize ?? Infinity;
    if (most >= 32 && node.length > most) throw otherSpec('a node larger than a child');
  }
  return node;
}

/**
 * Verifies that the tree under `root` holds `value` under `key`.
 *
 * @param root - Already trusted, or proven by the next proof up.
 * @throws {@link Ics23Error} `ics23/other-spec`, `ics23/other-key`, `ics23/other-value`,
 * `ics23/other-root`; `ics23/malformed`; `ics23/unsupported`.
 */
export function verifyExistence(
  proof: ExistenceProof,
  spec: ProofSpec,
  root: Uint8Array,
  key: Uint8Array,
  value: Uint8Array,
): void {
  checkExistenceShape(proof, spec);
  if (!equalBytes(proof.key, key)) throw new Ics23Error('ics23/other-key', 'of another key');
  if (!equalBytes(proof.value, value)) throw new Ics23Error('ics23/other-value', 'another value');
  if (!equalBytes(existenceRoot(proof, spec), root)) {
    throw new Ics23Error('ics23/other-root', 'leads to another root');
  }
}
