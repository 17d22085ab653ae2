/** ICS-23: proofs of state of Cosmos chains. Broken: the root, or what is hashed. */
import { formatHex, parseBase64, parseHex } from '#core/bytes/index.ts';
import { verifyStateProof } from '#core/cometbft/index.ts';
import {
  decodeCommitmentProof,
  IAVL_SPEC,
  SMT_SPEC,
  TENDERMINT_SPEC,
  verifyExistence,
  verifyNonExistence,
  type ProofSpec,
} from '#core/ics23/index.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

const SPECS: Readonly<Record<string, ProofSpec>> = {
  iavl: IAVL_SPEC,
  tendermint: TENDERMINT_SPEC,
  smt: SMT_SPEC,
};

interface ProofFile {
  readonly key: string;
  readonly value: string;
  readonly root: string;
  readonly proof: string;
}

async function* proofs(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const [, name = '', kind] = /(iavl|tendermint|smt)\/(exist|nonexist)_/.exec(file.path) ?? [];
  const json = file.json() as ProofFile;
  const spec = SPECS[name] ?? IAVL_SPEC;
  const [key, root] = [parseHex(json.key), parseHex(flip.hex(json.root))];
  const accepted = await accepts(() => {
    const decoded = decodeCommitmentProof(parseHex(json.proof));
    if (decoded.kind === 'existence') {
      verifyExistence(decoded.proof, spec, root, key, parseHex(json.value));
    } else verifyNonExistence(decoded.proof, spec, root, key);
  });
  yield verdict(kind === 'exist' ? 'existence' : 'non-existence', true, accepted);
}

interface RealProof {
  readonly name: string;
  readonly store: string;
  readonly key: string;
  readonly value: string | null;
  readonly computed_root: string;
  readonly proofOps: unknown;
}

async function* real(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const all = [file.json()].flat() as readonly RealProof[];
  for (const { name, store, key, value, computed_root, proofOps } of all) {
    const root = parseHex(flip.hex(computed_root).toLowerCase());
    const path = [Buffer.from(store), parseBase64(key)];
    const held = value === null ? undefined : parseBase64(value);
    const accepted = await accepts(() => {
      verifyStateProof(root, path, held, proofOps);
    });
    yield verdict(name, true, accepted);
  }
}

/** The corpus has no verdicts but one: nothing crashes. */
async function* corpus(file: VectorFile): AsyncIterable<Case> {
  // Go's quoted texts in this corpus use no escape that JSON does not have.
  const bytes = [...file.text().matchAll(/\[\]byte\(("(?:[^"\\]|\\.)*")\)/g)].map(
    ([, quoted = '""']) => Buffer.from(JSON.parse(quoted) as string, 'utf8'),
  );
  for (const [index, data] of bytes.entries()) {
    const accepted = await accepts(() => decodeCommitmentProof(data));
    yield { name: `input ${index + 1} (${formatHex(data).slice(0, 8)})`, ...survived(accepted) };
  }
}

function survived(_accepted: boolean) {
  return { expected: 'no crash', got: 'no crash', positive: false };
}

export const ics23: readonly Suite[] = [
  {
    name: 'ICS-23 proofs',
    matches: (path) => /(^|\/)ics23\/(iavl|tendermint|smt)\//.test(path),
    run: proofs,
  },
  {
    name: 'ICS-23 fuzz corpus',
    matches: (path) => /(^|\/)ics23\/fuzz\//.test(path),
    run: corpus,
  },
  {
    name: 'proofs of a real chain',
    matches: (path) => /(^|\/)proofops-real\//.test(path),
    run: real,
  },
];
