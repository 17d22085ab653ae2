import { isRefusal } from '../errors.ts';
import { NEVER, unlessCancelled, type Cancelled } from './cancel.ts';
import type { LightBlockSource } from './ports.ts';

/** How often a question is asked again. */
const RETRIES = 2;

/**
 * Asks a node again that could not be reached: connections break. A node that is slow has had its
 * time, and one that answered has answered.
 *
 * @param pause - Waits before the given retry, from 1; longer each time.
 */
export function withRetries<Block>(
  source: LightBlockSource<Block>,
  pause: (retry: number) => Promise<unknown>,
): LightBlockSource<Block> {
  const asked: LightBlockSource<Block> = {
    ...source,
    lightBlock: (height, cancelled) =>
      retried(() => source.lightBlock(height, cancelled), pause, cancelled),
  };
  if (source.headers === undefined) return asked;
  const headers = async (min: number, max: number, cancelled?: Cancelled) =>
    (await source.headers?.(min, max, cancelled)) ?? [];
  return {
    ...asked,
    headers: (min, max, cancelled) => retried(() => headers(min, max, cancelled), pause, cancelled),
  };
}

async function retried<T>(
  ask: () => Promise<T>,
  pause: (retry: number) => Promise<unknown>,
  cancelled: Cancelled = NEVER,
): Promise<T> {
  for (let retry = 1; retry <= RETRIES; retry++) {
    try {
      return await ask();
    } catch (refusal) {
      const isDown = isRefusal(refusal) && refusal.code === 'source/down';
      if (!isDown || cancelled.isCancelled) throw refusal;
      await unlessCancelled(cancelled, pause(retry));
    }
  }
  return await ask();
}
