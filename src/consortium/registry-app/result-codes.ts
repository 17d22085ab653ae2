import type { RegistryCode } from '#core/registry/index.ts';

/**
 * Numbers of the registry's codes in transaction results. Permanent: `last_results_hash` commits to
 * them. Zero is success.
 */
export const RESULT_CODES: Readonly<Record<'ok' | RegistryCode, number>> = {
  ok: 0,
  'registry/malformed': 1,
  'registry/too-large': 2,
  'registry/unknown-key': 3,
  'registry/wrong-chain': 4,
  'registry/wrong-sequence': 5,
  'registry/no-right': 6,
  'registry/unknown-signer': 7,
  'registry/bad-signature': 8,
  'registry/threshold-not-met': 9,
  'registry/key-out-of-range': 10,
  'registry/key-compromised': 11,
  'registry/key-reused': 12,
  'registry/issuer-unknown': 13,
  'registry/issuer-suspended': 14,
  'registry/issuer-retired': 15,
  'registry/already-expired': 16,
  'registry/root-mismatch': 17,
  'registry/log-mismatch': 18,
  'registry/status-mismatch': 19,
  'registry/anchor-size-mismatch': 20,
  'registry/anchor-not-included': 21,
  'registry/not-held': 22,
  'registry/list-too-long': 23,
  'registry/verifier-unknown': 24,
  'registry/validators-fixed': 25,
  'registry/no-validators': 26,
  'registry/claimed': 27,
  'registry/delta-gap': 28,
  'registry/other-chain': 29,
  'registry/nothing-newer': 30,
};

/** What a node says about a transaction: `log` is the code as text, empty for success. */
export interface TxResult {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
}

/** The result that stands for a code. */
export function txResult(code: 'ok' | RegistryCode): TxResult {
  if (code === 'ok') return { code: 0, codespace: '', log: '' };
  return { code: RESULT_CODES[code], codespace: 'registry', log: code };
}
