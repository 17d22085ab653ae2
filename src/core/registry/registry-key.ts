/** Keys of the registry (DESIGN §2.1): ASCII, so that their order is the order of their bytes. */
import { formatHex } from '../bytes/index.ts';
import { malformed, oneOf, text, type Shape } from './shape.ts';

const ID = '[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?';
const LOGS = ['claims', 'evidence', 'consents'] as const;
/** Key of the log of claims. */
export const CLAIMS_KEY = 'claims';

/** Identifier of an issuer, a verifier, a founder, a purpose or a status list. */
export const id: Shape<string> = text(new RegExp(`^${ID}$`));

/** Credential type: printable ASCII without spaces. */
export const vct: Shape<string> = text(/^[\x21-\x7e]{1,200}$/);

/** Key identifier of a department's key. */
export const kid: Shape<string> = text(/^[A-Za-z0-9._~:-]{1,100}$/);

/** Logs that belong to no issuer; an issuer never has one of these names. */
export const commonLog = oneOf(...LOGS);

/** Identifier of an issuer. */
export const issuerId: Shape<string> = (untrusted) => {
  if (typeof untrusted !== 'string' || !isIssuerId(untrusted)) throw malformed('issuer');
  return untrusted;
};

export const GOVERNANCE_KEY = 'governance';

/** Who signs a transaction on their own: `issuer/<id>` or `verifier/<id>`. */
export const signerId: Shape<string> = (untrusted) => {
  if (typeof untrusted !== 'string') throw malformed('signer');
  const [kind, name, ...more] = untrusted.split('/');
  if (more.length > 0) throw malformed('signer');
  if (kind === 'verifier') return `verifier/${id(name)}`;
  if (kind === 'issuer') return `issuer/${issuerId(name)}`;
  throw malformed('signer');
};

export function issuerKey(issuer: string): string {
  return `issuer/${issuer}`;
}

export function verifierKey(verifier: string): string {
  return `verifier/${verifier}`;
}

export function logKey(issuer: string): string {
  return `log/${issuer}`;
}

export function statusKey(issuer: string, list: string): string {
  return `status/${issuer}/${list}`;
}

export function typeKey(type: string): string {
  return `type/${type}`;
}

export function validatorKey(publicKey: Uint8Array): string {
  return `validator/${formatHex(publicKey)}`;
}

/** Where the number of transactions of one signer is kept: `governance`, `issuer/<id>`, `verifier/<id>`. */
export function sequenceKey(signer: string): string {
  return `sequence/${signer}`;
}

/** Whether `name` may be an issuer: common logs keep their names for themselves. */
export function isIssuerId(name: string): boolean {
  return new RegExp(`^${ID}$`).test(name) && !LOGS.some((log) => log === name);
}
