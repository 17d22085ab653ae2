/** Comparing a verified header with the other nodes (CometBFT v0.38, `light/detector.go`). */
import { equalBytes } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import type { WitnessReport } from './header.ts';
import { fetchFrom, patiences, settle, within, type Patience } from './patience.ts';
import type { Engine, LightBlockSource, StepLimits } from './ports.ts';
import { verifySkipping } from './skipping.ts';

/** Two provable headers at one height: somebody signed two histories. */
export interface Attack {
  readonly node: number;
  readonly height: number;
  /** In the nodes' own format, both ways: against the node's block, then against ours. */
  readonly evidence: readonly [againstTheirs: unknown, againstOurs: unknown];
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
  readonly trace: readonly [Block, ...Block[]];
  readonly limits: StepLimits;
  readonly elapsedMs: () => number;
  /** How long one answer is waited for. */
  readonly patience: Patience;
}

/** A node that is compared with. */
export interface Witness<Block> {
  readonly node: number;
  readonly source: LightBlockSource<Block>;
  /** The newest block it named a moment ago, if it answered. */
  readonly head: Block | undefined;
}

interface Finding {
  readonly report: WitnessReport;
  readonly attack?: Attack;
}

/** A witness that contradicts us gets this many patiences to prove its word. */
const PATIENCES_TO_PROVE = 4;

/**
 * Asks all at once; whoever does not answer within the patience is silent. If nobody agrees and
 * somebody was behind, those are asked once more a patience later: blocks take time to spread.
 */
export async function crossCheck<Block>(
  comparison: Comparison<Block>,
  witnesses: readonly Witness<Block>[],
): Promise<CrossCheck> {
  let findings = await Promise.all(witnesses.map((witness) => examine(comparison, witness)));
  const outcomes = findings.map(({ report }) => report.outcome);
  if (outcomes.includes('behind') && !outcomes.includes('agrees')) {
    await comparison.patience();
    findings = await Promise.all(
      witnesses.map((witness, index) => again(comparison, witness, findings[index])),
    );
  }
  return {
    reports: findings.map(({ report }) => report),
    attack: findings.find(({ attack }) => attack !== undefined)?.attack,
  };
}

async function again<Block>(
  comparison: Comparison<Block>,
  witness: Witness<Block>,
  before: Finding | undefined,
): Promise<Finding> {
  if (before !== undefined && before.report.outcome !== 'behind') return before;
  return await examine(comparison, { ...witness, head: undefined });
}

async function examine<Block>(
  comparison: Comparison<Block>,
  { node, source, head }: Witness<Block>,
): Promise<Finding> {
  const { engine, patience } = comparison;
  const target = newest(comparison);
  if (head !== undefined && isSame(engine, target, head)) {
    return finding(comparison, node, 'agrees');
  }
  const answer = await settle(within(patience, source.lightBlock(engine.facts(target).height)));
  if ('refusal' in answer) return finding(comparison, node, outcomeOf(answer.refusal.code));
  if (isSame(engine, target, answer.value)) return finding(comparison, node, 'agrees');
  return await Promise.race([prove(comparison, node, source), unproven(comparison, node)]);
}

/** A different header is a lie unless the witness can prove it from what both still agree on. */
async function prove<Block>(
  comparison: Comparison<Block>,
  node: number,
  source: LightBlockSource<Block>,
): Promise<Finding> {
  const { engine, trace, limits, patience } = comparison;
  const fetch = fetchFrom(engine, source, patience);
  let common = trace[0];
  try {
    for (const ours of trace.slice(1)) {
      const theirs = await fetch(engine.facts(ours).height);
      if (isSame(engine, ours, theirs)) {
        common = ours;
        continue;
      }
      await verifySkipping(engine, common, theirs, limits, fetch);
      const evidence = [
        engine.attackEvidence(common, theirs, ours),
        engine.attackEvidence(common, ours, theirs),
      ] as const;
      const attack = { node, height: engine.facts(ours).height, evidence };
      return { ...finding(comparison, node, 'conflicts'), attack };
    }
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
  }
  return finding(comparison, node, 'invalid');
}

async function unproven<Block>(comparison: Comparison<Block>, node: number): Promise<Finding> {
  await patiences(comparison.patience, PATIENCES_TO_PROVE);
  return finding(comparison, node, 'invalid');
}

function finding<Block>(
  comparison: Comparison<Block>,
  node: number,
  outcome: WitnessReport['outcome'],
): Finding {
  return { report: { node, outcome, elapsedMs: comparison.elapsedMs() } };
}

function outcomeOf(code: string): WitnessReport['outcome'] {
  if (code === 'source/too-high') return 'behind';
  const isSilent = ['source/down', 'source/slow', 'source/pruned'].includes(code);
  return isSilent ? 'silent' : 'invalid';
}

function newest<Block>({ trace }: Comparison<Block>): Block {
  return trace.at(-1) ?? trace[0];
}

function isSame<Block>(engine: Engine<Block>, a: Block, b: Block): boolean {
  return equalBytes(engine.facts(a).hash, engine.facts(b).hash);
}
