/** The logs that everyone accredited writes to: claims, evidence, consents. */
import type { SignatureVerifier } from '../crypto/index.ts';
import { appendLeaf, frontierRoot } from '../merkle/index.ts';
import type { Effect } from './apply-transaction.ts';
import { encodeClaimEntry, encodeLogHead, encodeRecordEntry } from './entries.ts';
import { CLAIMS_KEY } from './registry-key.ts';
import { RegistryError } from './registry-error.ts';
import {
  frontierOf,
  withEntry,
  type BlockContext,
  type ClaimLookup,
  type RegistryState,
} from './state.ts';
import { claimSignBytes } from './transaction.ts';
import type { Claim } from './tx-body.ts';

/** Appends a leaf to the log whose head is the entry `log`. */
export function appendTo(
  state: RegistryState,
  log: string,
  leaf: Uint8Array,
): Required<Effect> & { readonly kept: { readonly kind: 'leaf' } } {
  const before = frontierOf(state, log);
  const after = appendLeaf(before, leaf);
  const head = encodeLogHead({ size: after.size, root: frontierRoot(after) });
  const next = withEntry(state, log, head);
  return {
    state: { ...next, logs: new Map(state.logs).set(log, after) },
    kept: { kind: 'leaf', log, index: before.size, leaf },
  };
}

/**
 * The first one wins. Presence is proven by the log; absence never is.
 *
 * @throws {@link RegistryError} `registry/bad-signature` of the key of the claim, `registry/claimed`.
 */
export function appendClaim(
  state: RegistryState,
  claim: Claim,
  block: BlockContext,
  isClaimed: ClaimLookup,
  isValid: SignatureVerifier,
): Effect {
  const { key, claimant, purpose, proof } = claim;
  if (!isValid('EdDSA', key, claimSignBytes(state.chainId, claim), proof)) {
    throw new RegistryError('registry/bad-signature', 'not signed with the key of the claim');
  }
  if (isClaimed(key)) throw new RegistryError('registry/claimed', 'somebody was first');
  const { height, timeMs } = block;
  const leaf = encodeClaimEntry({ key, claimant, purpose, height, timeMs });
  const { state: next, kept } = appendTo(state, CLAIMS_KEY, leaf);
  return { state: next, kept: { ...kept, claim: key } };
}

/** Records a digest: of evidence of an attack, or of a consent that was given. */
export function appendRecord(
  state: RegistryState,
  signer: string,
  { log, digest }: { readonly log: string; readonly digest: Uint8Array },
  { height, timeMs }: BlockContext,
): Effect {
  return appendTo(state, log, encodeRecordEntry({ signer, digest, height, timeMs }));
}
