/** What the vault needs from outside. */
import type { CipherOf, DeriveKey } from '../crypto/index.ts';

/** Everything that making or opening an envelope needs. */
export interface EnvelopePorts {
  readonly deriveKey: DeriveKey;
  readonly cipherOf: CipherOf;
}
