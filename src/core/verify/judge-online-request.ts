/** What a wallet says of somebody who asks online, before the person decides. */
import type { ClaimQuery, ClaimsPath, CredentialQuery, ExactPath } from '../credential/index.ts';
import type { AuthorizationRequest } from '../exchange/index.ts';
import type { VerifierEntry } from '../registry/index.ts';
import { CONCERNS, isStale, type Concern, type JudgedAsker } from './judge-request.ts';
import type { Policy } from './policy.ts';
import type { Trust } from './types.ts';

/** An online request, judged. */
export interface JudgedOnlineRequest extends JudgedAsker {
  readonly request: AuthorizationRequest;
  /** The registered purpose that they ask for, which says what they may ask. */
  readonly allowed: Purpose | undefined;
}

type Purpose = VerifierEntry['purposes'][number];

/**
 * Judges who asks for what. A request under a name of the registry was opened under its key before
 * (`openRequestObject`), or there is none; so nobody but a stranger is left to be warned of.
 */
export function judgeOnlineRequest(
  request: AuthorizationRequest,
  trust: Trust | undefined,
  policy: Policy,
  now: Date,
): JudgedOnlineRequest {
  const { signedBy: id = '' } = request;
  const entry = trust?.pack.registry.verifiers.get(id);
  const allowed = entry?.purposes.find((purpose) => purpose.id === request.purpose);
  const found: Partial<Record<Concern, boolean>> = {
    'request/no-trust': trust === undefined,
    'request/unsigned': request.signedBy === undefined,
    'request/purpose-unknown': allowed === undefined,
    'request/over-asking': allowed !== undefined && !isAllAllowed(request, allowed),
    'request/stale-trust': trust !== undefined && isStale(trust, policy, now),
  };
  return {
    request,
    asker: entry && { id, name: entry.name },
    purpose: allowed && { registered: allowed.name },
    allowed,
    concerns: CONCERNS.filter((concern) => found[concern]),
    offsetMs: 0,
  };
}

/** Whether the registry lets them see this part of such a document, for their purpose. */
export function mayBeAsked(allowed: Purpose | undefined, vct: string, path: ExactPath): boolean {
  return allowed?.vct === vct && allowed.claims.some((claim) => covers(claim, path));
}

function isAllAllowed({ query }: AuthorizationRequest, allowed: Purpose): boolean {
  return query.credentials.every((one) => isAllowed(one, allowed));
}

function isAllowed({ vctValues = [], claims = [] }: CredentialQuery, allowed: Purpose): boolean {
  const isType = vctValues.every((vct) => vct === allowed.vct);
  return isType && claims.every(({ path }: ClaimQuery) => isCovered(path, allowed));
}

function isCovered(path: ClaimsPath, { claims }: Purpose): boolean {
  return claims.some((claim) => covers(claim, path));
}

/** Who may ask for a whole may ask for its parts; an empty step stands for all elements of a list. */
function covers(claim: string, path: ClaimsPath): boolean {
  const steps = claim.split('.');
  return (
    steps.length <= path.length &&
    steps.every(
      (step, place) =>
        step === String(path[place] ?? '') || (step === '' && typeof path[place] === 'number'),
    )
  );
}
