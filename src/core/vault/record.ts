/**
 * Records under the data key. What is stored shows an opaque name and a size in whole kibibytes, and
 * nothing else: collection, id and value are all inside.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  BytesError,
  concatBytes,
  decodeUtf8,
  encodeUtf8,
  formatBase64Url,
} from '../bytes/index.ts';
import { hkdfSha256, type Cipher, type CipherOf, type Random } from '../crypto/index.ts';
import { VaultError } from './vault-error.ts';

const VERSION = 1;
const IV_BYTES = 12;
const BLOCK = 1024;
const MAX_BYTES = 4 * 1024 * 1024;

/** Where a record belongs: an id is unique in its collection. */
export interface RecordPlace {
  readonly collection: string;
  readonly id: string;
}

/** What one record says. `value` is JSON. */
export interface VaultRecord extends RecordPlace {
  readonly value: unknown;
}

/** The keys in use while a vault is open. */
export interface VaultKeys {
  readonly cipher: Cipher;
  /** Name under which a record is stored: always the same for one id in one collection, and opaque. */
  nameOf(place: RecordPlace): string;
}

/** Derives the keys in use from the raw data key (HKDF, RFC 5869). */
export async function vaultKeys(dataKey: Uint8Array, cipherOf: CipherOf): Promise<VaultKeys> {
  const part = (use: string) => hkdfSha256(dataKey, encodeUtf8(`lightseal/vault/${use}`));
  const nameKey = part('name');
  return {
    cipher: await cipherOf(part('record')),
    nameOf: ({ collection, id }) => {
      const place = encodeUtf8(JSON.stringify([collection, id]));
      return formatBase64Url(hmac(sha256, nameKey, place).subarray(0, 16));
    },
  };
}

/** Encrypts one record, bound to the name under which it is stored. */
export async function sealRecord(
  keys: VaultKeys,
  record: VaultRecord,
  random: Random,
): Promise<Uint8Array<ArrayBuffer>> {
  const { collection, id, value } = record;
  const text = encodeUtf8(JSON.stringify({ collection, id, value }));
  const iv = random(IV_BYTES);
  const sealed = await keys.cipher.encrypt(iv, associated(keys.nameOf(record)), padded(text));
  return concatBytes(Uint8Array.of(VERSION), iv, sealed);
}

/**
 * Decrypts what is stored under `name`.
 *
 * @throws {@link VaultError} `vault/newer-version`, or `vault/damaged` for a changed record, one of
 * another vault, or one moved from another name.
 */
export async function openRecord(
  keys: VaultKeys,
  name: string,
  untrusted: Uint8Array,
): Promise<VaultRecord> {
  if ((untrusted[0] ?? 0) > VERSION) throw new VaultError('vault/newer-version', 'newer record');
  if (untrusted[0] !== VERSION || untrusted.length > MAX_BYTES) throw damaged();
  const iv = untrusted.subarray(1, 1 + IV_BYTES);
  const sealed = untrusted.subarray(1 + IV_BYTES);
  if (sealed.length < BLOCK) throw damaged();
  const plain = await keys.cipher.decrypt(iv, associated(name), sealed);
  if (plain === undefined) throw damaged();
  return recordOf(plain);
}

function associated(name: string): Uint8Array {
  return encodeUtf8(`lightseal/vault/record/${VERSION}/${name}`);
}

function padded(text: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil((4 + text.length) / BLOCK) * BLOCK);
  if (whole.length > MAX_BYTES - BLOCK) throw new RangeError('a record is over its limit');
  new DataView(whole.buffer).setUint32(0, text.length);
  whole.set(text, 4);
  return whole;
}

function recordOf(plain: Uint8Array): VaultRecord {
  const length = new DataView(plain.buffer, plain.byteOffset).getUint32(0);
  const record = parseJson(plain.subarray(4, 4 + length));
  const isRecord = typeof record === 'object' && record !== null;
  if (!isRecord || !('collection' in record) || !('id' in record)) throw damaged();
  const { collection, id } = record;
  if (typeof collection !== 'string' || typeof id !== 'string') throw damaged();
  return { collection, id, value: 'value' in record ? record.value : undefined };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes)) as unknown;
  } catch (cause) {
    if (cause instanceof BytesError || cause instanceof SyntaxError) throw damaged(cause);
    throw cause;
  }
}

function damaged(cause?: unknown): VaultError {
  return new VaultError('vault/damaged', 'a record does not decrypt', { cause });
}
