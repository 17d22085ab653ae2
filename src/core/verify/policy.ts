import { PRINT_DAYS } from '../credential/index.ts';
import type { CheckId } from './types.ts';

/** What a verifier demands. It is the verifier's own, never inferred from the payload. */
export interface Policy {
  /** Checks that must pass for `accepted`. */
  readonly required: readonly CheckId[];
  /** Age of the trust data, counted from the header's time. */
  readonly maxTrustAgeMs: number;
  /** Age of a status list, counted from its `iat`. */
  readonly maxStatusAgeMs: number;
  readonly trustingPeriodMs: number;
  readonly clockDriftMs: number;
  /** How old, and how far ahead, a broadcast code may be. */
  readonly broadcast: { readonly pastMs: number; readonly futureMs: number };
  /** How long a printed copy may hold from its `iat`. */
  readonly maxPrintMs: number;
  /** Nothing but an answer to this verifier's own request proves the holder. */
  readonly challengeOnly?: boolean;
}

/** Everything that a counter needs when it has asked for nothing in particular. */
export const BROADCAST_REQUIRED: readonly CheckId[] = [
  'format',
  'chain',
  'issuer',
  'signature',
  'anchor',
  'status',
  'validity',
  'holder',
  'freshness',
];

/** The windows of DESIGN §5: 60 s back, 10 s ahead. */
export const BROADCAST_WINDOW = { pastMs: 60_000, futureMs: 10_000 } as const;

/** What a print may last. */
export const MAX_PRINT_MS = PRINT_DAYS * 86_400_000;
