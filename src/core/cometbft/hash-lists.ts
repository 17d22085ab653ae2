/** Roots over the lists that a header commits to. */
import { concatBytes } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { merkleRoot } from '../merkle/index.ts';
import type { CommitSig, Validator } from './types.ts';
import { bytesField, encodeCommitSig, encodePublicKey, message, varintField } from './wire.ts';

/** `validators_hash`, in the order given. */
export function hashValidators(validators: readonly Validator[]): Uint8Array {
  return merkleRoot(
    validators.map(({ key, power }) =>
      concatBytes(message(1, encodePublicKey(key)), varintField(2, power)),
    ),
  );
}

/** `last_commit_hash` of the next header. */
export function hashCommit(signatures: readonly CommitSig[]): Uint8Array {
  return merkleRoot(signatures.map(encodeCommitSig));
}

/** `data_hash`: the leaves are the transactions' SHA-256. */
export function hashTransactions(txs: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(txs.map((tx) => sha256(tx)));
}

/** What of a transaction's result is agreed upon; log, info and events are not. */
export interface ResultFields {
  readonly code: number;
  readonly data: Uint8Array;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
}

/** `last_results_hash` of the next header. */
export function hashResults(results: readonly ResultFields[]): Uint8Array {
  return merkleRoot(
    results.map(({ code, data, gasWanted, gasUsed }) =>
      concatBytes(
        varintField(1, code),
        bytesField(2, data),
        varintField(5, gasWanted),
        varintField(6, gasUsed),
      ),
    ),
  );
}

/** `consensus_hash`. */
export function hashConsensusParams(maxBytes: bigint, maxGas: bigint): Uint8Array {
  return sha256(varintField(1, maxBytes), varintField(2, maxGas));
}
