import type { ConsortiumProfile } from '#core/chain/index.ts';
import { CONSORTIUM_NAME } from './departments.ts';
import type { RunningConsortium } from './consortium.ts';

const DAY_MS = 86_400_000;
/** How old a trusted header may be to vouch for a newer one. */
export const TRUSTING_PERIOD_MS = 7 * DAY_MS;

/** The profile that the demo app is given: what its users take on faith. */
export function makeProfile(
  consortium: Pick<RunningConsortium, 'chainId' | 'nodes' | 'anchor' | 'founders'>,
  issuers: ConsortiumProfile['issuers'],
): ConsortiumProfile {
  return {
    version: 1,
    demo: true,
    chainId: consortium.chainId,
    engine: 'cometbft',
    name: CONSORTIUM_NAME,
    nodes: consortium.nodes.map(({ name, url }) => ({ name, url })),
    anchor: consortium.anchor,
    founders: consortium.founders,
    trustLevel: { numerator: 2, denominator: 3 },
    trustingPeriodMs: TRUSTING_PERIOD_MS,
    clockDriftMs: 10_000,
    issuers,
    policy: { maxTrustAgeMs: DAY_MS, maxStatusAgeMs: DAY_MS },
  };
}
