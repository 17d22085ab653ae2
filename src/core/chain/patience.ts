/** Waiting for nodes without letting a slow one hold up the others. */
import { isRefusal, type CodedError } from '../errors.ts';
import { Canceller, NEVER, verifyNotCancelled, type Cancelled } from './cancel.ts';
import { SourceError } from './chain-error.ts';

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

/**
 * Waits for all; once one of them `isEnough`, the others have the grace to come.
 *
 * @returns What came, in the order of the questions.
 */
export async function untilEnough<T>(
  questions: readonly Promise<T>[],
  isEnough: (answer: T) => boolean,
  grace: Patience,
): Promise<readonly (T | undefined)[]> {
  const answers: (T | undefined)[] = questions.map(() => undefined);
  const all = Promise.all(
    questions.map(async (question, index) => {
      answers[index] = await question;
    }),
  );
  const enough = new Promise<void>((resolve) => {
    for (const question of questions) {
      question.then(
        (answer) => {
          if (isEnough(answer)) resolve();
        },
        // Told by the other race.
        () => undefined,
      );
    }
  });
  await Promise.race([all, enough.then(grace)]);
  return [...answers];
}

/** An attempt gives up when it is cancelled: another one has won. */
export type Attempt<T> = (cancelled: Cancelled) => Promise<T>;

/**
 * The first success. The next attempt starts when the one before has refused or has used up the
 * patience, so that one slow or lying node costs no more than that.
 *
 * @returns The value, or every refusal if no attempt succeeded.
 * @throws {@link ChainError} `chain/cancelled`.
 */
export async function firstSuccess<T>(
  attempts: readonly Attempt<T>[],
  patience: Patience,
  cancelled: Cancelled = NEVER,
): Promise<{ readonly value: T } | { readonly refusals: readonly CodedError[] }> {
  const refusals: CodedError[] = [];
  const running: Promise<Settled<T>>[] = [];
  const losers = new Canceller(cancelled);
  const succeed = async (attempt: Attempt<T>): Promise<Settled<T>> => {
    const settled = await settle(attempt(losers));
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
    const won = running.length > 0 ? await firstOf(running) : undefined;
    if (won === undefined) verifyNotCancelled(cancelled);
    return won ?? { refusals };
  } finally {
    losers.cancel();
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
