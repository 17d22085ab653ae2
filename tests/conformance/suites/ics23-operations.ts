/** ICS-23 operation by operation. Broken: the bytes that an operation hashes. */
import { encodeUtf8, formatHex, parseBase64 } from '#core/bytes/index.ts';
import {
  applyInner,
  applyLeaf,
  checkExistenceShape,
  checkLeafShape,
  DEFAULT_MAX_DEPTH,
  digest,
  existenceRoot,
  IAVL_SPEC,
  leftBranchesAreEmpty,
  rightBranchesAreEmpty,
  TENDERMINT_SPEC,
  type ExistenceProof,
  type InnerOp,
  type LeafOp,
  type ProofSpec,
} from '#core/ics23/index.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { equal, verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface OpJson {
  readonly hash?: number;
  readonly prehash_key?: number;
  readonly prehash_value?: number;
  readonly length?: number;
  readonly prefix?: string;
  readonly suffix?: string;
}

interface SpecJson {
  readonly leaf_spec?: OpJson;
  readonly inner_spec?: {
    readonly child_order?: readonly number[];
    readonly child_size?: number;
    readonly min_prefix_length?: number;
    readonly max_prefix_length?: number;
    readonly empty_child?: string;
    readonly hash?: number;
  };
  readonly min_depth?: number;
  readonly max_depth?: number;
  readonly prehash_key_before_comparison?: boolean;
}

interface ProofJson {
  readonly key?: string;
  readonly value?: string;
  readonly leaf?: OpJson;
  readonly path?: readonly OpJson[];
}

const bytes = (base64: string | undefined) => parseBase64(base64 ?? '');

function leafOf(op: OpJson = {}): LeafOp {
  const { hash = 0, prehash_key = 0, prehash_value = 0, length = 0 } = op;
  const prefix = bytes(op.prefix);
  return { hash, prehashKey: prehash_key, prehashValue: prehash_value, length, prefix };
}

function innerOf({ hash = 0, prefix, suffix }: OpJson): InnerOp {
  return { hash, prefix: bytes(prefix), suffix: bytes(suffix) };
}

function proofOf({ key, value, leaf, path = [] }: ProofJson): ExistenceProof {
  return {
    key: bytes(key),
    value: bytes(value),
    leaf: leaf && leafOf(leaf),
    path: path.map(innerOf),
  };
}

/** A spec that equals one of the known ones is that one, with its own rules. */
function specOf(json: SpecJson): ProofSpec {
  const inner = json.inner_spec ?? {};
  const spec = {
    leaf: leafOf(json.leaf_spec),
    inner: {
      childOrder: inner.child_order ?? [],
      childSize: inner.child_size ?? 0,
      minPrefixLength: inner.min_prefix_length ?? 0,
      maxPrefixLength: inner.max_prefix_length ?? 0,
      emptyChild: bytes(inner.empty_child),
      hash: inner.hash ?? 0,
    },
  };
  const same = [IAVL_SPEC, TENDERMINT_SPEC].find(
    (known) =>
      JSON.stringify([known.leaf, known.inner]) === JSON.stringify([spec.leaf, spec.inner]),
  );
  return {
    ...spec,
    rules: same?.rules ?? 'none',
    minDepth: json.min_depth ?? 0,
    maxDepth: json.max_depth ?? DEFAULT_MAX_DEPTH,
    comparesHashedKeys: json.prehash_key_before_comparison ?? false,
  };
}

interface OperationJson {
  readonly Op: OpJson;
  readonly Leaf: OpJson;
  readonly Proof: ProofJson;
  readonly Spec: SpecJson;
  readonly Key?: string;
  readonly Value?: string;
  readonly Child?: string;
  readonly HashOp: number;
  readonly Preimage: string;
  readonly ExpectedHash: string;
  readonly Expected?: string | null;
  readonly Err?: string;
  readonly IsErr?: boolean;
  readonly IsLeft?: boolean;
  readonly IsRight?: boolean;
}

type Run = (name: string, json: OperationJson, flip: Flip) => Case | Promise<Case>;

/** A hash if the file has one, else a refusal. */
async function hashed(name: string, json: OperationJson, compute: () => Uint8Array): Promise<Case> {
  if (json.IsErr === true) return verdict(name, false, await accepts(compute));
  return equal(name, formatHex(bytes(json.Expected ?? '')), formatHex(compute()));
}

const OPERATIONS: Readonly<Record<string, Run>> = {
  TestDoHashData: (name, { HashOp, Preimage, ExpectedHash }, flip) =>
    equal(name, ExpectedHash, formatHex(digest(HashOp, flip.bytes(encodeUtf8(Preimage))))),
  TestLeafOpData: (name, json, flip) =>
    hashed(name, json, () =>
      applyLeaf(leafOf(json.Op), flip.bytes(bytes(json.Key)), bytes(json.Value)),
    ),
  TestInnerOpData: (name, json, flip) =>
    hashed(name, json, () => applyInner(innerOf(json.Op), flip.bytes(bytes(json.Child)))),
  TestExistenceProofData: (name, json, flip) =>
    hashed(name, json, () => {
      const proof = proofOf(json.Proof);
      return existenceRoot({ ...proof, key: flip.bytes(proof.key) });
    }),
  TestCheckLeafData: async (name, { Leaf, Spec, IsErr }, flip) => {
    const leaf = leafOf(Leaf);
    // A shape is compared, not hashed: another hash operation is another shape.
    const hash = leaf.hash + (flip.bytes(Uint8Array.of(0))[0] ?? 0);
    const accepted = await accepts(() => {
      checkLeafShape({ ...leaf, hash }, specOf({ leaf_spec: Spec as OpJson }));
    });
    return verdict(name, IsErr !== true, accepted);
  },
  TestCheckAgainstSpecData: async (name, { Proof, Spec, Err }, flip) => {
    const proof = proofOf(Proof);
    const hash = (proof.leaf?.hash ?? 0) + (flip.bytes(Uint8Array.of(0))[0] ?? 0);
    const accepted = await accepts(() => {
      checkExistenceShape({ ...proof, leaf: proof.leaf && { ...proof.leaf, hash } }, specOf(Spec));
    });
    return verdict(name, (Err ?? '') === '', accepted);
  },
  TestEmptyBranchData: (name, { Op, Spec, IsLeft, IsRight }, flip) => {
    const step = innerOf(Op);
    const broken = { ...step, prefix: flip.bytes(step.prefix), suffix: flip.bytes(step.suffix) };
    const { inner } = specOf(Spec);
    const got = [leftBranchesAreEmpty(inner, broken), rightBranchesAreEmpty(inner, broken)];
    const expected = [IsLeft === true, IsRight === true];
    const positive = expected.includes(true);
    return { name, expected: expected.join(), got: got.join(), positive };
  },
};

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const [, test = ''] = /(Test\w+)\.json$/.exec(file.path) ?? [];
  const operation = OPERATIONS[test];
  const json = file.json() as OperationJson[] | Record<string, OperationJson>;
  for (const [name, one] of Object.entries(json)) {
    if (operation === undefined) yield { name, skipped: 'an operation that is not known' };
    else yield await operation(name, one, flip);
  }
}

export const ics23Operations: Suite = {
  name: 'ICS-23 operations',
  matches: (path) => /(^|\/)ics23\/Test\w+\.json$/.test(path),
  run,
};
