/** The state transition: pure, deterministic, total. */
import { isValidSignature, sha256, type SignatureVerifier } from '../crypto/index.ts';
import { authorise, issuerOf, issuerStatusAt, nextSequence } from './authorise.ts';
import { isBatchSize } from './batch.ts';
import {
  encodeBatchEntry,
  encodeGovernanceEntry,
  encodeIssuerEntry,
  encodeSequence,
  encodeStatusEntry,
  encodeTypeEntry,
  encodeVerifierEntry,
} from './entries.ts';
import {
  GOVERNANCE_KEY,
  issuerKey,
  logKey,
  sequenceKey,
  statusKey,
  typeKey,
  verifierKey,
} from './registry-key.ts';
import { appendClaim, appendRecord, appendTo } from './common-logs.ts';
import { RegistryError, type RegistryCode } from './registry-error.ts';
import { applySetting } from './set-issuer.ts';
import { setValidator } from './set-validator.ts';
import { malformed } from './shape.ts';
import {
  withEntry,
  type BlockContext,
  type ClaimLookup,
  type Kept,
  type RegistryState,
} from './state.ts';
import { decodeTx, type RegistryTx } from './transaction.ts';
import type { TxBody } from './tx-body.ts';

/** What became of a transaction. A refused one leaves the state as it was, and nothing to keep. */
export interface TxOutcome {
  readonly state: RegistryState;
  readonly code: 'ok' | RegistryCode;
  readonly kept?: Kept;
}

/** What a body does to the state. */
export interface Effect {
  readonly state: RegistryState;
  readonly kept?: Kept;
}

type Body<K extends TxBody['kind']> = Extract<TxBody, { kind: K }>;

/**
 * Applies one transaction as part of a block. It never throws: whatever the bytes are, the answer
 * is a new state with `ok`, or the same state with the code of the refusal.
 *
 * @param isValid - Must answer as `isValidSignature` does, or this node leaves its chain.
 */
export function applyTx(
  state: RegistryState,
  untrustedTx: Uint8Array,
  block: BlockContext,
  isClaimed: ClaimLookup,
  isValid: SignatureVerifier = isValidSignature,
): TxOutcome {
  try {
    const tx = decodeTx(untrustedTx);
    authorise(state, tx, block.height, isValid);
    const effect = applyBody(state, tx, block, isClaimed, isValid);
    return { ...effect, state: countedFor(effect.state, tx), code: 'ok' };
  } catch (refusal) {
    if (!(refusal instanceof RegistryError)) throw refusal;
    return { state, code: refusal.code };
  }
}

function countedFor(state: RegistryState, { content: { signer } }: RegistryTx): RegistryState {
  const count = encodeSequence(nextSequence(state, signer) + 1);
  return withEntry(state, sequenceKey(signer), count);
}

function applyBody(
  state: RegistryState,
  { content: { signer, body } }: RegistryTx,
  block: BlockContext,
  isClaimed: ClaimLookup,
  isValid: SignatureVerifier,
): Effect {
  switch (body.kind) {
    case 'set-governance':
      return { state: withEntry(state, GOVERNANCE_KEY, encodeGovernanceEntry(body.governance)) };
    case 'set-issuer':
      return { state: setIssuer(state, body, block) };
    case 'set-verifier':
      return {
        state: withEntry(state, verifierKey(body.verifier), encodeVerifierEntry(body.entry)),
      };
    case 'set-type':
      return {
        state: withEntry(state, typeKey(body.vct), encodeTypeEntry({ digest: body.digest })),
      };
    case 'set-validator':
      return setValidator(state, body);
    case 'append-batch':
      return appendBatch(state, body, block);
    case 'publish-status':
      return publishStatus(state, body, block);
    case 'claim':
      return appendClaim(state, body, block, isClaimed, isValid);
    case 'append-record':
      return appendRecord(state, signer, body, block);
  }
}

function setIssuer(
  state: RegistryState,
  { issuer, setting }: Body<'set-issuer'>,
  { height }: BlockContext,
): RegistryState {
  const entry = applySetting(issuerOf(state, issuer), setting, height);
  return withEntry(state, issuerKey(issuer), encodeIssuerEntry(entry));
}

function appendBatch(
  state: RegistryState,
  { issuer, root, count }: Body<'append-batch'>,
  { height, timeMs }: BlockContext,
): Effect {
  const entry = issuerOf(state, issuer);
  const status = entry === undefined ? undefined : issuerStatusAt(entry, height);
  if (status === 'retired') throw new RegistryError('registry/issuer-retired', 'retired');
  if (status !== 'active') throw new RegistryError('registry/issuer-suspended', 'not active');
  if (!isBatchSize(count)) throw malformed('batch size');
  return appendTo(state, logKey(issuer), encodeBatchEntry({ root, count, height, timeMs }));
}

function publishStatus(
  state: RegistryState,
  { issuer, list, token, validUntilMs }: Body<'publish-status'>,
  { height, timeMs }: BlockContext,
): Effect {
  if (issuerOf(state, issuer) === undefined) {
    throw new RegistryError('registry/issuer-unknown', 'no such issuer');
  }
  if (!token.every((byte) => byte > 0x20 && byte < 0x7f)) throw malformed('token');
  if (validUntilMs <= timeMs) throw new RegistryError('registry/already-expired', 'expired');
  const value = encodeStatusEntry({ digest: sha256(token), height, validUntilMs });
  const entry = statusKey(issuer, list);
  return { state: withEntry(state, entry, value), kept: { kind: 'token', entry, token } };
}
