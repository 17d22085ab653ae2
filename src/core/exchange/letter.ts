/** A presentation sealed for whoever knows the token: mailboxes see only an address and ciphertext. */
import {
  BytesError,
  concatBytes,
  decodeUtf8,
  encodeUtf8,
  formatBase64Url,
  parseBase64Url,
} from '../bytes/index.ts';
import {
  hkdfSha256,
  sha256,
  type CipherOf,
  type DeriveKey,
  type KdfParams,
  type Random,
} from '../crypto/index.ts';
import { QrError } from '../qr/index.ts';
import { TokenError } from './token-error.ts';

/** The token has 86 bits of its own: this only makes guessing within its minute dearer still. */
export const TOKEN_KDF: KdfParams = { memoryKib: 32 * 1024, iterations: 2, parallelism: 1 };

const DOMAIN = 'lightseal/token/1';
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 2;
/** Two sizes for all letters: what is inside shows no more than that. */
const SIZES = [2_048, 4_608] as const;
/** Base64url characters of the largest letter. */
export const MAX_LETTER = Math.ceil(((1 + IV_BYTES + SIZES[1] + TAG_BYTES) * 4) / 3);

/** What a token leads to. */
export interface TokenKeys {
  /** 32 bytes under which a mailbox keeps the letter; it tells nothing about the token. */
  readonly address: Uint8Array;
  readonly key: Uint8Array;
}

/** Argon2id of the token and the chain, then HKDF: without the token nobody finds the letter. */
export async function tokenKeys(
  token: string,
  chainId: string,
  deriveKey: DeriveKey,
): Promise<TokenKeys> {
  const salt = sha256(encodeUtf8(`${DOMAIN}/${chainId}`)).slice(0, 16);
  const secret = await deriveKey(encodeUtf8(token), salt, TOKEN_KDF);
  const part = (use: string) => hkdfSha256(secret, encodeUtf8(`${DOMAIN}/${use}`));
  return { address: part('address'), key: part('key') };
}

/**
 * Seals the text of a code, bound to its address (AES-256-GCM).
 *
 * @returns Base64url.
 * @throws {@link QrError} `qr/too-large` for more than one code holds, such as a portrait.
 */
export async function sealLetter(
  text: string,
  { address, key }: TokenKeys,
  cipherOf: CipherOf,
  random: Random,
): Promise<string> {
  const iv = random(IV_BYTES);
  const cipher = await cipherOf(key);
  const sealed = await cipher.encrypt(iv, address, pad(encodeUtf8(text)));
  return formatBase64Url(concatBytes(Uint8Array.of(VERSION), iv, sealed));
}

/**
 * Opens what a mailbox gave out.
 *
 * @throws {@link TokenError} `token/malformed-letter` for anything that was not sealed under this
 * token for this address.
 */
export async function openLetter(
  untrusted: string,
  { address, key }: TokenKeys,
  cipherOf: CipherOf,
): Promise<string> {
  const bytes = readLetter(untrusted);
  const [iv, sealed] = [bytes.slice(1, 1 + IV_BYTES), bytes.slice(1 + IV_BYTES)];
  const plain = await (await cipherOf(key)).decrypt(iv, address, sealed);
  if (plain === undefined) throw malformed('not sealed under this token');
  return unpad(plain);
}

function readLetter(untrusted: string): Uint8Array {
  if (untrusted.length > MAX_LETTER) throw malformed('too long');
  const bytes = refusing(() => parseBase64Url(untrusted));
  const size = bytes.length - 1 - IV_BYTES - TAG_BYTES;
  if (bytes[0] !== VERSION || !SIZES.some((each) => each === size)) throw malformed('size');
  return bytes;
}

function pad(text: Uint8Array): Uint8Array {
  const size = SIZES.find((each) => each >= LENGTH_BYTES + text.length);
  if (size === undefined) throw new QrError('qr/too-large', 'more than one code holds');
  const padded = new Uint8Array(size);
  padded.set([text.length >> 8, text.length & 0xff]);
  padded.set(text, LENGTH_BYTES);
  return padded;
}

function unpad(padded: Uint8Array): string {
  const length = (padded[0] ?? 0) * 256 + (padded[1] ?? 0);
  if (length > padded.length - LENGTH_BYTES) throw malformed('length');
  return refusing(() => decodeUtf8(padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length)));
}

function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (refusal) {
    if (refusal instanceof BytesError) throw malformed('not a letter', refusal);
    throw refusal;
  }
}

function malformed(message: string, cause?: unknown): TokenError {
  return new TokenError('token/malformed-letter', message, { cause });
}
