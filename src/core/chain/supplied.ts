/** Blocks that arrive with something else (a pack, a presentation), judged without any network. */
import { equalBytes } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { ChainError } from './chain-error.ts';
import type { Trace } from './divergence.ts';
import type { TrustedHeader } from './header.ts';
import { isAnchor, limitsOf, restore, trustHeader, type StoredTrust } from './restore.ts';
import { verifySkipping } from './skipping.ts';

/** Blocks that one delivery may bring. */
const MAX_BLOCKS = 256;

/** A supplied block that counts for one verdict; it is not stored. */
export interface Supplied<Block> {
  readonly block: Block;
  readonly header: TrustedHeader;
}

/**
 * Verifies the last of `untrusted` from what is stored, or from the anchor if it is among them. Each
 * block must reach the next one by itself: put in whatever lies on the way. No witness was asked,
 * so the result counts for a verdict and must not become stored trust by itself.
 *
 * @param untrusted - Ascending by height; those at or below the trusted height are passed over.
 * @throws {@link ChainError} `chain/out-of-reach` if there is nothing to start from or trust does not
 * reach; `chain/older-than-held` (no rollback); `chain/invalid-header` for a block that contradicts
 * what is held or breaks a rule; `chain/expired`; {@link ClockBehindError}.
 */
export async function verifySupplied<Block>(
  trust: StoredTrust<Block>,
  untrusted: readonly Block[],
  now: Date,
): Promise<Supplied<Block>> {
  const trace = await traceSupplied(trust, untrusted, now);
  const block = trace.at(-1) ?? trace[0];
  return { block, header: trustHeader(trust.engine.facts(block)) };
}

/**
 * The same with the whole way: from what was trusted before to the last of `untrusted`.
 *
 * @throws as {@link verifySupplied}.
 */
export async function traceSupplied<Block>(
  trust: StoredTrust<Block>,
  untrusted: readonly Block[],
  now: Date,
): Promise<Trace<Block>> {
  const { engine, profile } = trust;
  const last = untrusted.at(-1);
  if (last === undefined || untrusted.length > MAX_BLOCKS)
    throw outOfReach('no block, or too many');
  let trusted = (await restore(trust)) ?? untrusted.find((block) => isAnchor(trust, block));
  if (trusted === undefined) throw outOfReach('nothing is trusted yet');
  const trace: [Block, ...Block[]] = [trusted];
  for (const block of untrusted) {
    if (engine.facts(block).height <= engine.facts(trusted).height) continue;
    await step(trust, trusted, block, now);
    trusted = block;
    trace.push(block);
  }
  const [held, supplied] = [engine.facts(trusted), engine.facts(last)];
  if (supplied.height < held.height) {
    throw new ChainError('chain/older-than-held', 'something later is trusted already');
  }
  if (!equalBytes(supplied.hash, held.hash)) throw invalid('another header than the one held');
  const { nowNs, trustingPeriodNs } = limitsOf(profile, now);
  if (held.timeNs + trustingPeriodNs <= nowNs) throw new ChainError('chain/expired', 'too old');
  return trace;
}

async function step<Block>(
  { engine, profile }: StoredTrust<Block>,
  trusted: Block,
  block: Block,
  now: Date,
): Promise<void> {
  try {
    const nothingNearer = () => Promise.reject(outOfReach('a block on the way is missing'));
    await verifySkipping(engine, trusted, block, limitsOf(profile, now), nothingNearer);
  } catch (refusal) {
    if (!isRefusal(refusal) || refusal instanceof ChainError) throw refusal;
    throw invalid(refusal.message, { cause: refusal });
  }
}

function outOfReach(message: string): ChainError {
  return new ChainError('chain/out-of-reach', message);
}

function invalid(message: string, options?: ErrorOptions): ChainError {
  return new ChainError('chain/invalid-header', message, options);
}
