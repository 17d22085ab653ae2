import {
  checkRegisteredClaims,
  CredentialError,
  verifyIssuerSignature,
} from '../../credential/index.ts';
import type { IssuerKey } from '../../registry/index.ts';
import { answer, notReached, type Case } from '../case.ts';
import type { Check } from '../types.ts';

/** `signature`: the issuer's signature holds, and every disclosure is one that it covers. */
export function checkSignature(c: Case): Check {
  if (c.key === undefined) return notReached('signature');
  const refused = refusalOf(c, c.key);
  if (refused !== undefined) return answer('fail', refused);
  if (c.processed === undefined) return answer('fail', 'signature/altered');
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
