/** Comparing a verified header with the other nodes (CometBFT v0.38, `light/detector.go`). */
import { equalBytes } from '../bytes/index.ts';
import { CodedError, isRefusal } from '../errors.ts';
import type { WitnessReport } from './header.ts';
import type { Engine, LightBlockSource, StepLimits } from './ports.ts';
import { verifySkipping } from './skipping.ts';

/** Two provable headers at one height: somebody signed two histories. */
export interface Attack {
  readonly node: number;
  readonly height: number;
  readonly evidence: unknown;
}

/** What the nodes beside the primary say of the newest block. */
export interface CrossCheck {
  readonly reports: readonly WitnessReport[];
  readonly attack: Attack | undefined;
}

/** What is being compared, and by which rules. */
export interface Comparison<Block> {
  readonly engine: Engine<Block>;
  /** From the block trusted before up to the newest, ascending. */
  readonly trace: readonly Block[];
  readonly limits: StepLimits;
  readonly elapsedMs: () => number;
  /** Resolves when no answer is worth waiting for any longer. */
  readonly patience: Promise<unknown>;
}

/** A witness by its number among the profile's nodes. */
export type Witness<Block> = readonly [node: number, source: LightBlockSource<Block>];

interface Finding {
  readonly report: WitnessReport;
  readonly attack?: Attack;
}

/** Asks all at once. Whoever has not answered when the patience ends is silent. */
export async function crossCheck<Block>(
  comparison: Comparison<Block>,
  witnesses: readonly Witness<Block>[],
): Promise<CrossCheck> {
  const late = async (node: number): Promise<Finding> => {
    await comparison.patience;
    return finding(comparison, node, 'silent');
  };
  const findings = await Promise.all(
    witnesses.map(([node, source]) =>
      Promise.race([examine(comparison, node, source), late(node)]),
    ),
  );
  return {
    reports: findings.map(({ report }) => report),
    attack: findings.find(({ attack }) => attack !== undefined)?.attack,
  };
}

async function examine<Block>(
  comparison: Comparison<Block>,
  node: number,
  source: LightBlockSource<Block>,
): Promise<Finding> {
  const target = comparison.trace.at(-1);
  if (target === undefined) return finding(comparison, node, 'silent');
  try {
    const theirs = await source.lightBlock(comparison.engine.facts(target).height);
    if (theirs === undefined) return finding(comparison, node, 'behind');
    if (isSame(comparison.engine, target, theirs)) return finding(comparison, node, 'agrees');
  } catch (refusal) {
    return finding(comparison, node, outcomeOf(refusal));
  }
  return await prove(comparison, node, source);
}

/** A different header is a lie unless the witness can prove it from what both still agree on. */
async function prove<Block>(
  comparison: Comparison<Block>,
  node: number,
  source: LightBlockSource<Block>,
): Promise<Finding> {
  const { engine, trace, limits } = comparison;
  const fetch = fetchFrom(source);
  try {
    for (const [index, ours] of trace.entries()) {
      const common = trace[index - 1];
      const theirs = await fetch(engine.facts(ours).height);
      if (isSame(engine, ours, theirs) || common === undefined) continue;
      await verifySkipping(engine, common, theirs, limits, fetch);
      const evidence = engine.attackEvidence(common, theirs, ours);
      const attack = { node, height: engine.facts(ours).height, evidence };
      return { ...finding(comparison, node, 'conflicts'), attack };
    }
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
  }
  return finding(comparison, node, 'invalid');
}

/** Fetching from a node that must have the block. */
export function fetchFrom<Block>(source: LightBlockSource<Block>) {
  return async (height: number): Promise<Block> => {
    const block = await source.lightBlock(height);
    if (block === undefined) throw new MissingBlock('source/garbage', 'a block is missing');
    return block;
  };
}

class MissingBlock extends CodedError<'source/garbage'> {}

function finding<Block>(
  comparison: Comparison<Block>,
  node: number,
  outcome: WitnessReport['outcome'],
): Finding {
  return { report: { node, outcome, elapsedMs: comparison.elapsedMs() } };
}

function outcomeOf(refusal: unknown): WitnessReport['outcome'] {
  if (!isRefusal(refusal)) throw refusal;
  return refusal.code === 'source/down' || refusal.code === 'source/slow' ? 'silent' : 'invalid';
}

function isSame<Block>(engine: Engine<Block>, a: Block, b: Block): boolean {
  return equalBytes(engine.facts(a).hash, engine.facts(b).hash);
}
