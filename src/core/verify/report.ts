import type { LocalText } from '../chain/index.ts';
import type { JsonObject } from '../credential/index.ts';
import type { AskedClaims } from '../qr/index.ts';
import type { Case } from './case.ts';
import { contentFacts, type ContentFacts } from './content.ts';
import type { Check, Verdict } from './types.ts';

/** The header that a verdict rests on, and how it came here. */
export interface AsOf {
  readonly height: number;
  readonly timeMs: number;
  /** The holder brought it along. */
  readonly supplied: boolean;
  /** Another device gave it, and no node has confirmed it yet. */
  readonly unconfirmed?: true;
}

/** A verdict and everything that it rests on. */
export interface Report {
  readonly verdict: Verdict;
  /** In reading order, one per id. */
  readonly checks: readonly Check[];
  /** The most serious reason, where the verdict is not `accepted`. */
  readonly reason: Check | undefined;
  /** What was shown; to be believed only as far as the verdict says. */
  readonly document: ShownDocument | undefined;
  /** The header that the verdict rests on, and how it came here. */
  readonly asOf: AsOf | undefined;
  /** Why data that came along were left aside, where the verdict rests on what was held before. */
  readonly leftAside?: Check;
  /** Nonce of the code, to be remembered so that it is never taken again. */
  readonly nonce: string | undefined;
  /** What was asked for and not shown at all. */
  readonly unanswered: readonly AskedClaims[];
  /** Present where several documents were shown together: this report is then of all of them. */
  readonly several?: Several;
}

/** Documents that were shown together. */
export interface Several {
  /** Of each document, in the order in which they were shown. */
  readonly reports: readonly Report[];
}

/** What a presentation says. */
export interface ShownDocument {
  readonly vct: string;
  readonly issuer: LocalText | undefined;
  /** The document's own claims, without the technical ones. */
  readonly claims: JsonObject;
  readonly content: ContentFacts;
}

const TECHNICAL: ReadonlySet<string> = new Set([
  'iss',
  'iat',
  'nbf',
  'exp',
  'vct',
  'vct#integrity',
  'cnf',
  'print',
  'status',
  '_sd',
  '_sd_alg',
]);

/** The claims that people look at. */
export function readableClaims(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !TECHNICAL.has(name)));
}

export function shownDocument(opened: Case): ShownDocument {
  const { sdJwt, processed, issuer } = opened;
  const vct = sdJwt.payload['vct'];
  return {
    vct: typeof vct === 'string' ? vct : '',
    issuer: issuer?.name,
    claims: readableClaims(processed?.claims ?? sdJwt.payload),
    content: contentFacts(opened),
  };
}
