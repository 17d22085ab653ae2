/** Who may do what, and whether it was really they who signed. */
import { isValidSignature } from '../crypto/index.ts';
import { decodeGovernanceEntry, decodeIssuerEntry, decodeSequence } from './entries.ts';
import { GOVERNANCE_KEY, issuerKey, sequenceKey } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import { malformed } from './shape.ts';
import type { RegistryState } from './state.ts';
import type { RegistryTx, TxBody, TxSignature } from './transaction.ts';
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
  return entry === undefined ? undefined : decodeIssuerEntry(entry);
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
export function authorise(state: RegistryState, tx: RegistryTx, height: number): void {
  const { chainId, signer, sequence, body } = tx.content;
  if (chainId !== state.chainId) throw new RegistryError('registry/wrong-chain', 'other chain');
  if (sequence !== nextSequence(state, signer)) {
    throw new RegistryError('registry/wrong-sequence', 'not the next transaction of its signer');
  }
  if (signer === GOVERNANCE_KEY) authoriseGovernance(state, tx);
  else authoriseIssuer(state, tx, signer.slice('issuer/'.length), height);
  if (signer === GOVERNANCE_KEY && isIssuerBody(body)) throw noRight();
}

function authoriseGovernance(state: RegistryState, tx: RegistryTx): void {
  const governance = governanceOf(state);
  for (const signature of tx.signatures) {
    const founder = governance.founders.find(({ id }) => id === signature.key);
    if (founder === undefined) throw new RegistryError('registry/unknown-signer', 'no founder');
    verify(tx, signature, 'EdDSA', founder.publicKey);
  }
  if (tx.signatures.length < governance.threshold) {
    throw new RegistryError('registry/threshold-not-met', 'too few founders signed');
  }
}

function authoriseIssuer(state: RegistryState, tx: RegistryTx, name: string, height: number): void {
  const { body } = tx.content;
  if (!isIssuerBody(body)) throw noRight();
  const signing = issuerOf(state, name);
  if (signing === undefined) throw new RegistryError('registry/issuer-unknown', 'no such issuer');
  if (body.issuer !== name && !isSuccessor(state, body, name)) throw noRight();
  for (const signature of tx.signatures) {
    const key = signing.keys.find(({ kid }) => kid === signature.key);
    if (key === undefined) throw new RegistryError('registry/unknown-signer', 'no such key');
    verify(tx, signature, key.alg, key.publicKey);
    requireUsable(key, height);
  }
}

/** A successor publishes status lists in the place of a retired issuer, and nothing else. */
function isSuccessor(state: RegistryState, body: IssuerBody, name: string): boolean {
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
  tx: RegistryTx,
  { signature }: TxSignature,
  alg: IssuerKey['alg'],
  publicKey: Uint8Array,
): void {
  if (!isValidSignature(alg, publicKey, tx.signBytes, signature)) {
    throw new RegistryError('registry/bad-signature', 'the signature does not hold');
  }
}

type IssuerBody = Extract<TxBody, { kind: 'append-batch' | 'publish-status' }>;

function isIssuerBody(body: TxBody): body is IssuerBody {
  return body.kind === 'append-batch' || body.kind === 'publish-status';
}

function noRight(): RegistryError {
  return new RegistryError('registry/no-right', 'the signer may not do this');
}
