/** What one witness says of a verified block. */
import { isRefusal } from '../errors.ts';
import type { Cancelled } from './cancel.ts';
import { SourceError, type SourceCode } from './chain-error.ts';
import { isSame, type Trace } from './divergence.ts';
import type { WitnessReport } from './header.ts';
import { settle } from './patience.ts';
import type { Session } from './session.ts';

/** A node that is compared with. */
export interface Witness<Block> {
  readonly node: number;
  /** The newest block it named a moment ago, if it answered. */
  readonly head?: Block | undefined;
  /** It told something wrong a moment ago: whatever it answers now is `invalid`. */
  readonly hasLied?: boolean;
}

type Outcome = WitnessReport['outcome'];

/** What a witness answered: how far it agrees, or the block in which it contradicts. */
export interface Answer<Block> {
  readonly node: number;
  readonly outcome: Outcome;
  readonly elapsedMs: number;
  readonly challenging?: Block;
  /** Why it gave nothing. */
  readonly code?: SourceCode;
}

/** Asks one witness for its word on the last block of the trace; what it says is not proven yet. */
export async function answerOf<Block>(
  session: Session<Block>,
  trace: Trace<Block>,
  witness: Witness<Block>,
  asking: Cancelled,
): Promise<Answer<Block>> {
  const told = await hear(session, trace, witness, asking);
  return witness.hasLied === true ? { ...told, outcome: 'invalid' } : told;
}

async function hear<Block>(
  session: Session<Block>,
  trace: Trace<Block>,
  { node, head }: Witness<Block>,
  asking: Cancelled,
): Promise<Answer<Block>> {
  const target = trace.at(-1) ?? trace[0];
  try {
    const theirs = await theirBlock(session, target, head, (height) =>
      session.ask(node, height, asking),
    );
    if (theirs === undefined) return answer(session, node, 'behind');
    session.engine.verifySelf(theirs, session.limits.chainId);
    if (isSame(session, target, theirs)) return answer(session, node, 'agrees');
    return { ...answer(session, node, 'invalid'), challenging: theirs };
  } catch (refusal) {
    if (!isRefusal(refusal) || refusal.code === 'chain/cancelled') throw refusal;
    session.note(node, refusal);
    const nothing = answer<Block>(session, node, SILENT.has(refusal.code) ? 'silent' : 'invalid');
    return refusal instanceof SourceError ? { ...nothing, code: refusal.code } : nothing;
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
  head: Block | undefined,
  ask: (height: number | 'latest') => Promise<Block>,
): Promise<Block | undefined> {
  const { engine } = session;
  const { height, timeNs } = engine.facts(target);
  const isThere = head !== undefined && session.heightOf(head) === height;
  const asked = isThere ? head : await unlessTooHigh(ask(height));
  if (asked !== undefined) return asked;
  const latest = head ?? (await latestOf(ask));
  if (latest === undefined) return undefined;
  const facts = engine.facts(latest);
  if (facts.height === height) return latest;
  // It has gone on in between.
  if (facts.height > height) return await ask(height);
  return facts.timeNs < timeNs ? undefined : latest;
}

/** A node that does not name its newest block either may still be asked once more. */
async function latestOf<Block>(
  ask: (height: 'latest') => Promise<Block>,
): Promise<Block | undefined> {
  const answer = await settle(ask('latest'));
  if ('value' in answer) return answer.value;
  if (answer.refusal.code === 'chain/cancelled') throw answer.refusal;
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

/** An answer as of now. */
export function answer<Block>(
  session: Session<Block>,
  node: number,
  outcome: Outcome,
): Answer<Block> {
  return { node, outcome, elapsedMs: session.ports.elapsedMs() };
}
