/**
 * Answers of nodes: what a header says of itself, its transactions, the commit before it, and proofs.
 * Broken: the hash that the header, or the proof, carries.
 */
import { formatHex, parseBase64, parseHex } from '#core/bytes/index.ts';
import {
  hashCommit,
  hashConsensusParams,
  hashHeader,
  hashTransactions,
  parseBlockId,
  parseCommit,
  parseHeader,
  parseSignedHeader,
  parseValidators,
  verifyCommitLight,
  verifyEvidenceList,
  verifyTx,
  verifyVotes,
  type Header,
} from '#core/cometbft/index.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { equal, verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface BlockJson {
  readonly block: {
    readonly header: unknown;
    readonly evidence: { readonly evidence: unknown };
    readonly data: { readonly txs: readonly string[] };
    readonly last_commit: unknown;
  };
  readonly block_id: unknown;
}

interface TxJson {
  readonly hash: string;
  readonly height: string;
  readonly proof?: { readonly root_hash: string };
}

interface ResultJson {
  readonly block_metas?: readonly { readonly header: unknown; readonly block_id: unknown }[];
  readonly blocks?: readonly BlockJson[];
  readonly txs?: readonly TxJson[];
  readonly signed_header?: unknown;
  readonly consensus_params?: {
    readonly block: { readonly max_bytes: string; readonly max_gas: string };
  };
  readonly genesis?: { readonly validators: unknown };
}

function resultOf(file: VectorFile): ResultJson {
  return (file.json() as { readonly result?: ResultJson }).result ?? {};
}

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  if (!file.path.includes('/incoming/')) return;
  const result = resultOf(file);
  for (const { header, block_id } of result.block_metas ?? []) {
    yield headerHash(parseHeader(header), block_id, flip);
  }
  for (const block of result.blocks ?? []) yield* blockHashes(block, flip);
  for (const tx of result.txs ?? []) yield* txProof(tx, flip);
  if (file.path.endsWith('kvstore_fixtures/v0_38/incoming/commit_at_height_10.json')) {
    yield await genesisCommit(file, flip);
    yield consensusHash(file, flip);
  }
}

function headerHash(header: Header, blockId: unknown, flip: Flip): Case {
  const hashed = { ...header, validatorsHash: flip.bytes(header.validatorsHash) };
  const expected = formatHex(parseBlockId(blockId).hash);
  return equal(`header ${header.height}`, expected, formatHex(hashHeader(hashed)));
}

async function* blockHashes({ block, block_id }: BlockJson, flip: Flip): AsyncIterable<Case> {
  const header = parseHeader(block.header);
  const carried = (hash: Uint8Array) => formatHex(flip.bytes(hash));
  yield headerHash(header, block_id, flip);
  const data = formatHex(hashTransactions(block.data.txs.map(parseBase64)));
  yield equal(`data hash of ${header.height}`, data, carried(header.dataHash));
  const votes = formatHex(hashCommit(parseCommit(block.last_commit).signatures));
  yield equal(`last-commit hash of ${header.height}`, votes, carried(header.lastCommitHash));
  const evidence = { ...header, evidenceHash: flip.bytes(header.evidenceHash) };
  const accepted = await accepts(() => verifyEvidenceList(evidence, block.evidence.evidence));
  yield verdict(`evidence of ${header.height}`, true, accepted);
}

/** Under a header with the root that stands beside the proof: few of the headers are in the data. */
async function* txProof(tx: TxJson, flip: Flip): AsyncIterable<Case> {
  if (tx.proof === undefined) return;
  const dataHash = parseHex(flip.hex(tx.proof.root_hash).toLowerCase());
  const header = { ...EMPTY_HEADER, height: Number(tx.height), dataHash };
  const accepted = await accepts(() => verifyTx(header, parseHex(tx.hash.toLowerCase()), tx));
  yield verdict(`transaction ${tx.hash.slice(0, 8)} at ${tx.height}`, true, accepted);
}

async function genesisCommit(file: VectorFile, flip: Flip): Promise<Case> {
  const { header, commit } = parseSignedHeader(resultOf(file).signed_header);
  const genesis = resultOf(
    file.beside(file.path.replace('commit_at_height_10', 'genesis')),
  ).genesis;
  const validators = parseValidators(genesis?.validators);
  const signatures = commit.signatures.map((slot) => ({
    ...slot,
    signature: flip.bytes(slot.signature),
  }));
  const rules = { chainId: header.chainId, verifyVotes };
  const accepted = await accepts(() =>
    verifyCommitLight(validators, { ...commit, signatures }, rules),
  );
  return verdict('commit of height 10', true, accepted);
}

function consensusHash(file: VectorFile, flip: Flip): Case {
  const { header } = parseSignedHeader(resultOf(file).signed_header);
  const params = resultOf(file.beside(file.path.replace('commit_at_height_10', 'consensus_params')))
    .consensus_params?.block;
  const computed = hashConsensusParams(
    BigInt(params?.max_bytes ?? 0),
    BigInt(params?.max_gas ?? 0),
  );
  return equal('consensus hash', formatHex(computed), formatHex(flip.bytes(header.consensusHash)));
}

const NOTHING = new Uint8Array();
const NO_BLOCK = { hash: NOTHING, parts: { total: 0, hash: NOTHING } };
const EMPTY_HEADER: Header = {
  version: { block: 11n, app: 0n },
  chainId: '',
  height: 0,
  time: { seconds: 0n, nanos: 0 },
  lastBlockId: NO_BLOCK,
  lastCommitHash: NOTHING,
  dataHash: NOTHING,
  validatorsHash: NOTHING,
  nextValidatorsHash: NOTHING,
  consensusHash: NOTHING,
  appHash: NOTHING,
  lastResultsHash: NOTHING,
  evidenceHash: NOTHING,
  proposerAddress: NOTHING,
};

export const rpcFixtures: readonly Suite[] = [
  {
    name: 'answers of nodes (tendermint-rs)',
    matches: (path) => /(^|\/)tendermint-rs\/(rpc|serialization)\//.test(path),
    run,
  },
];
