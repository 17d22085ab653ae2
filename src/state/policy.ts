import type { ConsortiumProfile } from '#core/chain/index.ts';
import {
  BROADCAST_REQUIRED,
  BROADCAST_WINDOW,
  MAX_PRINT_MS,
  type Policy,
} from '#core/verify/index.ts';

/** The policy that a profile sets for verifiers who have asked for nothing in particular. */
export function policyOf(profile: ConsortiumProfile): Policy {
  return {
    required: BROADCAST_REQUIRED,
    ...profile.policy,
    trustingPeriodMs: profile.trustingPeriodMs,
    clockDriftMs: profile.clockDriftMs,
    broadcast: BROADCAST_WINDOW,
    maxPrintMs: MAX_PRINT_MS,
  };
}
