/** Where two histories part (CometBFT v0.38, `light/detector.go`). */
import { equalBytes } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import type { Attack } from './attack.ts';
import { patiences, within } from './patience.ts';
import type { Session } from './session.ts';
import { verifySkipping } from './skipping.ts';

/** A node that contradicts gets this many patiences to prove its word. */
const PATIENCES_TO_PROVE = 4;

/** At least one block; ascending, and each verified from the one before. */
export type Trace<Block> = readonly [Block, ...Block[]];

/** Two blocks that both follow from `common`, and contradict each other. */
interface Divergence<Block> {
  readonly common: Block;
  readonly ours: Block;
  readonly theirs: Block;
  /** From `common` to `theirs`. */
  readonly theirTrace: Trace<Block>;
}

/**
 * Lets a node that contradicts `trace` prove its word, from the newest block that both share.
 *
 * @param challenging - The block in which the node contradicts.
 * @returns `undefined` if there is no contradiction after all.
 * @throws Refusals of the node and of the engine: the node cannot prove its word.
 */
async function findDivergence<Block>(
  session: Session<Block>,
  trace: Trace<Block>,
  challenging: Block,
  node: number,
): Promise<Divergence<Block> | undefined> {
  const { engine, limits } = session;
  const facts = engine.facts(challenging);
  const fetch = (height: number) => session.ask(node, height);
  let common = trace[0];
  for (const ours of trace.slice(1)) {
    const { height, timeNs } = engine.facts(ours);
    const isAbove = height > facts.height;
    // Their chain is shorter, and yet its end is not earlier: it can never become ours.
    if (isAbove && timeNs > facts.timeNs) return undefined;
    const theirs = height >= facts.height ? challenging : await fetch(height);
    if (!isAbove && isSame(session, ours, theirs)) {
      common = ours;
      continue;
    }
    const steps = await verifySkipping(engine, common, theirs, limits, fetch);
    return { common, ours, theirs, theirTrace: [common, ...steps] };
  }
  return undefined;
}

/**
 * Examines a contradiction between the primary's trace and a witness. Evidence is built both ways:
 * the witness's history is walked by the primary's blocks, and the other way round.
 *
 * @param primary - `undefined` if the trace is what the device has stored.
 * @returns The attack, or `undefined` if the witness cannot prove its word in time.
 */
export async function examineConflict<Block>(
  session: Session<Block>,
  primary: number | undefined,
  trace: Trace<Block>,
  challenging: Block,
  witness: number,
): Promise<Attack | undefined> {
  const found = await orNothing(
    session.noting(witness, () =>
      within(
        () => patiences(session.patience, PATIENCES_TO_PROVE),
        findDivergence(session, trace, challenging, witness),
      ),
    ),
  );
  if (found === undefined) return undefined;
  const { engine, ports } = session;
  const { common, ours, theirs } = found;
  const reverse = await reverseOf(session, found, primary);
  return {
    kind: engine.attackKind(ours, theirs),
    primary,
    node: witness,
    height: session.heightOf(ours),
    commonHeight: session.heightOf(common),
    evidence: [
      engine.attackEvidence(reverse.common, reverse.ours, reverse.theirs),
      engine.attackEvidence(common, ours, theirs),
    ],
    foundAtMs: ports.now.getTime(),
  };
}

/** The witness's history as the primary contradicts it. */
async function reverseOf<Block>(
  session: Session<Block>,
  { common, ours, theirs, theirTrace }: Divergence<Block>,
  primary: number | undefined,
): Promise<Pick<Divergence<Block>, 'common' | 'ours' | 'theirs'>> {
  // Without the primary, the same three blocks are evidence, seen from the other side.
  const mirrored = { common, ours: theirs, theirs: ours };
  if (primary === undefined) return mirrored;
  const walked = within(session.patience, findDivergence(session, theirTrace, ours, primary));
  return (await orNothing(walked)) ?? mirrored;
}

/** Whether two blocks have the same header. */
export function isSame<Block>({ engine }: Session<Block>, a: Block, b: Block): boolean {
  return equalBytes(engine.facts(a).hash, engine.facts(b).hash);
}

async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (refusal) {
    if (!isRefusal(refusal) || refusal.code === 'chain/cancelled') throw refusal;
    return undefined;
  }
}
