import { CodedError } from '#core/errors.ts';

/** Why the terminal program does not do what it was asked. */
export type CliCode =
  | 'registry-cli/usage'
  | 'registry-cli/file-unreadable'
  | 'registry-cli/file-exists'
  | 'registry-cli/malformed'
  | 'registry-cli/tampered'
  | 'registry-cli/other-transaction'
  | 'registry-cli/passphrase-needed'
  | 'registry-cli/weak-passphrase'
  | 'registry-cli/wrong-passphrase'
  | 'registry-cli/not-found'
  | 'registry-cli/already-exists'
  | 'registry-cli/no-change'
  | 'registry-cli/claimed'
  | 'registry-cli/not-taken'
  | 'registry-cli/unproven'
  | 'registry-cli/failed';

/** Refusal of the terminal program; its message is for the person who typed the command. */
export class CliError extends CodedError<CliCode> {}

/** The command line itself is wrong. */
export function usage(message: string): CliError {
  return new CliError('registry-cli/usage', message);
}
