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
}
