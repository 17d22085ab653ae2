/** What is better done outside the core: slow key derivation, an authenticated cipher, many signatures. */
import type { SignatureAlgorithm } from './signature.ts';

/** Cost of Argon2id (RFC 9106). */
export interface KdfParams {
  readonly memoryKib: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** Argon2id version 0x13, 32 bytes. */
export type DeriveKey = (
  passphrase: Uint8Array,
  salt: Uint8Array,
  params: KdfParams,
) => Promise<Uint8Array>;

/** AES-256-GCM (NIST SP 800-38D) under one 32-byte key; the tag is the last 16 bytes. */
export interface Cipher {
  encrypt(
    iv: Uint8Array,
    associated: Uint8Array,
    plaintext: Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** @returns `undefined` if the tag is wrong. */
  decrypt(
    iv: Uint8Array,
    associated: Uint8Array,
    ciphertext: Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Takes a raw key into the host's keeping. */
export type CipherOf = (rawKey: Uint8Array) => Promise<Cipher>;

/** Cryptographic randomness. */
export type Random = (size: number) => Uint8Array;

/** Signatures and digests of credentials, answered by a host; no answer may differ from that of `plainCrypto`. */
export interface CredentialCrypto {
  /** Total: what is malformed does not hold. */
  readonly isValidSignature: (
    algorithm: SignatureAlgorithm,
    publicKey: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ) => boolean | Promise<boolean>;
  readonly sha256: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}
