import { hkdf } from '@noble/hashes/hkdf.js';
import { ripemd160 as nobleRipemd160 } from '@noble/hashes/legacy.js';
import { sha256 as nobleSha256, sha512 as nobleSha512 } from '@noble/hashes/sha2.js';

// Trees hash many short messages: one state for all of them is a third quicker than one for each.
const FRESH = nobleSha256.create();
const state = nobleSha256.create();

/** SHA-256, 32 bytes, of the parts one after the other: quicker than of their concatenation. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  FRESH._cloneInto(state);
  for (const part of parts) state.update(part);
  return state.digest();
}

/** SHA-512, 64 bytes. */
export function sha512(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return nobleSha512(message);
}

/** RIPEMD-160, 20 bytes: only for the addresses of secp256k1 validators. */
export function ripemd160(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(nobleRipemd160(message));
}

/** HKDF-SHA-256 without a salt (RFC 5869), 32 bytes: `use` keeps the keys of one secret apart. */
export function hkdfSha256(secret: Uint8Array, use: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hkdf(nobleSha256, secret, undefined, use, 32));
}
