/** Asking for a few blocks before they are needed, where it is known that they will be. */
import { settle, type Settled } from './patience.ts';
import type { FetchBlock } from './walk.ts';

/** Light blocks that are asked for at once, or lie here until their turn comes. */
export const READ_AHEAD = 6;

/**
 * For whoever wants one height after the other. An answer is handed out, or a refusal thrown, when
 * its height is wanted and not before, whichever came first.
 *
 * @param last - Nothing above is asked for.
 */
export function readAhead<Block>(fetch: FetchBlock<Block>, last: number): FetchBlock<Block> {
  const coming = new Map<number, Promise<Settled<Block>>>();
  const comingAt = (height: number): Promise<Settled<Block>> => {
    const asked = coming.get(height) ?? settle(fetch(height));
    coming.set(height, asked);
    return asked;
  };
  return async (height) => {
    const wanted = comingAt(height);
    const end = Math.min(height + READ_AHEAD - 1, last);
    for (let ahead = height + 1; ahead <= end; ahead++) void comingAt(ahead);
    const answer = await wanted;
    coming.delete(height);
    if ('refusal' in answer) throw answer.refusal;
    return answer.value;
  };
}
