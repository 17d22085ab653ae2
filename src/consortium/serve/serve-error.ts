import { CodedError } from '#core/errors.ts';

/** Why the app cannot be served. */
export type ServeCode = 'serve/port-taken' | 'serve/not-built';

/** Refusal to serve the app. */
export class ServeError extends CodedError<ServeCode> {}
