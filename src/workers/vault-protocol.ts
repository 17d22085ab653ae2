/** Messages between the page and the vault worker, which does one thing: Argon2id. */
import type { KdfParams } from '#core/crypto/index.ts';

/** Page → worker. */
export interface ToVaultWorker extends KdfParams {
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
}

/** Worker → page. */
export type FromVaultWorker =
  | { readonly kind: 'derived'; readonly key: Uint8Array }
  | { readonly kind: 'broken'; readonly message: string };
