/** The state transition: pure, deterministic, total. */
import { sha256 } from '../crypto/index.ts';
import { authorise, issuerOf, issuerStatusAt, nextSequence } from './authorise.ts';
import { isBatchSize, logHead } from './batch.ts';
import {
  encodeGovernanceEntry,
  encodeIssuerEntry,
  encodeLogHead,
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
import { RegistryError, type RegistryCode } from './registry-error.ts';
import { applySetting } from './set-issuer.ts';
import { malformed } from './shape.ts';
import { withEntry, type BlockContext, type RegistryState } from './state.ts';
import { decodeTx, type TxBody } from './transaction.ts';

/** What became of a transaction. A refused one leaves the state as it was. */
export interface TxOutcome {
  readonly state: RegistryState;
  readonly code: 'ok' | RegistryCode;
}

type Body<K extends TxBody['kind']> = Extract<TxBody, { kind: K }>;

/**
 * Applies one transaction as part of a block. It never throws: whatever the bytes are, the answer
 * is a new state with `ok`, or the same state with the code of the refusal.
 */
export function applyTx(
  state: RegistryState,
  untrustedTx: Uint8Array,
  block: BlockContext,
): TxOutcome {
  try {
    const tx = decodeTx(untrustedTx);
    authorise(state, tx, block.height);
    const { signer, body } = tx.content;
    const count = encodeSequence(nextSequence(state, signer) + 1);
    return {
      state: withEntry(applyBody(state, body, block), sequenceKey(signer), count),
      code: 'ok',
    };
  } catch (refusal) {
    if (!(refusal instanceof RegistryError)) throw refusal;
    return { state, code: refusal.code };
  }
}

function applyBody(state: RegistryState, body: TxBody, block: BlockContext): RegistryState {
  switch (body.kind) {
    case 'set-governance':
      return withEntry(state, GOVERNANCE_KEY, encodeGovernanceEntry(body.governance));
    case 'set-issuer':
      return setIssuer(state, body, block);
    case 'set-verifier':
      return withEntry(state, verifierKey(body.verifier), encodeVerifierEntry(body.entry));
    case 'set-type':
      return withEntry(state, typeKey(body.vct), encodeTypeEntry({ digest: body.digest }));
    case 'append-batch':
      return appendBatch(state, body, block);
    case 'publish-status':
      return publishStatus(state, body, block);
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
): RegistryState {
  const entry = issuerOf(state, issuer);
  const status = entry === undefined ? undefined : issuerStatusAt(entry, height);
  if (status === 'retired') throw new RegistryError('registry/issuer-retired', 'retired');
  if (status !== 'active') throw new RegistryError('registry/issuer-suspended', 'not active');
  if (!isBatchSize(count)) throw malformed('batch size');
  const log = [...(state.batches.get(issuer) ?? []), { root, count, height, timeMs }];
  const next = withEntry(state, logKey(issuer), encodeLogHead(logHead(log)));
  return { ...next, batches: new Map(state.batches).set(issuer, log) };
}

function publishStatus(
  state: RegistryState,
  { issuer, list, token, validUntilMs }: Body<'publish-status'>,
  { height, timeMs }: BlockContext,
): RegistryState {
  if (issuerOf(state, issuer) === undefined) {
    throw new RegistryError('registry/issuer-unknown', 'no such issuer');
  }
  if (!token.every((byte) => byte > 0x20 && byte < 0x7f)) throw malformed('token');
  if (validUntilMs <= timeMs) throw new RegistryError('registry/already-expired', 'expired');
  const entry = encodeStatusEntry({ digest: sha256(token), height, validUntilMs });
  const next = withEntry(state, statusKey(issuer, list), entry);
  return { ...next, tokens: new Map(state.tokens).set(`${issuer}/${list}`, token) };
}
