import { AttackError } from '#core/chain/index.ts';
import type { TxOutcome } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import type { ProvenChain } from './proven-chain.ts';

/** How long to ask, and how often. */
export interface Waiting {
  readonly pollMs?: number;
  readonly timeoutMs?: number;
}

/**
 * Asks until it is proven how a transaction ended.
 *
 * @param hash - SHA-256 of the transaction.
 * @returns `undefined` if nothing is proven in time: it may still come.
 * @throws {@link AttackError}
 */
export async function awaitOutcome(
  chain: ProvenChain,
  hash: Uint8Array,
  { pollMs = 200, timeoutMs = 20_000 }: Waiting,
): Promise<TxOutcome | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const outcome = await orNothing(chain.outcome(hash));
    if (outcome !== undefined || signal.aborted) return outcome;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (refusal) {
    if (!isRefusal(refusal) || refusal instanceof AttackError) throw refusal;
    return undefined;
  }
}
