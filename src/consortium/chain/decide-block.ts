/** How validators make a block: header from what came before, then one vote each. */
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  BLOCK_ID_FLAG,
  GO_ZERO_TIME,
  hashCommit,
  hashConsensusParams,
  hashHeader,
  hashResults,
  hashTransactions,
  hashValidators,
  voteSignBytes,
  type BlockId,
  type Commit,
  type CommitSig,
  type Header,
  type Timestamp,
} from '#core/cometbft/index.ts';
import { merkleRoot } from '#core/merkle/index.ts';
import type { TxResult } from '../registry-app/index.ts';
import { medianTime, voteTime } from './bft-time.ts';
import { BLOCK_PARAMS } from './consensus-params.ts';
import { encodeBlock, partSetOf, type Block } from './encode-block.ts';
import { proposerIndex, type ValidatorIdentity } from './validators.ts';

const NOTHING = new Uint8Array();
const NO_BLOCK: BlockId = { hash: NOTHING, parts: { total: 0, hash: NOTHING } };
const NO_COMMIT: Commit = { height: 0, round: 0, blockId: NO_BLOCK, signatures: [] };

/** A block, its identity, the votes for it and what executing it gave. */
export interface DecidedBlock extends Block {
  readonly id: BlockId;
  readonly size: number;
  /** The votes as the validators saw them; the next block carries the same. */
  readonly commit: Commit;
  readonly results: readonly TxResult[];
}

/** What is the same for every block of a chain. */
export interface ChainRules {
  readonly chainId: string;
  readonly genesisTime: Timestamp;
  readonly appVersion: bigint;
  /** In the order of the set. */
  readonly validators: readonly ValidatorIdentity[];
}

/** Builds the next block. Its time is the median of the last commit's, so no clock is asked. */
export function proposeBlock(
  rules: ChainRules,
  previous: DecidedBlock | undefined,
  txs: readonly Uint8Array[],
  appHash: Uint8Array,
  round: number,
): Block {
  const height = (previous?.header.height ?? 0) + 1;
  const members = rules.validators.map(({ validator }) => validator);
  const proposer = members[proposerIndex(height, round, members.length)];
  const lastCommit = previous?.commit ?? NO_COMMIT;
  const header: Header = {
    version: { block: 11n, app: rules.appVersion },
    chainId: rules.chainId,
    height,
    time: previous === undefined ? rules.genesisTime : medianTime(previous.commit, members),
    lastBlockId: previous?.id ?? NO_BLOCK,
    lastCommitHash: hashCommit(lastCommit.signatures),
    dataHash: hashTransactions(txs),
    validatorsHash: hashValidators(members),
    nextValidatorsHash: hashValidators(members),
    consensusHash: hashConsensusParams(BLOCK_PARAMS.maxBytes, BLOCK_PARAMS.maxGas),
    appHash,
    lastResultsHash: hashResults((previous?.results ?? []).map(resultFields)),
    evidenceHash: merkleRoot([]),
    proposerAddress: proposer?.address ?? NOTHING,
  };
  return { header, txs, lastCommit };
}

/** Identity of a block: header hash, and its bytes in parts. */
export function identify(block: Block): { readonly id: BlockId; readonly size: number } {
  const bytes = encodeBlock(block);
  return { id: { hash: hashHeader(block.header), parts: partSetOf(bytes) }, size: bytes.length };
}

/** The votes of those who are present, in the order of the set; the others are absent. */
export function voteFor(
  rules: ChainRules,
  header: Header,
  blockId: BlockId,
  round: number,
  clocks: readonly (bigint | undefined)[],
): Commit {
  const unsigned: Commit = {
    height: header.height,
    round,
    blockId,
    signatures: rules.validators.map(({ validator }, index) => {
      const now = clocks[index];
      return now === undefined
        ? ABSENT
        : {
            flag: BLOCK_ID_FLAG.commit,
            address: validator.address,
            timestamp: voteTime(now, header.time),
            signature: NOTHING,
          };
    }),
  };
  return { ...unsigned, signatures: unsigned.signatures.map(sign(rules, unsigned)) };
}

/** The slot of a validator that did not vote. */
export const ABSENT: CommitSig = {
  flag: BLOCK_ID_FLAG.absent,
  address: NOTHING,
  timestamp: GO_ZERO_TIME,
  signature: NOTHING,
};

function sign(rules: ChainRules, commit: Commit) {
  return (slot: CommitSig, index: number): CommitSig => {
    const identity = rules.validators[index];
    if (identity === undefined || slot.flag === BLOCK_ID_FLAG.absent) return slot;
    const message = voteSignBytes(rules.chainId, commit, slot);
    return { ...slot, signature: ed25519.sign(message, identity.secretKey) };
  };
}

/** The part of a result that `last_results_hash` commits to. */
function resultFields({ code }: TxResult) {
  return { code, data: NOTHING, gasWanted: 0n, gasUsed: 0n };
}
