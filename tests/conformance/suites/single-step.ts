/**
 * Single steps of the light client: model-based traces with a verdict per step, and the older layout
 * with one verdict per file. Broken: the first vote for each untrusted block.
 */
import {
  parseSignedHeader,
  parseTime,
  parseValidators,
  sortValidators,
  timeNs,
  verifyStep,
  verifyVotes,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { parseLightBlock, type LightBlockJson } from '../../support/light-blocks.ts';
import { codeOf } from '../accepts.ts';
import type { Flip } from '../flip.ts';
import { verdict, type Judged, type Suite, type VectorFile } from '../suite.ts';
import { withBrokenVote } from './broken-vote.ts';

interface Initial {
  readonly signed_header: unknown;
  readonly next_validator_set: { readonly validators: unknown };
  readonly trusting_period: string;
  readonly now?: string;
}

interface Step {
  readonly block: LightBlockJson;
  readonly now: string;
  readonly verdict: string;
}

interface Trace {
  readonly initial: Initial;
  readonly input: readonly Step[];
}

interface OneVerdict {
  readonly initial: Initial;
  readonly input: readonly (LightBlockJson | { readonly block: LightBlockJson })[];
  readonly expected_output: string;
}

/** The files store sets unsorted; the harness of their origin sorts them as well. */
function sorted(block: LightBlock): LightBlock {
  return {
    ...block,
    validators: sortValidators(block.validators),
    nextValidators: sortValidators(block.nextValidators),
  };
}

function trustedOf({ signed_header, next_validator_set }: Initial): LightBlock {
  const nextValidators = sortValidators(parseValidators(next_validator_set.validators));
  return { ...parseSignedHeader(signed_header), validators: nextValidators, nextValidators };
}

/** In the three words of the model. */
async function step(
  trusted: LightBlock,
  json: LightBlockJson,
  initial: Initial,
  rules: { readonly now: string; readonly clockDriftNs: bigint },
  flip: Flip,
): Promise<string> {
  const code = await codeOf(() =>
    verifyStep(trusted, withBrokenVote(sorted(parseLightBlock(json)), flip), {
      chainId: trusted.header.chainId,
      trustLevel: { numerator: 1, denominator: 3 },
      trustingPeriodNs: BigInt(initial.trusting_period),
      clockDriftNs: rules.clockDriftNs,
      nowNs: timeNs(parseTime(rules.now)),
      verifyVotes,
      trustedSet: 'next',
    }),
  );
  if (code === 'accepted') return 'SUCCESS';
  return code === 'cometbft/not-enough-trust' ? 'NOT_ENOUGH_TRUST' : 'INVALID';
}

async function* steps(file: VectorFile, flip: Flip): AsyncIterable<Judged> {
  const { initial, input } = file.json() as Trace;
  let trusted = trustedOf(initial);
  for (const [index, { block, now, verdict: expected }] of input.entries()) {
    const got = await step(trusted, block, initial, { now, clockDriftNs: 0n }, flip);
    yield { name: `step ${index + 1}`, expected, got, positive: expected === 'SUCCESS' };
    // By the file's verdict, so that one wrong answer does not spoil those after it.
    if (expected === 'SUCCESS') trusted = sorted(parseLightBlock(block));
  }
}

async function* wholeFile(file: VectorFile, flip: Flip): AsyncIterable<Judged> {
  const { initial, input, expected_output } = file.json() as OneVerdict;
  const rules = { now: initial.now ?? '', clockDriftNs: 5_000_000_000n };
  let trusted = trustedOf(initial);
  let outcome = 'SUCCESS';
  for (const one of input) {
    const json = 'block' in one ? one.block : one;
    outcome = await step(trusted, json, initial, rules, flip);
    if (outcome !== 'SUCCESS') break;
    trusted = sorted(parseLightBlock(json));
  }
  const accepted = /^no ?error$/.test(expected_output);
  yield verdict('all steps', accepted, outcome === 'SUCCESS');
}

export const singleStep: readonly Suite[] = [
  {
    name: 'single steps, model-based',
    matches: (path) => /(^|\/)lc-single-step\/[^/]+\.json$/.test(path),
    run: steps,
  },
  {
    name: 'single steps, whole files',
    matches: (path) => /(^|\/)conformance-tests\/single_step\/[^/]+\/[^/]+\.json$/.test(path),
    run: wholeFile,
  },
];
