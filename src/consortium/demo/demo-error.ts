import { CodedError } from '#core/errors.ts';

/** Why the demo did not start. */
export type DemoCode =
  'demo/port-taken' | 'demo/build-failed' | 'demo/not-built' | 'demo/home-unreadable';

/** Refusal to start the demo. The message is for the person who started it. */
export class DemoError extends CodedError<DemoCode> {}
