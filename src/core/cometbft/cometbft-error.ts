import { CodedError } from '../errors.ts';

/** Why a block, a commit or a step is refused. */
export type CometbftCode =
  | 'cometbft/malformed'
  | 'cometbft/unsupported-key'
  | 'cometbft/unsupported-version'
  | 'cometbft/no-validators-hash'
  | 'cometbft/wrong-address'
  | 'cometbft/duplicate-validator'
  | 'cometbft/bad-power'
  | 'cometbft/too-many-validators'
  | 'cometbft/other-chain'
  | 'cometbft/wrong-height'
  | 'cometbft/wrong-commit-height'
  | 'cometbft/wrong-block-id'
  | 'cometbft/wrong-signature-count'
  | 'cometbft/wrong-signer'
  | 'cometbft/double-vote'
  | 'cometbft/bad-signature'
  | 'cometbft/not-enough-power'
  | 'cometbft/not-enough-trust'
  | 'cometbft/expired'
  | 'cometbft/from-future'
  | 'cometbft/time-not-increasing'
  | 'cometbft/wrong-validators-hash'
  | 'cometbft/wrong-next-validators-hash'
  | 'cometbft/bad-trust-level'
  | 'cometbft/unsupported-proof'
  | 'cometbft/proof-mismatch'
  | 'cometbft/evidence-mismatch';

/** Refusal of the engine. */
export class CometbftError extends CodedError<CometbftCode> {}

export function malformed(what: string, options?: ErrorOptions): CometbftError {
  return new CometbftError('cometbft/malformed', `malformed: ${what}`, options);
}
