import type { ConsortiumOptions } from '../chain/index.ts';

/** How a consortium on CometBFT is started. */
export interface CometbftOptions extends Pick<
  ConsortiumOptions,
  'home' | 'ports' | 'corsOrigins' | 'issuers' | 'verifiers' | 'types' | 'intervals'
> {
  /** How many departments begin; four if left out, never fewer. */
  readonly validators?: number;
  /** Adds one more validator to a consortium that is there. */
  readonly join?: boolean;
  /** Has the one that joins begin with a snapshot of the others instead of all blocks. */
  readonly stateSync?: boolean;
  /** Blocks from one snapshot to the next; 1,000 if left out. */
  readonly snapshotEvery?: number;
}
