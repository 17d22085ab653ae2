/** Comparing a verified header with the other nodes (CometBFT v0.38, `light/detector.go`). */
import { isRefusal } from '../errors.ts';
import type { Attack } from './attack.ts';
import { verifyNotCancelled } from './cancel.ts';
import { examineConflict, isSame, type Trace } from './divergence.ts';
import type { WitnessReport } from './header.ts';
import { settle, untilEnough } from './patience.ts';
import type { Session } from './session.ts';

/** What the nodes beside the primary say of the newest block. */
export interface CrossCheck {
  readonly reports: readonly WitnessReport[];
  readonly attack: Attack | undefined;
}

/** A block that the primary has proven. */
export interface Proven<Block> {
  readonly primary: number;
  /** From the block trusted before up to the proven one. */
  readonly trace: Trace<Block>;
}

/** A node that is compared with. */
export interface Witness<Block> {
  readonly node: number;
  /** The newest block it named a moment ago, if it answered. */
  readonly head?: Block | undefined;
}

type Outcome = WitnessReport['outcome'];

/** What a witness answered: how far it agrees, or the block in which it contradicts. */
interface Answer<Block> {
  readonly node: number;
  readonly outcome: Outcome;
  readonly elapsedMs: number;
  readonly challenging?: Block;
}

/**
 * Compares the last block of the trace with every witness at once. A witness
 *
 * a) `agrees` if it has the same header, in a block that is what it says it is;
 * b) `conflicts` if it proves another one from a block that both share: an attack;
 * c) is `invalid` if it gives another one and cannot prove it, or an answer that is no block;
 * d) is `behind` if it has no such height yet, and its newest header is earlier than ours; one that
 *    is not earlier contradicts us;
 * e) is `silent` if it does not answer, or no longer keeps the height.
 *
 * Once somebody agrees, the others have the grace to answer. If nobody does and nobody contradicts,
 * those that are behind are asked once more after the lag.
 */
export async function crossCheck<Block>(
  session: Session<Block>,
  proven: Proven<Block>,
  witnesses: readonly Witness<Block>[],
): Promise<CrossCheck> {
  const first = await answersOf(session, proven, witnesses);
  const told = ({ outcome, challenging }: Answer<Block>) =>
    outcome === 'agrees' || challenging !== undefined;
  const behind = first.filter(({ outcome }) => outcome === 'behind');
  if (behind.length === 0 || first.some(told)) return await judge(session, proven, first);
  await session.lag();
  const second = await answersOf(session, proven, behind);
  const others = first.filter(({ outcome }) => outcome !== 'behind');
  return await judge(session, proven, [...others, ...second]);
}

async function answersOf<Block>(
  session: Session<Block>,
  proven: Proven<Block>,
  witnesses: readonly Witness<Block>[],
): Promise<readonly Answer<Block>[]> {
  const answers = await untilEnough(
    witnesses.map((witness) => answerOf(session, proven, witness)),
    ({ outcome }) => outcome === 'agrees',
    session.grace,
  );
  return witnesses.map(({ node }, index) => answers[index] ?? answer(session, node, 'silent'));
}

async function answerOf<Block>(
  session: Session<Block>,
  { trace }: Proven<Block>,
  { node, head }: Witness<Block>,
): Promise<Answer<Block>> {
  const target = trace.at(-1) ?? trace[0];
  try {
    const theirs = await theirBlock(session, target, node, head);
    if (theirs === undefined) return answer(session, node, 'behind');
    session.engine.verifySelf(theirs, session.limits.chainId);
    if (isSame(session, target, theirs)) return answer(session, node, 'agrees');
    return { ...answer(session, node, 'invalid'), challenging: theirs };
  } catch (refusal) {
    if (!isRefusal(refusal) || refusal.code === 'chain/cancelled') throw refusal;
    return answer(session, node, SILENT.has(refusal.code) ? 'silent' : 'invalid');
  }
}

const SILENT: ReadonlySet<string> = new Set([
  'source/down',
  'source/slow',
  'source/pruned',
  'source/too-high',
]);

/**
 * The witness's block at the height of `target`; its newest one if that is lower and yet not
 * earlier; nothing if it is merely behind.
 */
async function theirBlock<Block>(
  session: Session<Block>,
  target: Block,
  node: number,
  head: Block | undefined,
): Promise<Block | undefined> {
  const { engine } = session;
  const { height, timeNs } = engine.facts(target);
  const isThere = head !== undefined && session.heightOf(head) === height;
  const asked = isThere ? head : await unlessTooHigh(session.ask(node, height));
  if (asked !== undefined) return asked;
  const latest = head ?? (await latestOf(session, node));
  if (latest === undefined) return undefined;
  const facts = engine.facts(latest);
  if (facts.height === height) return latest;
  // It has gone on in between.
  if (facts.height > height) return await session.ask(node, height);
  return facts.timeNs < timeNs ? undefined : latest;
}

/** A node that does not name its newest block either may still be asked once more. */
async function latestOf<Block>(session: Session<Block>, node: number): Promise<Block | undefined> {
  const answer = await settle(session.ask(node, 'latest'));
  if ('value' in answer) return answer.value;
  verifyNotCancelled(session.cancelled);
  return undefined;
}

async function unlessTooHigh<Block>(question: Promise<Block>): Promise<Block | undefined> {
  try {
    return await question;
  } catch (refusal) {
    if (!isRefusal(refusal) || refusal.code !== 'source/too-high') throw refusal;
    return undefined;
  }
}

/** Lets those that contradict prove their word. */
async function judge<Block>(
  session: Session<Block>,
  { primary, trace }: Proven<Block>,
  answers: readonly Answer<Block>[],
): Promise<CrossCheck> {
  const attacks = await Promise.all(
    answers.map(async ({ node, challenging }) => {
      if (challenging === undefined) return undefined;
      return await examineConflict(session, primary, trace, challenging, node);
    }),
  );
  const reports = answers.map(({ node, outcome, elapsedMs }, index) => ({
    node,
    outcome: attacks[index] === undefined ? outcome : ('conflicts' as const),
    elapsedMs,
  }));
  const attack = attacks.find((one) => one !== undefined);
  return { reports: reports.sort((a, b) => a.node - b.node), attack };
}

function answer<Block>(session: Session<Block>, node: number, outcome: Outcome): Answer<Block> {
  return { node, outcome, elapsedMs: session.ports.elapsedMs() };
}
