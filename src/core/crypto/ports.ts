/** What is better done outside the core: slow key derivation and an authenticated cipher. */

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
