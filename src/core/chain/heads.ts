/** The newest blocks that the nodes name, and in which order they are worth proving. */
import type { CodedError } from '../errors.ts';
import { settle, type Patience, type Settled } from './patience.ts';
import type { Engine, LightBlockSource } from './ports.ts';

/** What one node named as its newest block: a claim. */
export interface Head<Block> {
  readonly node: number;
  readonly block: Block;
}

/** A node that answers nobody in time is given up after this many patiences. */
const PATIENCES = 3;

/**
 * Asks all nodes at once. Whoever answers within the patience counts; if nobody does, it goes on
 * until the first answer.
 */
export async function askHeads<Block>(
  sources: readonly LightBlockSource<Block>[],
  patience: Patience,
): Promise<{ readonly heads: readonly Head<Block>[]; readonly refusals: readonly CodedError[] }> {
  const answers: (Settled<Block> | undefined)[] = sources.map(() => undefined);
  const asked = sources.map(async (source, node) => {
    answers[node] = await settle(source.lightBlock('latest'));
  });
  const all = Promise.all(asked);
  const headsNow = () =>
    answers.flatMap((answer, node): Head<Block>[] =>
      answer !== undefined && 'value' in answer ? [{ node, block: answer.value }] : [],
    );
  for (let count = 0; count < PATIENCES && headsNow().length === 0; count++) {
    await Promise.race([all, patience()]);
  }
  const refusals = answers.flatMap((answer) =>
    answer !== undefined && 'refusal' in answer ? [answer.refusal] : [],
  );
  return { heads: headsNow(), refusals };
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
