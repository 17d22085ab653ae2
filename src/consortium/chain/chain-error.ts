import { CodedError } from '#core/errors.ts';

/** Why the consortium could not start or go on. */
export type ConsortiumCode =
  | 'consortium/port-taken'
  | 'consortium/home-unreadable'
  | 'consortium/home-in-use'
  | 'consortium/log-corrupt'
  | 'consortium/other-chain'
  | 'consortium/mempool-full'
  | 'consortium/refused'
  | 'consortium/timeout'
  | 'consortium/no-cometbft'
  | 'consortium/node-failed';

/** Refusal of the consortium program. */
export class ConsortiumError extends CodedError<ConsortiumCode> {}
