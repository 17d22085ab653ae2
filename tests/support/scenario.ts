/** Situations of a whole light client: a primary, witnesses, a height to verify, and the outcome. */
import { SourceError, type ClientPorts, type LightBlockSource } from '#core/chain/index.ts';
import {
  cometbftEngine,
  CometbftError,
  verifyVotes,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { memoryStore, profileOf } from './chain-builder.ts';
import { parseLightBlock, type LightBlockJson } from './light-blocks.ts';

export interface ScenarioNode {
  readonly chain_id: string;
  readonly lite_blocks: readonly LightBlockJson[];
}

export interface Scenario {
  readonly trust_options: {
    readonly period: string;
    readonly height: string;
    readonly hash: string;
    readonly trust_level: { readonly numerator: string; readonly denominator: string };
  };
  readonly max_clock_drift: string;
  readonly primary: ScenarioNode;
  readonly witnesses: readonly { readonly value: ScenarioNode }[];
  readonly height_to_verify: string;
  readonly now: string;
  readonly expected_output: 'no error' | 'error';
  readonly expected: {
    readonly ok: boolean;
    readonly reason?: string;
    readonly trace?: readonly number[];
    readonly attack?: string;
    readonly conflicting_height?: number;
    readonly common_height_in_evidence?: number;
    readonly byzantine?: readonly string[];
    readonly removed_witnesses?: readonly number[];
  };
}

/** A node that knows these blocks. */
function nodeOf({ lite_blocks }: ScenarioNode): LightBlockSource<LightBlock> {
  const byHeight = new Map(lite_blocks.map((json) => [heightOf(json), json]));
  const newest = Math.max(...byHeight.keys());
  return {
    lightBlock: (height) => {
      const json = byHeight.get(height === 'latest' ? newest : height);
      return Promise.resolve().then(() => {
        if (json !== undefined) return parse(json);
        throw new SourceError('source/too-high', 'no such height', { nodeHeight: newest });
      });
    },
  };
}

function heightOf({ signed_header }: LightBlockJson): number {
  return Number((signed_header as { header: { height: string } }).header.height);
}

function parse(json: LightBlockJson): LightBlock {
  try {
    return parseLightBlock(json);
  } catch (cause) {
    if (!(cause instanceof CometbftError)) throw cause;
    throw new SourceError('source/garbage', cause.message, { cause });
  }
}

/** Everything that the client needs, by the rules under which the data were made. */
export function scenarioPorts(scenario: Scenario): ClientPorts<LightBlock> {
  const { trust_options, primary, witnesses, now, max_clock_drift } = scenario;
  const [first] = primary.lite_blocks;
  if (first === undefined) throw new Error('an empty scenario');
  const nodes = [primary, ...witnesses.map(({ value }) => value)];
  const { numerator, denominator } = trust_options.trust_level;
  const profile = profileOf([parseLightBlock(first)], nodes.length, {
    anchor: { height: Number(trust_options.height), hash: trust_options.hash.toLowerCase() },
    trustLevel: { numerator: Number(numerator), denominator: Number(denominator) },
    trustingPeriodMs: Number(BigInt(trust_options.period) / 1_000_000n),
    clockDriftMs: Number(BigInt(max_clock_drift) / 1_000_000n),
  });
  return {
    profile,
    engine: cometbftEngine(verifyVotes, { trustedSet: 'current' }),
    sources: nodes.map(nodeOf),
    store: memoryStore(),
    now: new Date(now),
    elapsedMs: () => 0,
    patience: () => new Promise(() => undefined),
    lag: () => Promise.resolve(),
    onProgress: () => undefined,
  };
}
