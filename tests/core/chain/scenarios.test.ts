/** Thirty published situations of a light client: tampering, boundaries, rotation, witnesses. */
import { describe, expect, it } from 'vitest';
import { formatHex } from '#core/bytes/index.ts';
import {
  AttackError,
  ChainError,
  SourceError,
  verifyAtHeight,
  type LightBlockSource,
  type ClientPorts,
} from '#core/chain/index.ts';
import {
  cometbftEngine,
  CometbftError,
  parseValidators,
  verifyVote,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { memoryStore, profileOf } from '../../support/chain-builder.ts';
import { parseLightBlock, type LightBlockJson } from '../../support/light-blocks.ts';
import { listVectors, readVector, vectorsDir } from '../../support/vectors.ts';

const FOLDER = 'derived/scenarios';
const present = vectorsDir() !== undefined;
const files = present ? listVectors(FOLDER) : [];

interface Node {
  readonly chain_id: string;
  readonly lite_blocks: readonly LightBlockJson[];
}

interface Scenario {
  readonly trust_options: {
    readonly period: string;
    readonly height: string;
    readonly hash: string;
    readonly trust_level: { readonly numerator: string; readonly denominator: string };
  };
  readonly max_clock_drift: string;
  readonly primary: Node;
  readonly witnesses: readonly { readonly value: Node }[];
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

/** Our codes for the keywords in which the scenarios say why. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  address: ['source/garbage', 'cometbft/wrong-signer'],
  'address or double vote': ['cometbft/wrong-signer', 'cometbft/double-vote'],
  divergence: ['chain/attack'],
  expired: ['chain/expired'],
  future: ['chain/clock-behind'],
  'header hash': ['cometbft/wrong-block-id'],
  'no cross reference': ['chain/no-witness'],
  'next validators': ['cometbft/wrong-next-validators-hash'],
  power: ['cometbft/not-enough-power'],
  signature: ['cometbft/bad-signature'],
  size: ['cometbft/wrong-signature-count'],
  time: ['cometbft/time-not-increasing'],
  valset: ['cometbft/wrong-validators-hash'],
};

function load(file: string): Scenario {
  return JSON.parse(readVector(`${FOLDER}/${file}`)) as Scenario;
}

/** A node that knows these blocks. */
function nodeOf({ lite_blocks }: Node): LightBlockSource<LightBlock> {
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

function portsOf(scenario: Scenario): ClientPorts<LightBlock> {
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
    engine: cometbftEngine(verifyVote, { trustedSet: 'current' }),
    sources: nodes.map(nodeOf),
    store: memoryStore(),
    now: new Date(now),
    elapsedMs: () => 0,
    patience: () => new Promise(() => undefined),
    lag: () => Promise.resolve(),
    onProgress: () => undefined,
  };
}

interface Evidence {
  readonly value: { readonly CommonHeight: string; readonly ByzantineValidators: unknown };
}

function run(scenario: Scenario, ports = portsOf(scenario)) {
  return verifyAtHeight(ports, Number(scenario.height_to_verify));
}

async function refusalOf(scenario: Scenario, ports = portsOf(scenario)): Promise<ChainError> {
  const thrown: unknown = await run(scenario, ports).then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  if (!(thrown instanceof ChainError)) throw new Error('no refusal', { cause: thrown });
  return thrown;
}

describe.skipIf(!present)('scenarios', () => {
  it('are thirty', () => {
    expect(files).toHaveLength(30);
  });

  const accepted = files.filter((file) => load(file).expected.ok);
  it.each(accepted)('%s is accepted', async (file) => {
    const { expected, height_to_verify } = load(file);
    const { header, trace, witnesses } = await run(load(file));
    expect(header.height).toBe(Number(height_to_verify));
    const heights = trace.map((block) => block.header.height);
    expect(heights).toEqual(expected.trace ?? heights);
    const dropped = witnesses.filter(({ outcome }) => outcome === 'invalid');
    expect(dropped.map(({ node }) => node - 1)).toEqual(expected.removed_witnesses ?? []);
  });

  const refused = files.filter((file) => (load(file).expected.reason ?? '') in REASONS);
  it.each(refused)('%s is refused, for its reason', async (file) => {
    const scenario = load(file);
    const ports = portsOf(scenario);
    const refusal = await refusalOf(scenario, ports);
    const { cause } = refusal;
    const code =
      refusal.code === 'chain/invalid-header' ? (cause as CometbftError).code : refusal.code;
    expect(REASONS[scenario.expected.reason ?? '']).toContain(code);
    expect(await ports.store.loadLatest()).toBeUndefined();
  });

  const attacks = files.filter((file) => load(file).expected.conflicting_height !== undefined);
  it.each(attacks)('%s yields the evidence that CometBFT would build', async (file) => {
    const { expected } = load(file);
    const refusal = await refusalOf(load(file));
    if (!(refusal instanceof AttackError)) throw new Error('no attack', { cause: refusal });
    const { value } = refusal.attack.evidence[0] as Evidence;
    expect(refusal.attack.height).toBe(expected.conflicting_height);
    expect(Number(value.CommonHeight)).toBe(expected.common_height_in_evidence);
    const byzantine = parseValidators(value.ByzantineValidators).map(({ address }) =>
      formatHex(address).toUpperCase(),
    );
    expect(byzantine).toEqual(expected.byzantine);
  });

  it('leaves no scenario out', () => {
    expect(accepted.length + refused.length).toBe(files.length);
  });
});
