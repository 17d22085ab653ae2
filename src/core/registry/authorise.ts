/** Who may do what, and whether it was really they who signed. */
import type { SignatureVerifier } from '../crypto/index.ts';
import {
  decodeGovernanceEntry,
  decodeIssuerEntry,
  decodeSequence,
  decodeVerifierEntry,
} from './entries.ts';
import { GOVERNANCE_KEY, issuerKey, sequenceKey, verifierKey } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import { malformed } from './shape.ts';
import type { RegistryState } from './state.ts';
import type { RegistryTx, TxSignature } from './transaction.ts';
import type { TxBody } from './tx-body.ts';
import type {
  GovernanceEntry,
  HeightRange,
  IssuerEntry,
  IssuerKey,
  IssuerStatus,
} from './types.ts';

/** Number of transactions of `signer` that were included so far: the next one carries it. */
export function nextSequence(state: RegistryState, signer: string): number {
  const entry = state.entries.get(sequenceKey(signer));
  return entry === undefined ? 0 : decodeSequence(entry);
}

/** The issuer's entry, or `undefined` for an unknown issuer. */
export function issuerOf(state: RegistryState, issuer: string): IssuerEntry | undefined {
  const entry = state.entries.get(issuerKey(issuer));
  return entry === undefined ? undefined : decodedIssuer(entry);
}

/** The octets of a state never change in place, so what they say is read once. */
const READ_ISSUERS = new WeakMap<Uint8Array, IssuerEntry>();

function decodedIssuer(entry: Uint8Array): IssuerEntry {
  const known = READ_ISSUERS.get(entry);
  if (known !== undefined) return known;
  const issuer = decodeIssuerEntry(entry);
  READ_ISSUERS.set(entry, issuer);
  return issuer;
}

export function governanceOf(state: RegistryState): GovernanceEntry {
  const entry = state.entries.get(GOVERNANCE_KEY);
  if (entry === undefined) throw malformed('state without governance');
  return decodeGovernanceEntry(entry);
}

/** What an issuer was at `height`; before its first height it is not yet active. */
export function issuerStatusAt(issuer: IssuerEntry, height: number): IssuerStatus | undefined {
  return issuer.history.findLast(({ since }) => since <= height)?.status;
}

/** Whether `height` lies in the range: from its start, until before its end. */
export function isInRange({ from, until }: HeightRange, height: number): boolean {
  return height >= from && (until === undefined || height < until);
}

/**
 * Checks chain, sequence, right and signatures, in this order.
 *
 * @throws {@link RegistryError} with the first rule that does not hold.
 */
export function authorise(
  state: RegistryState,
  tx: RegistryTx,
  height: number,
  isValid: SignatureVerifier,
): void {
  const { chainId, signer, sequence, body } = tx.content;
  if (chainId !== state.chainId) throw new RegistryError('registry/wrong-chain', 'other chain');
  if (sequence !== nextSequence(state, signer)) {
    throw new RegistryError('registry/wrong-sequence', 'not the next transaction of its signer');
  }
  if (isPartyBody(body) === (signer === GOVERNANCE_KEY)) throw noRight();
  if (signer === GOVERNANCE_KEY) authoriseGovernance(state, tx, isValid);
  else if (signer.startsWith('issuer/')) authoriseIssuer(state, tx, height, isValid);
  else authoriseVerifier(state, tx, isValid);
}

function authoriseGovernance(
  state: RegistryState,
  tx: RegistryTx,
  isValid: SignatureVerifier,
): void {
  const governance = governanceOf(state);
  for (const signature of tx.signatures) {
    const founder = governance.founders.find(({ id }) => id === signature.key);
    if (founder === undefined) throw new RegistryError('registry/unknown-signer', 'no founder');
    verify(isValid, tx, signature, { alg: 'EdDSA', publicKey: founder.publicKey });
  }
  if (tx.signatures.length < governance.threshold) {
    throw new RegistryError('registry/threshold-not-met', 'too few founders signed');
  }
}

function authoriseIssuer(
  state: RegistryState,
  tx: RegistryTx,
  height: number,
  isValid: SignatureVerifier,
): void {
  const { body, signer } = tx.content;
  const name = nameOf(signer);
  const signing = issuerOf(state, name);
  if (signing === undefined) throw new RegistryError('registry/issuer-unknown', 'no such issuer');
  if (!isOwn(body, name) && !isSuccessor(state, body, name)) throw noRight();
  for (const signature of tx.signatures) {
    const key = signing.keys.find(({ kid }) => kid === signature.key);
    if (key === undefined) throw new RegistryError('registry/unknown-signer', 'no such key');
    verify(isValid, tx, signature, key);
    requireUsable(key, height);
  }
}

/** A verifier writes to the common logs, and nothing else. */
function authoriseVerifier(state: RegistryState, tx: RegistryTx, isValid: SignatureVerifier): void {
  const { body, signer } = tx.content;
  const name = nameOf(signer);
  const entry = state.entries.get(verifierKey(name));
  if (entry === undefined) {
    throw new RegistryError('registry/verifier-unknown', 'no such verifier');
  }
  if ('issuer' in body || !isOwn(body, name)) throw noRight();
  const { key } = decodeVerifierEntry(entry);
  for (const signature of tx.signatures) {
    if (signature.key !== key.kid)
      throw new RegistryError('registry/unknown-signer', 'no such key');
    verify(isValid, tx, signature, key);
  }
}

/** Whether a party writes in its own name. */
function isOwn(body: TxBody, name: string): boolean {
  if ('issuer' in body) return body.issuer === name;
  return body.kind !== 'claim' || body.claimant === name;
}

/** A successor publishes status lists in the place of a retired issuer, and nothing else. */
function isSuccessor(state: RegistryState, body: TxBody, name: string): boolean {
  return body.kind === 'publish-status' && issuerOf(state, body.issuer)?.successor === name;
}

function requireUsable(key: IssuerKey, height: number): void {
  if (!isInRange(key, height)) {
    throw new RegistryError('registry/key-out-of-range', 'the key is not in force');
  }
  if (key.compromisedSince !== undefined && height >= key.compromisedSince) {
    throw new RegistryError('registry/key-compromised', 'the key is compromised');
  }
}

function verify(
  isValid: SignatureVerifier,
  tx: RegistryTx,
  { signature }: TxSignature,
  { alg, publicKey }: Pick<IssuerKey, 'alg' | 'publicKey'>,
): void {
  if (!isValid(alg, publicKey, tx.signBytes, signature)) {
    throw new RegistryError('registry/bad-signature', 'the signature does not hold');
  }
}

const PARTY_BODIES: readonly TxBody['kind'][] = [
  'append-batch',
  'publish-status',
  'claim',
  'append-record',
];

/** What issuers and verifiers write; all else is for governance. */
function isPartyBody({ kind }: TxBody): boolean {
  return PARTY_BODIES.includes(kind);
}

/** The part of a signer after its kind. */
function nameOf(signer: string): string {
  return signer.slice(signer.indexOf('/') + 1);
}

function noRight(): RegistryError {
  return new RegistryError('registry/no-right', 'the signer may not do this');
}
