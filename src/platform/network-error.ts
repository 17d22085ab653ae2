import { CodedError } from '#core/errors.ts';

/** Why nothing came back. */
export type NetworkCode =
  | 'network/not-allowed'
  | 'network/down'
  | 'network/slow'
  | 'network/too-large'
  | 'network/cancelled';

/** Refusal or failure of the network port. */
export class NetworkError extends CodedError<NetworkCode> {}
