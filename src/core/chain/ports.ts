/** What the light client needs from outside. `Block` is the engine's own light block. */
import type { AttackKind } from './attack.ts';
import type { Cancelled } from './cancel.ts';
import type { LinkedFacts, TrustedHeader, ValidatorFacts } from './header.ts';
import type { TrustLevel } from './profile.ts';

/** Parameters of every step. */
export interface StepLimits {
  readonly chainId: string;
  readonly trustLevel: TrustLevel;
  readonly trustingPeriodNs: bigint;
  readonly clockDriftNs: bigint;
  readonly nowNs: bigint;
}

/**
 * How one step from a trusted to an untrusted block ended. `not-enough-trust` is cured by a nearer
 * block; `expired` by a new anchor; `from-future` says that a clock is wrong.
 */
export type StepOutcome = 'verified' | 'not-enough-trust' | 'expired' | 'from-future';

/** A consensus engine: pure, and the only one who knows what a block looks like. */
export interface Engine<Block> {
  facts(block: Block): LinkedFacts;
  validators(block: Block): ValidatorFacts[];
  /** Whether the block's validators differ from those of the block before it in the trace. */
  hasSameValidators(a: Block, b: Block): boolean;
  /** Verifies what a block says about itself; it refuses with its own codes. */
  verifySelf(block: Block, chainId: string): void;
  /** Refuses an invalid block with its own codes. */
  verifyStep(trusted: Block, untrusted: Block, limits: StepLimits): Promise<StepOutcome>;
  /**
   * Verifies that the application's state, after the block before `header`, holds `value` under a
   * path of keys (outermost first), or nothing if `value` is `undefined`; it refuses with its own
   * codes.
   */
  verifyState(
    header: TrustedHeader,
    keyPath: readonly Uint8Array[],
    value: Uint8Array | undefined,
    untrustedProof: unknown,
  ): void;
  /** Evidence of two provable blocks at one height, in the node's own format. */
  attackEvidence(common: Block, conflicting: Block, trusted: Block): unknown;
  /** How two provable blocks contradict each other. */
  attackKind(conflicting: Block, trusted: Block): AttackKind;
}

/** One node. Whatever it returns is a claim until the engine has verified it. */
export interface LightBlockSource<Block> {
  /**
   * @param cancelled - Lets the node be left alone when nobody waits for it any longer.
   * @throws {@link SourceError}, with a code for each way in which nothing could be learned.
   */
  lightBlock(height: number | 'latest', cancelled?: Cancelled): Promise<Block>;
  /**
   * Headers without their votes, ascending, for walking backwards: at most 20, `min` and `max`
   * included. Hashes are computed from the headers, never taken over. A source that has no such
   * question leaves it out.
   *
   * @throws {@link SourceError}.
   */
  headers?(min: number, max: number, cancelled?: Cancelled): Promise<readonly LinkedFacts[]>;
  /**
   * Hands in evidence of an attack, in the form in which the engine gives it.
   *
   * @throws {@link SourceError} if the node did not take it.
   */
  reportEvidence?(evidence: unknown): Promise<void>;
}

/** How many verified blocks a store keeps, besides its lowest. */
export const KEPT_BLOCKS = 1_000;

/**
 * Where verified blocks are kept between visits, by height. Its content is re-checked when it is
 * read. What is newer than a block being saved stays: another tab may have gone further.
 */
export interface LightStore<Block> {
  load(height: number): Promise<Block | undefined>;
  loadLatest(): Promise<Block | undefined>;
  /** The first one trusted: walking backwards begins there. */
  loadLowest(): Promise<Block | undefined>;
  /** The highest one that is lower than `height`. */
  loadBefore(height: number): Promise<Block | undefined>;
  /** Ascending; all or nothing. */
  save(blocks: readonly Block[]): Promise<void>;
  /** Deletes all but the lowest and the `keep` newest. */
  prune(keep: number): Promise<void>;
}
