/** What becomes of stored trust when a profile comes with another anchor (CometBFT, trust options). */
import { equalBytes, formatHex } from '../bytes/index.ts';
import type { HeaderFacts } from './header.ts';
import type { ConsortiumProfile } from './profile.ts';

/** What the device holds of the consortium. */
export interface HeldTrust {
  /** The profile in use. */
  readonly profile: ConsortiumProfile;
  /** The newest verified header, if any. */
  readonly latest: HeaderFacts | undefined;
  /** The verified header at the height of the offered anchor, if it is stored. */
  readonly atAnchor: HeaderFacts | undefined;
}

/**
 * What to do. Nothing that was verified is given up without a person's word:
 *
 * - `start`: nothing is stored; trust begins at the offered anchor;
 * - `keep`: what is stored stays, and goes on from where it is;
 * - `compare`: the anchor is above what is stored; ask a node for its header at `height`, then
 *   {@link decideCompared};
 * - `ask-rollback`: the anchor is below what is stored, and whether they belong together is not
 *   known; if the person agrees, delete everything above `to`;
 * - `ask-wipe`: the anchor contradicts what is stored; if the person agrees, delete all of it;
 * - `refuse`: the profile is for another consortium.
 *
 * A person who does not agree keeps the profile in use; the offered one is not taken.
 */
export type TrustDecision =
  | { readonly kind: 'start' | 'keep' | 'ask-wipe' | 'refuse' }
  | { readonly kind: 'compare'; readonly height: number }
  | { readonly kind: 'ask-rollback'; readonly to: number; readonly from: number };

/** Decides about an offered profile, which people have already compared by its fingerprint. */
export function decideTrust(held: HeldTrust, offered: ConsortiumProfile): TrustDecision {
  const { profile, latest, atAnchor } = held;
  if (offered.chainId !== profile.chainId) return { kind: 'refuse' };
  if (latest === undefined) return { kind: 'start' };
  const { height, hash } = offered.anchor;
  if (height > latest.height) return { kind: 'compare', height: latest.height };
  const stored = height === latest.height ? latest : atAnchor;
  if (stored !== undefined) {
    return { kind: formatHex(stored.hash) === hash ? 'keep' : 'ask-wipe' };
  }
  if (height === profile.anchor.height) {
    return { kind: hash === profile.anchor.hash ? 'keep' : 'ask-wipe' };
  }
  return { kind: 'ask-rollback', to: height, from: latest.height };
}

/**
 * Decides after a `compare`.
 *
 * @param theirs - What a node that has the offered anchor says of the height of `latest`; `undefined`
 * if it no longer keeps it: then nothing contradicts, and the anchor has the person's word.
 */
export function decideCompared(
  latest: HeaderFacts,
  theirs: HeaderFacts | undefined,
): Extract<TrustDecision, { readonly kind: 'start' | 'keep' | 'ask-wipe' | 'refuse' }> {
  return {
    kind: theirs === undefined || equalBytes(latest.hash, theirs.hash) ? 'keep' : 'ask-wipe',
  };
}
