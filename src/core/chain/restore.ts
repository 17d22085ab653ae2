/** What the device already trusts: the newest stored block, checked again. */
import { formatHex } from '../bytes/index.ts';
import { isRefusal } from '../errors.ts';
import { ChainError } from './chain-error.ts';
import type { HeaderFacts, TrustedHeader } from './header.ts';
import type { Engine, LightStore, StepLimits } from './ports.ts';
import type { ConsortiumProfile } from './profile.ts';

/** What is needed to read the store. */
export interface StoredTrust<Block> {
  readonly profile: ConsortiumProfile;
  readonly engine: Engine<Block>;
  readonly store: LightStore<Block>;
}

/**
 * The newest stored block, re-checked: it is well formed, of this chain, and not below the anchor.
 * Whether it still carries trust is decided by its age, when it is used.
 */
export async function restore<Block>(trust: StoredTrust<Block>): Promise<Block | undefined> {
  const { profile, engine, store } = trust;
  const block = await store.loadLatest();
  if (block === undefined || !isSound(engine, block, profile.chainId)) return undefined;
  return isAnchor(trust, block) || engine.facts(block).height > profile.anchor.height
    ? block
    : undefined;
}

/** Whether a block is the anchor: its height and hash, and it is what it says it is. */
export function isAnchor<Block>(
  { profile, engine }: Pick<StoredTrust<Block>, 'profile' | 'engine'>,
  block: Block,
): boolean {
  if (!isSound(engine, block, profile.chainId)) return false;
  const { height, hash } = engine.facts(block);
  return height === profile.anchor.height && formatHex(hash) === profile.anchor.hash;
}

/** @throws {@link ChainError} `chain/expired` at and after the end of the trusting period. */
export function verifyNotExpired<Block>(
  engine: Engine<Block>,
  trusted: Block,
  { trustingPeriodNs, nowNs }: StepLimits,
): void {
  if (engine.facts(trusted).timeNs + trustingPeriodNs <= nowNs) {
    throw new ChainError('chain/expired', 'the trusted header is past its period');
  }
}

/** The parameters of a profile at a time, in nanoseconds. */
export function limitsOf(profile: ConsortiumProfile, now: Date): StepLimits {
  return {
    chainId: profile.chainId,
    trustLevel: profile.trustLevel,
    trustingPeriodNs: BigInt(profile.trustingPeriodMs) * 1_000_000n,
    clockDriftNs: BigInt(profile.clockDriftMs) * 1_000_000n,
    nowNs: BigInt(now.getTime()) * 1_000_000n,
  };
}

/** The one way to a {@link TrustedHeader}: the caller has verified `facts`, or restored them. */
export function trustHeader(facts: HeaderFacts): TrustedHeader {
  return facts as TrustedHeader;
}

/** Whether a block is what it says it is: of this chain, with the commit and validators of its header. */
export function isSound<Block>(engine: Engine<Block>, block: Block, chainId: string): boolean {
  try {
    engine.verifySelf(block, chainId);
    return true;
  } catch (refusal) {
    if (isRefusal(refusal)) return false;
    throw refusal;
  }
}
