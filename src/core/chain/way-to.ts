/** The stored blocks by which somebody else comes to trust the same block without a network. */
import { ChainError } from './chain-error.ts';
import type { StepLimits } from './ports.ts';
import { isAnchor, limitsOf, type StoredTrust } from './restore.ts';
import { reaches } from './walk.ts';

/** Steps that are worth bringing along. */
const MAX_STEPS = 64;

/**
 * From the anchor, or the lowest block stored where that is not, to `target`, leaving out whatever the trust reaches over. Where the first
 * one is past its trusting period nobody can begin there, and `target` comes alone: for whoever
 * holds something newer.
 *
 * @param target - A verified block.
 * @returns Ascending, `target` last.
 * @throws {@link ChainError} `chain/out-of-reach` if blocks on the way are no longer stored.
 */
export async function wayTo<Block>(
  trust: StoredTrust<Block>,
  target: Block,
  now: Date,
): Promise<readonly Block[]> {
  const { engine, profile } = trust;
  const limits = limitsOf(profile, now);
  const heightOf = (block: Block) => engine.facts(block).height;
  const first = await firstTrusted(trust);
  if (first === undefined || heightOf(first) >= heightOf(target)) return [target];
  if (engine.facts(first).timeNs + limits.trustingPeriodNs <= limits.nowNs) return [target];
  const way: Block[] = [first];
  for (let last: Block = first; heightOf(last) < heightOf(target); way.push(last)) {
    if (way.length >= MAX_STEPS) throw outOfReach();
    last = await farthest(trust, last, target, limits);
  }
  return way;
}

/** Where others begin: the anchor, also where older blocks are stored below it; else the lowest one stored. */
async function firstTrusted<Block>(trust: StoredTrust<Block>): Promise<Block | undefined> {
  const { profile, store } = trust;
  const anchor = await store.load(profile.anchor.height);
  return anchor !== undefined && isAnchor(trust, anchor) ? anchor : await store.loadLowest();
}

/** Of the stored blocks up to `target`, the highest that the trust in `from` reaches. */
async function farthest<Block>(
  { engine, store }: StoredTrust<Block>,
  from: Block,
  target: Block,
  limits: StepLimits,
): Promise<Block> {
  const heightOf = (block: Block) => engine.facts(block).height;
  let candidate: Block | undefined = target;
  while (candidate !== undefined && heightOf(candidate) > heightOf(from)) {
    if (await reaches(engine, from, candidate, limits)) return candidate;
    candidate = await store.loadBefore(heightOf(candidate));
  }
  throw outOfReach();
}

function outOfReach(): ChainError {
  return new ChainError('chain/out-of-reach', 'blocks on the way are no longer stored');
}
