import type { CodedError } from '../errors.ts';
import { ChainError } from './chain-error.ts';

/** What people should know before anything else, if it occurred. */
const TELLING = ['chain/cancelled', 'chain/expired', 'chain/no-witness', 'source/unsupported-key'];
/** Nodes that cannot be asked are no news while others answer. */
const MUTE: ReadonlySet<string> = new Set([
  'source/down',
  'source/slow',
  'source/too-high',
  'source/pruned',
]);

/** One refusal for many: a clock, an anchor or a lonely head is for people to know. */
export function failure(refusals: readonly CodedError[]): CodedError {
  const telling = TELLING.map((code) => refusals.find((refusal) => refusal.code === code)).find(
    (refusal) => refusal !== undefined,
  );
  if (telling !== undefined) return telling;
  const cause = refusals.find(({ code }) => !MUTE.has(code));
  if (cause === undefined) {
    return new ChainError('chain/no-source', 'no node answers', { cause: refusals[0] });
  }
  return invalidHeader(cause);
}

/** A refusal of a node or of the engine, in the words of the light client. */
export function invalidHeader(cause: CodedError): ChainError {
  if (cause instanceof ChainError) return cause;
  return new ChainError('chain/invalid-header', 'the block does not verify', { cause });
}

/** What is about this device, and says nothing of a node. */
const OWN: ReadonlySet<string> = new Set([
  'chain/cancelled',
  'chain/expired',
  'chain/clock-behind',
]);

/** Whether a refusal with this code says nothing of the node that was asked. */
export function isAboutDevice(code: string): boolean {
  return OWN.has(code);
}

/** Whether it was led to by what a node told; keys that nobody knows count, as for a witness. */
export function isLie(code: string): boolean {
  return !OWN.has(code) && !MUTE.has(code);
}
