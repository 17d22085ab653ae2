import { CodedError } from '../errors.ts';

/** Why an ICS-23 proof does not prove. */
export type Ics23Code =
  | 'ics23/malformed'
  | 'ics23/unsupported'
  | 'ics23/other-spec'
  | 'ics23/other-key'
  | 'ics23/other-value'
  | 'ics23/other-root'
  | 'ics23/not-absent';

/** Refusal of an ICS-23 proof. */
export class Ics23Error extends CodedError<Ics23Code> {}

export function malformed(message: string, cause?: unknown): Ics23Error {
  return new Ics23Error('ics23/malformed', message, { cause });
}

export function otherSpec(message: string): Ics23Error {
  return new Ics23Error('ics23/other-spec', message);
}
