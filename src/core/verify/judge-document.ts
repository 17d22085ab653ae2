/** The checks that need only the document and the trust data: also what the wallet asks of its own. */
import { processDisclosures, type ProcessedCredential, type SdJwt } from '../credential/index.ts';
import { isRefusal } from '../errors.ts';
import type { AnchorProof } from '../registry/index.ts';
import { notReached, openCase, type Case } from './case.ts';
import { checkAnchor } from './checks/anchor.ts';
import { checkChain } from './checks/chain.ts';
import { checkClaim } from './checks/claim.ts';
import { checkFreshness } from './checks/freshness.ts';
import { checkIssuer } from './checks/issuer.ts';
import { checkSignature } from './checks/signature.ts';
import { checkStatus } from './checks/status.ts';
import { checkValidity } from './checks/validity.ts';
import type { Policy } from './policy.ts';
import type { Check, CheckId, SuppliedTrust, Trust } from './types.ts';

/** What was found out about a document. */
export interface Judged {
  readonly opened: Case;
  readonly checks: readonly Check[];
  /** The issuer's signature and all digests hold, so the content is the issuer's word. */
  readonly genuine: boolean;
}

const BEHIND_SIGNATURE: readonly CheckId[] = ['anchor', 'status', 'validity', 'claim'];

/**
 * Runs every check that does not need the holder. Behind a signature that does not hold, or whose key
 * is not known, nothing in the payload means anything, so those checks are not reached.
 *
 * @param now - The device's clock; the newest verified header is its floor.
 */
export function judgeDocument(
  sdJwt: SdJwt,
  anchor: AnchorProof | undefined,
  trust: Trust | SuppliedTrust,
  policy: Policy,
  now: Date,
): Judged {
  const opened = openCase({ sdJwt, processed: process(sdJwt), anchor, trust, policy, now });
  const signature = checkSignature(opened);
  const genuine = signature.outcome === 'pass';
  const behind = genuine
    ? [checkAnchor, checkStatus, checkValidity, checkClaim].map((check) => check(opened))
    : BEHIND_SIGNATURE.map(notReached);
  const checks = [
    checkChain(trust, policy, now),
    checkIssuer(opened),
    signature,
    ...behind,
    checkFreshness(opened),
  ];
  return { opened, checks, genuine };
}

function process(sdJwt: SdJwt): ProcessedCredential | undefined {
  try {
    return processDisclosures(sdJwt);
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}
