/**
 * The vault's envelope: the data key, wrapped under a key that Argon2id makes of the passphrase.
 * Deterministic CBOR, so that exactly one byte string stands for given content.
 */
import { BytesError, decodeCbor, encodeCbor, equalBytes, type Cbor } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import type { KdfParams } from '../crypto/index.ts';
import { VaultError } from './vault-error.ts';

export const ENVELOPE_VERSION = 1;
const MAX_BYTES = 1024;
const CHECKSUM_BYTES = 8;
const FIELDS = ['check', 'cipher', 'id', 'iv', 'kdf', 'key', 'm', 'p', 'salt', 't', 'v'];

/** An envelope of version 1: `argon2id` and `A256GCM`. */
export interface Envelope {
  /** Random name of this vault, so that two that follow each other are told apart. */
  readonly vaultId: Uint8Array;
  readonly params: KdfParams;
  readonly salt: Uint8Array;
  readonly iv: Uint8Array;
  /** 32 bytes and the tag. */
  readonly wrappedKey: Uint8Array;
}

/** What the wrapping vouches for besides the key: parameters cannot be exchanged unnoticed. */
export function envelopeHead({ vaultId, params, salt }: Omit<Envelope, 'iv' | 'wrappedKey'>) {
  return encodeCbor(head(vaultId, params, salt));
}

export function encodeEnvelope(envelope: Envelope): Uint8Array<ArrayBuffer> {
  const body = bodyOf(envelope);
  return encodeCbor({ ...body, check: checksum(body) });
}

/**
 * Reads an envelope.
 *
 * @throws {@link VaultError} `vault/newer-version` for a later format, `vault/malformed` for what is
 * none, `vault/damaged` if it was one (the checksum is for accidents; the cipher's tag for malice),
 * `vault/params-refused` for a cost that protects nothing or that no phone can pay.
 */
export function decodeEnvelope(untrusted: Uint8Array): Envelope {
  const map = mapOf(untrusted);
  if (typeof map['v'] === 'number' && map['v'] > ENVELOPE_VERSION) {
    throw new VaultError('vault/newer-version', 'made by a newer version');
  }
  const isOurs = map['v'] === ENVELOPE_VERSION && map['kdf'] === 'argon2id';
  const hasFields = Object.keys(map).sort().join() === FIELDS.join();
  if (!isOurs || map['cipher'] !== 'A256GCM' || !hasFields) throw malformed();
  const envelope = {
    vaultId: octets(map['id'], 16),
    params: {
      memoryKib: whole(map['m']),
      iterations: whole(map['t']),
      parallelism: whole(map['p']),
    },
    salt: octets(map['salt'], 16),
    iv: octets(map['iv'], 12),
    wrappedKey: octets(map['key'], 48),
  };
  if (!equalBytes(octets(map['check'], CHECKSUM_BYTES), checksum(bodyOf(envelope)))) {
    throw new VaultError('vault/damaged', 'the checksum is wrong');
  }
  requireSaneParams(envelope.params);
  return envelope;
}

/** @throws {@link VaultError} `vault/params-refused`. */
export function requireSaneParams({ memoryKib, iterations, parallelism }: KdfParams): void {
  const sane =
    isWithin(memoryKib, 8 * 1024, 1024 * 1024) &&
    isWithin(iterations, 1, 16) &&
    isWithin(parallelism, 1, 4);
  if (!sane) throw new VaultError('vault/params-refused', 'absurd cost of key derivation');
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function head(vaultId: Uint8Array, params: KdfParams, salt: Uint8Array) {
  return {
    v: ENVELOPE_VERSION,
    cipher: 'A256GCM',
    kdf: 'argon2id',
    id: vaultId,
    m: params.memoryKib,
    t: params.iterations,
    p: params.parallelism,
    salt,
  };
}

function bodyOf({ vaultId, params, salt, iv, wrappedKey }: Envelope) {
  return { ...head(vaultId, params, salt), iv, key: wrappedKey };
}

function checksum(body: Cbor): Uint8Array {
  return sha256(encodeCbor(body)).slice(0, CHECKSUM_BYTES);
}

function mapOf(untrusted: Uint8Array): Readonly<Record<string, Cbor | undefined>> {
  const value = cborOf(untrusted);
  if (!isMap(value)) throw malformed();
  return value;
}

function isMap(value: Cbor): value is Readonly<Record<string, Cbor>> {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function cborOf(untrusted: Uint8Array): Cbor {
  try {
    return decodeCbor(untrusted, MAX_BYTES);
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw malformed(cause);
  }
}

function octets(untrusted: Cbor | undefined, length: number): Uint8Array {
  if (!(untrusted instanceof Uint8Array) || untrusted.length !== length) throw malformed();
  return untrusted;
}

function whole(untrusted: Cbor | undefined): number {
  if (typeof untrusted !== 'number') throw malformed();
  return untrusted;
}

function malformed(cause?: unknown): VaultError {
  return new VaultError('vault/malformed', 'not a vault envelope', { cause });
}
