/** What a run of the light client is given, and what it tells on the way. */
import type { Cancelled } from './cancel.ts';
import type { NodeFinding } from './findings.ts';
import type { Patience } from './patience.ts';
import type { Engine, LightBlockSource, LightStore } from './ports.ts';
import type { ConsortiumProfile } from './profile.ts';
import type { WalkMode } from './walk.ts';

/** Everything that the light client needs from outside. */
export interface ClientPorts<Block> {
  readonly profile: ConsortiumProfile;
  readonly engine: Engine<Block>;
  /** One per node of the profile, in its order. */
  readonly sources: readonly LightBlockSource<Block>[];
  readonly store: LightStore<Block>;
  readonly now: Date;
  /** Milliseconds since the run began, for display only. */
  readonly elapsedMs: () => number;
  /** How long one answer is waited for, before others go on without it. */
  readonly patience: Patience;
  /** How long the slow are waited for once others have answered; the patience if not given. */
  readonly grace?: Patience;
  /** How long witnesses that lag may take to catch up; see {@link witnessLagMs}. */
  readonly lag?: Patience;
  readonly mode?: WalkMode;
  readonly cancelled?: Cancelled;
  readonly onProgress: (progress: ClientProgress) => void;
  /** Told how it went each time that something was wanted of a node; {@link Findings} collects it. */
  readonly onFinding?: (finding: NodeFinding) => void;
}

/** How far a run is. From the first height that is told, it goes to the target, up or down; it may jump. */
export interface ClientProgress {
  readonly stage: 'headers' | 'witnesses';
  /** The height nearest to the target that is verified so far. */
  readonly height: number;
  /** The height that is being proven; a claim until it is. */
  readonly target: number;
  /** Light blocks asked for so far, of all nodes. */
  readonly fetches: number;
}

/** CometBFT's allowance for a witness that is behind: twice the clock drift, and ten seconds. */
export function witnessLagMs({ clockDriftMs }: ConsortiumProfile): number {
  return 2 * clockDriftMs + 10_000;
}
