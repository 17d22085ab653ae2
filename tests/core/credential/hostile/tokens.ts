/**
 * Tokens that are wrong in one thing alone, with the code that each must be refused with. All are signed by
 * the issuer's key, and those of holders by the holder's, unless that is what is wrong.
 */
import type { CredentialCode, SdJwtPolicy } from '#core/credential/index.ts';
import { BOUND, POLICY } from '../craft.ts';
import { OF_DISCLOSURES } from './disclosures.ts';
import { OF_FORM } from './form.ts';
import { OF_HOLDERS } from './holders.ts';
import { OF_ISSUERS } from './issuers.ts';
import { bound, type Row } from './make.ts';

export interface HostileToken {
  readonly name: string;
  readonly code: CredentialCode;
  readonly make: () => Promise<string>;
  readonly policy: SdJwtPolicy;
}

const RECEIVED: Row = [
  'a key binding in what an issuer gives',
  'credential/unexpected-key-binding',
  bound({}),
];

const under = (policy: SdJwtPolicy) => {
  return ([name, code, make]: Row): HostileToken => ({ name, code, make, policy });
};

export const hostileTokens: readonly HostileToken[] = [
  ...[...OF_ISSUERS, ...OF_FORM, ...OF_DISCLOSURES].map(under(POLICY)),
  ...OF_HOLDERS.map(under(BOUND)),
  under({ ...POLICY, keyBinding: 'refused' })(RECEIVED),
];
