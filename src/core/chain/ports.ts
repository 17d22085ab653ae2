/** What the light client needs from outside. `Block` is the engine's own light block. */
import type { HeaderFacts, TrustedHeader, ValidatorFacts } from './header.ts';
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
  facts(block: Block): HeaderFacts;
  validators(block: Block): ValidatorFacts[];
  /** Whether the block's validators differ from those of the block before it in the trace. */
  hasSameValidators(a: Block, b: Block): boolean;
  /** Verifies what a block says about itself; it refuses with its own codes. */
  verifySelf(block: Block, chainId: string): void;
  /** Refuses an invalid block with its own codes. */
  verifyStep(trusted: Block, untrusted: Block, limits: StepLimits): Promise<StepOutcome>;
  /**
   * Verifies that the application's state, after the block before `header`, holds `value` under
   * `key`; it refuses with its own codes.
   */
  verifyState(
    header: TrustedHeader,
    key: Uint8Array,
    value: Uint8Array,
    untrustedProof: unknown,
  ): void;
  /** Evidence of two provable blocks at one height, in the node's own format. */
  attackEvidence(common: Block, conflicting: Block, trusted: Block): unknown;
}

/** One node. Whatever it returns is a claim until the engine has verified it. */
export interface LightBlockSource<Block> {
  /**
   * @returns `undefined` if the node has no such height, because it is too new or was pruned.
   * @throws {@link SourceError} only if nothing could be learned.
   */
  lightBlock(height: number | 'latest'): Promise<Block | undefined>;
}

/** Where verified blocks are kept between visits. Its content is re-checked when it is read. */
export interface LightStore<Block> {
  loadLatest(): Promise<Block | undefined>;
  /** Ascending; all or nothing. */
  save(blocks: readonly Block[]): Promise<void>;
}
