import { equalBytes } from '../../bytes/index.ts';
import {
  checkRegisteredClaims,
  CredentialError,
  policyBreach,
  typeMetadata,
  verifyIssuerSignature,
  type CredentialType,
} from '../../credential/index.ts';
import type { IssuerKey } from '../../registry/index.ts';
import { answer, notReached, type Case } from '../case.ts';
import type { Check } from '../types.ts';

/**
 * `signature`: the issuer's signature holds, every disclosure is one that it covers, and what is
 * hidden and what is not is as the type says. A type that is pinned to other metadata than this app
 * has may be newer, so it decides nothing.
 */
export function checkSignature(c: Case): Check {
  if (c.key === undefined) return notReached('signature');
  const refused = refusalOf(c, c.key);
  if (refused !== undefined) return answer('fail', refused);
  if (c.processed === undefined) return answer('fail', 'signature/altered');
  const type = typeMetadata(vctOf(c));
  if (type !== undefined && isPinnedElsewhere(c, type))
    return answer('unknown', 'signature/other-type');
  const claim = type && policyBreach(c.sdJwt, type);
  if (claim !== undefined) return answer('fail', 'signature/against-type', { claim });
  return answer('pass', 'signature/valid', { kid: c.key.kid, algorithm: c.key.alg });
}

function refusalOf(c: Case, key: IssuerKey) {
  try {
    verifyIssuerSignature(c.sdJwt, key);
    checkRegisteredClaims(c.processed?.claims ?? {});
    return undefined;
  } catch (refusal) {
    if (!(refusal instanceof CredentialError)) throw refusal;
    return refusal.code === 'credential/bad-signature'
      ? 'signature/invalid'
      : 'signature/malformed';
  }
}

function vctOf({ sdJwt }: Case): string {
  const vct = sdJwt.payload['vct'];
  return typeof vct === 'string' ? vct : '';
}

function isPinnedElsewhere({ sdJwt, grounds }: Case, type: CredentialType): boolean {
  const signed = sdJwt.payload['vct#integrity'];
  const registered = grounds.type(type.vct);
  return (
    (signed !== undefined && signed !== type.integrity) ||
    (registered !== undefined && !equalBytes(registered, type.digest))
  );
}
