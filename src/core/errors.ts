/**
 * A refusal: a function of the core could not do what its name says.
 *
 * Decide on `code`, never on `message`: the message is free text for a developer's log and never
 * holds secrets or claim values.
 */
export abstract class CodedError<Code extends string = string> extends Error {
  /** Stable identifier of what went wrong, `module/what-is-wrong`. */
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = code;
  }
}

/** Whether something thrown is a refusal. Anything else is a bug and must be thrown on. */
export function isRefusal(thrown: unknown): thrown is CodedError {
  return thrown instanceof CodedError;
}
