/** Blocks that real chains signed. Broken: the first vote for a block; of a header, its set's hash. */
import { formatHex } from '#core/bytes/index.ts';
import {
  hashHeader,
  parseHeader,
  parseSignedHeader,
  parseTime,
  parseValidators,
  timeNs,
  verifyCommitLight,
  verifyLightBlock,
  verifyStep,
  verifyVotes,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { accepts, codeOf } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { equal, verdict, type Case, type Suite, type VectorFile } from '../suite.ts';
import { withBrokenVote } from './broken-vote.ts';

type Json = Readonly<Record<string, unknown>>;

const MOCHA = 'celestia-mocha-4';

function resultOf(file: VectorFile): Json {
  const json = file.json() as Json;
  return (json['result'] ?? json) as Json;
}

function blockOf(signedHeader: unknown, validators: unknown): LightBlock {
  const set = parseValidators(validators);
  return { ...parseSignedHeader(signedHeader), validators: set, nextValidators: [] };
}

/** A block of mocha-4 from either of its two shapes. */
function mochaBlock(file: VectorFile): LightBlock {
  const result = resultOf(file);
  if (file.path.endsWith('commit.json')) {
    const set = resultOf(file.beside(file.path.replace('commit.json', 'validators_1.json')));
    return blockOf(result['signed_header'], set['validators']);
  }
  const { header, commit, validator_set } = result;
  return blockOf({ header, commit }, (validator_set as Json)['validators']);
}

/** The quorum's votes, and all votes. */
async function* judgeBlock(block: LightBlock, flip: Flip): AsyncIterable<Case> {
  const { chainId } = block.header;
  for (const allSignatures of [false, true]) {
    const whole = withBrokenVote(block, flip);
    const accepted = await accepts(async () => {
      verifyLightBlock(whole, chainId);
      await verifyCommitLight(whole.validators, whole.commit, {
        chainId,
        verifyVotes,
        allSignatures,
      });
    });
    yield verdict(allSignatures ? 'all votes' : 'the quorum', true, accepted);
  }
}

async function* mocha(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  if (file.path.endsWith('validators_1.json')) return;
  if (!file.path.endsWith('header.json')) {
    yield* judgeBlock(mochaBlock(file), flip);
    return;
  }
  const header = parseHeader(resultOf(file)['header']);
  const { commit } = mochaBlock(file.beside(commitBeside(file.path)));
  const hashed = { ...header, validatorsHash: flip.bytes(header.validatorsHash) };
  yield equal('header hash', formatHex(commit.blockId.hash), formatHex(hashHeader(hashed)));
}

function commitBeside(path: string): string {
  return path.replace('header.json', 'signed_block.json');
}

interface Pairs {
  readonly now: string;
  readonly sources: readonly { readonly height: number; readonly file: string }[];
  readonly pairs: readonly {
    readonly trusted: number;
    readonly untrusted: number;
    readonly trust_1_3: string;
    readonly trust_2_3: string;
  }[];
}

async function* pairs(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const { now, sources, pairs: all } = file.json() as Pairs;
  const blockAt = (height: number) => {
    const source = sources.find((each) => each.height === height);
    const name = source?.file.startsWith('commit') === true ? 'commit.json' : 'signed_block.json';
    return mochaBlock(file.beside(file.path.replace(/derived\/.*/, `${MOCHA}/${height}/${name}`)));
  };
  for (const pair of all) {
    for (const [numerator, expected] of [
      [1, pair.trust_1_3],
      [2, pair.trust_2_3],
    ] as const) {
      const code = await codeOf(() =>
        verifyStep(blockAt(pair.trusted), withBrokenVote(blockAt(pair.untrusted), flip), {
          chainId: 'mocha-4',
          trustLevel: { numerator, denominator: 3 },
          trustingPeriodNs: 365n * 86_400_000_000_000n,
          clockDriftNs: 10_000_000_000n,
          nowNs: timeNs(parseTime(now)),
          verifyVotes,
          trustedSet: 'current',
        }),
      );
      const got = code === 'accepted' ? 'SUCCESS' : codeWord(code);
      const name = `${pair.trusted} to ${pair.untrusted} at ${numerator}/3`;
      yield { name, expected, got, positive: expected === 'SUCCESS' };
    }
  }
}

function codeWord(code: string): string {
  return code === 'cometbft/not-enough-trust' ? 'NOT_ENOUGH_TRUST' : 'INVALID';
}

async function* peer(file: VectorFile, flip: Flip): AsyncIterable<Case> {
  const commit = /commit-(\d+)\.json$/.exec(file.path);
  if (commit === null) return;
  const set = resultOf(file.beside(file.path.replace('commit-', 'validators-')));
  yield* judgeBlock(blockOf(resultOf(file)['signed_header'], set['validators']), flip);
}

export const realChains: readonly Suite[] = [
  { name: 'mocha-4', matches: (path) => path.includes(`${MOCHA}/`), run: mocha },
  {
    name: 'pairs of heights of mocha-4',
    matches: (path) => path.endsWith('derived/mocha4_pairs.json'),
    run: pairs,
  },
  { name: 'cometbft-ts', matches: (path) => /(^|\/)cometbft-ts\//.test(path), run: peer },
];
