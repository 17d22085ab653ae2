/** The shapes that every dictionary fills. */
import type { CheckCode, CheckId, Facts, Outcome, Verdict } from '#core/verify/index.ts';
import type { Format } from './format.ts';

export type Sentence = (facts: Facts, format: Format) => string;

/** One code of one check, as a clerk hears it. */
export interface CheckWords {
  /** One line in the list of checks, without a full stop. */
  readonly row: Sentence;
  /** The sentence under the verdict, if the row is too short for it. */
  readonly say?: Sentence;
  /** What to do next; every code that can fail or stay unknown has one. */
  readonly next?: string;
}

export interface ChecksDictionary {
  readonly titles: Readonly<Record<CheckId, string>>;
  readonly codes: Readonly<Record<CheckCode, CheckWords>>;
  readonly facts: Readonly<Record<string, string>>;
  /** The full stop of the language, which rows lack and sentences have. */
  readonly stop: string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  /** Shown without having been asked. */
  readonly accepted: { readonly say: string; readonly next: string };
  /** Accepted as the answer to this verifier's own request. */
  readonly answered: { readonly say: string; readonly next: string };
  /** When no single check explains an undecided verdict. */
  readonly unexplained: { readonly say: string; readonly next: string };
  readonly counts: (passed: number, failed: number, unknown: number, skipped: number) => string;
}

/** A refusal, said without blame and with a way on. */
export interface RefusalWords {
  readonly say: string;
  readonly next: string;
}

/** By code. */
export type RefusalTable = Readonly<Record<string, RefusalWords>>;

export interface RefusalsDictionary {
  readonly codes: RefusalTable;
  /** By module, for codes that have no words of their own. */
  readonly modules: Readonly<Record<string, RefusalWords>>;
  readonly other: RefusalWords;
  /** What a foreign QR code turned out to be. */
  readonly foreignKinds: Readonly<Record<string, string>>;
  readonly foreign: (kind: string) => string;
}
