/** The newest blocks that the nodes name, and in which order they are worth proving. */
import type { CodedError } from '../errors.ts';
import { Canceller, verifyNotCancelled } from './cancel.ts';
import { patiences, settle, untilEnough, type Patience } from './patience.ts';
import type { Engine } from './ports.ts';
import type { Session } from './session.ts';

/** What one node named as its newest block: a claim. */
export interface Head<Block> {
  readonly node: number;
  readonly block: Block;
}

/** If nobody answers in time, the first one is waited for this many patiences. */
const PATIENCES = 3;
/** With two heads there is something to prove, and somebody to compare with. */
const ENOUGH = 2;
const AT_ONCE: Patience = () => Promise.resolve();

/**
 * Asks the given nodes at once. Once two have answered, the others have the grace; whoever answers
 * within the patience counts; if nobody does, it goes on until the first answer.
 */
export async function askHeads<Block>(
  session: Session<Block>,
): Promise<{ readonly heads: readonly Head<Block>[]; readonly refusals: readonly CodedError[] }> {
  const heads: Head<Block>[] = [];
  const refusals: CodedError[] = [];
  const long = () => patiences(session.patience, PATIENCES);
  const asking = new Canceller(session.cancelled);
  const asked = session.nodes.map(async (node) => {
    const answer = await settle(session.ask(node, 'latest', asking, long));
    if ('value' in answer) heads.push({ node, block: answer.value });
    else refusals.push(answer.refusal);
    return heads.length;
  });
  await Promise.race([
    untilEnough(asked, (count) => count >= ENOUGH, session.grace),
    session.patience().then(() => untilEnough(asked, (count) => count > 0, AT_ONCE)),
  ]);
  verifyNotCancelled(session.cancelled);
  const named = [...heads].sort((a, b) => a.node - b.node);
  const refused = [...refusals];
  // Whoever has not answered yet is left alone.
  asking.cancel();
  return { heads: named, refusals: refused };
}

/**
 * Highest first, but a height that only one node names comes after the others: no second node could
 * confirm it yet. Within a height the order of the profile holds.
 */
export function inOrderOfPromise<Block>(
  engine: Engine<Block>,
  heads: readonly Head<Block>[],
): readonly Head<Block>[] {
  const heightOf = ({ block }: Head<Block>) => engine.facts(block).height;
  const descending = [...heads].sort((a, b) => heightOf(b) - heightOf(a) || a.node - b.node);
  const [top, second] = descending;
  if (top === undefined || second === undefined || heightOf(top) === heightOf(second)) {
    return descending;
  }
  return [...descending.slice(1), top];
}
