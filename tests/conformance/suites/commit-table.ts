/** CometBFT's table of commits: behaviour only, so the votes are cast here. Broken: the first vote. */
import {
  BLOCK_ID_FLAG,
  verifyCommitLight,
  verifyVotes,
  type BlockIdFlag,
  type Commit,
} from '#core/cometbft/index.ts';
import { castVote, inOrder, members } from '../../support/chain-builder.ts';
import { accepts } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Case, type Suite, type VectorFile } from '../suite.ts';

interface Row {
  readonly name: string;
  readonly val_size: number;
  readonly commit_height: number;
  readonly block_votes: number;
  readonly nil_votes: number;
  readonly absent_votes: number;
  readonly vote_chain: string;
  readonly vote_block: 'same' | 'other';
  readonly expect: 'ok' | 'error';
}

interface Table {
  readonly chain_id: string;
  readonly height: number;
  readonly cases: readonly Row[];
}

const TIME = { seconds: 1_767_225_600n, nanos: 5 };
const BLOCK = { hash: new Uint8Array(32).fill(7), parts: { total: 1, hash: new Uint8Array(32) } };
const OTHER = { ...BLOCK, hash: new Uint8Array(32) };

function flagsOf({ absent_votes, block_votes, nil_votes }: Row): readonly BlockIdFlag[] {
  const { absent, commit, nil } = BLOCK_ID_FLAG;
  return [
    ...Array<BlockIdFlag>(absent_votes).fill(absent),
    ...Array<BlockIdFlag>(block_votes).fill(commit),
    ...Array<BlockIdFlag>(nil_votes).fill(nil),
  ];
}

/** Votes go round the set: absent first, then for the block, then for nil. */
function commitOf(row: Row, { chain_id, height }: Table, flip: Flip): Commit {
  const set = inOrder(members(row.val_size, 'table'));
  const draft = { height: row.commit_height, round: 0, blockId: BLOCK };
  const signed = { chainId: row.vote_chain === 'chain' ? chain_id : row.vote_chain, time: TIME };
  const signatures = flagsOf(row).flatMap((flag, index) => {
    const one = set[index % set.length];
    return one === undefined ? [] : castVote(signed, draft, one, flag);
  });
  const first = signatures.findIndex(({ flag }) => flag === BLOCK_ID_FLAG.commit);
  const broken = signatures.map((slot, index) =>
    index === first ? { ...slot, signature: flip.bytes(slot.signature) } : slot,
  );
  // Height and block id are what the caller expects.
  return {
    height,
    round: 0,
    blockId: row.vote_block === 'same' ? BLOCK : OTHER,
    signatures: broken,
  };
}

async function* run(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const table = file.json() as Table;
  for (const row of table.cases) {
    const validators = inOrder(members(row.val_size, 'table')).map(({ validator }) => validator);
    const rules = { chainId: table.chain_id, verifyVotes };
    const commit = commitOf(row, table, flip);
    const accepted = await accepts(() => verifyCommitLight(validators, commit, rules));
    yield verdict(row.name, row.expect === 'ok', accepted);
  }
}

export const commitTable: Suite = {
  name: 'table of commits',
  matches: (path) => /(^|\/)cometbft-inline\/verify_commit_table\.json$/.test(path),
  run,
};
