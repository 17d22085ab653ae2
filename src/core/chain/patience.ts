/** Waiting for nodes without letting a slow one hold up the others. */
import { isRefusal, type CodedError } from '../errors.ts';
import { SourceError } from './chain-error.ts';
import type { Engine, LightBlockSource } from './ports.ts';

/** Resolves when an answer is no longer worth waiting for, counted from the call. */
export type Patience = () => Promise<unknown>;

/** How something went: a value, or a coded refusal. Bugs are thrown on. */
export type Settled<T> = { readonly value: T } | { readonly refusal: CodedError };

/** Turns refusals into values, so that many questions can be waited for at once. */
export async function settle<T>(question: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await question };
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    return { refusal };
  }
}

/** @throws {@link SourceError} `source/slow` when the patience ends first. */
export async function within<T>(patience: Patience, question: Promise<T>): Promise<T> {
  const late = patience().then(() => {
    throw new SourceError('source/slow', 'too slow');
  });
  return await Promise.race([question, late]);
}

/** So many patiences, one after another. */
export async function patiences(patience: Patience, count: number): Promise<void> {
  for (let ended = 0; ended < count; ended++) await patience();
}

/** An attempt asks `isOver` before each costly part, and may give up when another has won. */
export type Attempt<T> = (isOver: () => boolean) => Promise<T>;

/**
 * The first success. The next attempt starts when the one before has refused or has used up the
 * patience, so that one slow or lying node costs no more than that.
 *
 * @returns The value, or every refusal if no attempt succeeded.
 */
export async function firstSuccess<T>(
  attempts: readonly Attempt<T>[],
  patience: Patience,
): Promise<{ readonly value: T } | { readonly refusals: readonly CodedError[] }> {
  const refusals: CodedError[] = [];
  const running: Promise<Settled<T>>[] = [];
  let isOver = false;
  const succeed = async (attempt: Attempt<T>): Promise<Settled<T>> => {
    const settled = await settle(attempt(() => isOver));
    if ('refusal' in settled) refusals.push(settled.refusal);
    return settled;
  };
  try {
    for (const attempt of attempts) {
      const latest = succeed(attempt);
      running.push(latest);
      const won = await Promise.race([firstOf(running), settledOrLate(latest, patience)]);
      if (won !== undefined) return won;
    }
    return (running.length > 0 ? await firstOf(running) : undefined) ?? { refusals };
  } finally {
    isOver = true;
  }
}

/** The first value among those running; `undefined` once all have refused. */
async function firstOf<T>(
  running: readonly Promise<Settled<T>>[],
): Promise<{ readonly value: T } | undefined> {
  return await new Promise((resolve, reject) => {
    let open = running.length;
    for (const one of running) {
      one.then((settled) => {
        if ('value' in settled) resolve(settled);
        else if (--open === 0) resolve(undefined);
      }, reject);
    }
  });
}

async function settledOrLate<T>(
  one: Promise<Settled<T>>,
  patience: Patience,
): Promise<{ readonly value: T } | undefined> {
  const settled = await Promise.race([one, patience().then(() => undefined)]);
  return settled !== undefined && 'value' in settled ? settled : undefined;
}

/** Asks one node for a block that it must have, within the patience. */
export function fetchFrom<Block>(
  engine: Engine<Block>,
  source: LightBlockSource<Block>,
  patience: Patience,
): (height: number) => Promise<Block> {
  return async (height) => {
    const block = await within(patience, source.lightBlock(height));
    if (engine.facts(block).height !== height) {
      throw new SourceError('source/garbage', 'another height than was asked for');
    }
    return block;
  };
}
