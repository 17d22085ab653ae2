/** Single steps on data of others: model-based traces and a real chain. */
import { describe, expect, it } from 'vitest';
import {
  parseSignedHeader,
  parseTime,
  parseValidators,
  sortValidators,
  timeNs,
  verifyCommitLight,
  verifyLightBlock,
  verifyStep,
  verifyVote,
  type LightBlock,
  type StepRules,
} from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { mochaBlock, parseLightBlock, type LightBlockJson } from '../../support/light-blocks.ts';
import { listVectors, readVector, vectorsDir } from '../../support/vectors.ts';

const present = vectorsDir() !== undefined;

/** The three words in which other light clients answer. */
async function verdict(
  trusted: LightBlock,
  untrusted: LightBlock,
  rules: StepRules,
): Promise<string> {
  try {
    await verifyStep(trusted, untrusted, rules);
    return 'SUCCESS';
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    return refusal.code === 'cometbft/not-enough-trust' ? 'NOT_ENOUGH_TRUST' : 'INVALID';
  }
}

interface Trace {
  readonly initial: {
    readonly signed_header: unknown;
    readonly next_validator_set: { readonly validators: unknown };
    readonly trusting_period: string;
  };
  readonly input: readonly {
    readonly block: LightBlockJson;
    readonly now: string;
    readonly verdict: string;
  }[];
}

const FOLDERS = ['tendermint-rs/lc-single-step', 'tendermint-v0.35-mbt/lc-single-step'];
const traces = present
  ? FOLDERS.flatMap((folder) => listVectors(folder).map((file) => `${folder}/${file}`))
  : [];

/** The files store sets unsorted; the harness of their origin sorts them as well. */
function sorted(block: LightBlock): LightBlock {
  return {
    ...block,
    validators: sortValidators(block.validators),
    nextValidators: sortValidators(block.nextValidators),
  };
}

describe.skipIf(!present)('model-based single steps', () => {
  it('has all 57 steps', () => {
    const steps = traces.map((path) => (JSON.parse(readVector(path)) as Trace).input.length);
    expect(steps.reduce((sum, count) => sum + count, 0)).toBe(57);
  });

  it.each(traces)('%s', async (path) => {
    const { initial, input } = JSON.parse(readVector(path)) as Trace;
    const nextValidators = sortValidators(parseValidators(initial.next_validator_set.validators));
    const signed = parseSignedHeader(initial.signed_header);
    let trusted: LightBlock = { ...signed, validators: nextValidators, nextValidators };
    for (const { block, now, verdict: expected } of input) {
      const untrusted = sorted(parseLightBlock(block));
      const found = await verdict(trusted, untrusted, {
        chainId: signed.header.chainId,
        trustLevel: { numerator: 1, denominator: 3 },
        trustingPeriodNs: BigInt(initial.trusting_period),
        clockDriftNs: 0n,
        nowNs: timeNs(parseTime(now)),
        verifyVote,
        trustedSet: 'next',
      });
      expect(found).toBe(expected);
      if (found === 'SUCCESS') trusted = untrusted;
    }
  });
});

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

describe.skipIf(!present)('mocha-4', () => {
  const MOCHA: readonly [number, 'commit' | 'signed_block'][] = [
    [3000, 'commit'],
    [3000, 'signed_block'],
    [3001, 'commit'],
    [3001, 'signed_block'],
    [10_000, 'commit'],
    [10_000, 'signed_block'],
    [10_002, 'signed_block'],
    [10_501, 'commit'],
    [10_501, 'signed_block'],
    [11_000, 'signed_block'],
    [15_000, 'signed_block'],
    [157_000, 'signed_block'],
  ];

  it.each(MOCHA)('verifies block %i of %s, quorum and all signatures', async (height, source) => {
    const block = mochaBlock(height, source);
    const rules = { chainId: 'mocha-4', verifyVote };
    verifyLightBlock(block, 'mocha-4');
    await verifyCommitLight(block.validators, block.commit, rules);
    await verifyCommitLight(block.validators, block.commit, { ...rules, allSignatures: true });
  });

  it('judges all 28 pairs of heights at both trust levels', async () => {
    const { now, sources, pairs } = JSON.parse(readVector('derived/mocha4_pairs.json')) as Pairs;
    const blocks = new Map(
      sources.map(({ height, file }) => [
        height,
        mochaBlock(height, file.startsWith('commit') ? 'commit' : 'signed_block'),
      ]),
    );
    const nowNs = timeNs(parseTime(now));
    const judge = async (pair: Pairs['pairs'][number], numerator: number) => {
      const [trusted, untrusted] = [blocks.get(pair.trusted), blocks.get(pair.untrusted)];
      if (trusted === undefined || untrusted === undefined) throw new Error('no such block');
      return await verdict(trusted, untrusted, {
        chainId: 'mocha-4',
        trustLevel: { numerator, denominator: 3 },
        trustingPeriodNs: 365n * 86_400_000_000_000n,
        clockDriftNs: 10_000_000_000n,
        nowNs,
        verifyVote,
        trustedSet: 'current',
      });
    };
    expect(pairs).toHaveLength(28);
    for (const pair of pairs) {
      expect(await judge(pair, 1)).toBe(pair.trust_1_3);
      expect(await judge(pair, 2)).toBe(pair.trust_2_3);
    }
  });
});

describe.skipIf(!present)('the commit of cometbft-ts', () => {
  it('verifies', async () => {
    const commit = JSON.parse(readVector('cometbft-ts/commit-12.json')) as Record<string, unknown>;
    const set = JSON.parse(readVector('cometbft-ts/validators-12.json')) as Record<string, unknown>;
    const validators = parseValidators(set['validators']);
    const block = {
      ...parseSignedHeader(commit['signed_header']),
      validators,
      nextValidators: validators,
    };
    verifyLightBlock(block, 'chain-ORcSeX');
    const rules = { chainId: 'chain-ORcSeX', verifyVote, allSignatures: true };
    await verifyCommitLight(validators, block.commit, rules);
  });
});

describe.skipIf(!present)('the v0.38 commit at height 10', () => {
  it('verifies against the validator of the genesis file', async () => {
    const folder = 'tendermint-rs/rpc/kvstore_fixtures/v0_38/incoming';
    const read = (name: string): unknown => JSON.parse(readVector(`${folder}/${name}.json`));
    const commit = read('commit_at_height_10') as { result: { signed_header: unknown } };
    const genesis = read('genesis') as { result: { genesis: { validators: unknown } } };
    const validators = parseValidators(genesis.result.genesis.validators);
    const signed = parseSignedHeader(commit.result.signed_header);
    verifyLightBlock({ ...signed, validators, nextValidators: validators }, 'dockerchain');
    await verifyCommitLight(validators, signed.commit, { chainId: 'dockerchain', verifyVote });
  });
});
