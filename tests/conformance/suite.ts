/** What a conformance suite is. */
import type { Flip } from './flip.ts';

/** One file of a folder of vectors. */
export interface VectorFile {
  /** From the folder, with `/`. */
  readonly path: string;
  text(): string;
  json(): unknown;
  /** Another file, by its path from the folder. */
  beside(path: string): VectorFile;
}

/** One verdict that the file gives, and ours. */
export interface Judged {
  readonly name: string;
  readonly expected: string;
  readonly got: string;
  /** The file says that this must be accepted: with a broken bit it must not be any more. */
  readonly positive: boolean;
}

/** A case that cannot be judged, and why. */
export interface Skipped {
  readonly name: string;
  readonly skipped: string;
}

export type Case = Judged | Skipped;

export interface Suite {
  readonly name: string;
  readonly matches: (path: string) => boolean;
  /** Judges through the app's public functions; what is flipped is said at each suite. */
  readonly run: (file: VectorFile, flip: Flip) => Iterable<Case> | AsyncIterable<Case>;
}

/** For cases that are either accepted or refused. */
export function verdict(name: string, accepted: boolean, got: boolean): Judged {
  const say = (yes: boolean) => (yes ? 'accepted' : 'refused');
  return { name, expected: say(accepted), got: say(got), positive: accepted };
}

/** For cases that give a value: comparing it is what accepts it. */
export function equal(name: string, expected: string, got: string): Judged {
  return { name, expected, got, positive: true };
}
