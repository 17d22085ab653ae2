/** The verdict and its parts (DESIGN §3). */
import type { TrustedHeader, WitnessReport } from '../chain/index.ts';
import type { Excerpt, TrustPack } from '../registry/index.ts';
import type { CheckCode } from './codes.ts';

/** In reading order. */
export const CHECK_IDS = [
  'format',
  'chain',
  'issuer',
  'signature',
  'anchor',
  'status',
  'validity',
  'holder',
  'purpose',
  'claim',
  'freshness',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export type Outcome = 'pass' | 'fail' | 'unknown' | 'skipped';

/** Facts of a check, shown on demand. Values are public or were disclosed in this presentation. */
export type Facts = Readonly<Record<string, string | number>>;

/**
 * The answer to one question. `unknown` is not a soft `pass`: the question could not be decided
 * here and now. `code` is `<check>/<what>`, also for a pass (`status/valid`).
 */
export interface Check {
  readonly id: CheckId;
  readonly outcome: Outcome;
  readonly code: CheckCode;
  readonly facts: Facts;
}

export type Verdict = 'accepted' | 'rejected' | 'undecided';

/** A verified header, and what speaks against it. */
export interface Basis {
  readonly header: TrustedHeader;
  readonly witnesses: readonly WitnessReport[];
  /** The last attack found; while it stands the chain check fails. */
  readonly conflict: boolean;
}

/** What the verifier holds. Nothing in it came unverified. */
export interface Trust extends Basis {
  readonly pack: TrustPack;
  /** It came from another device, and no node has confirmed it yet; it is used, and said. */
  readonly unconfirmed?: boolean;
}

/** What came along with a presentation and was verified: for one verdict, never to be stored. */
export interface SuppliedTrust extends Basis {
  readonly excerpt: Excerpt;
}
