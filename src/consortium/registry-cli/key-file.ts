/**
 * Keys of departments in files of the age format (age-encryption.org/v1, armored), encrypted under a
 * passphrase: any age program opens them. Inside is JSON.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { formatHex, parseHex } from '#core/bytes/index.ts';
import { isSignatureAlgorithm, type SignatureAlgorithm } from '#core/crypto/index.ts';
import type { TxSigner } from '#core/registry/index.ts';
import { CliError } from './cli-error.ts';
import { orMalformed, parseObject, type Fields } from './files.ts';

const FORMAT = 'lightseal/department-key/1';
const PUBLIC_FORMAT = 'lightseal/public-key/1';
const MAX_FILE = 16 * 1024;
const MIN_PASSPHRASE = 12;

/** A department's key, without its secret part. */
export interface PublicKey {
  /** The founder's id or the issuer's kid. */
  readonly id: string;
  readonly alg: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** A department's key. */
export interface DepartmentKey extends PublicKey {
  readonly secret: Uint8Array;
}

/** A fresh secret of 32 bytes for an algorithm. */
export function createSecret(alg: SignatureAlgorithm, random: (size: number) => Uint8Array) {
  return alg === 'EdDSA' ? random(32) : p256.utils.randomSecretKey(random(48));
}

/** @throws {@link CliError} `registry-cli/malformed` if the secret is none of this algorithm. */
export function departmentKey(id: string, alg: SignatureAlgorithm, secret: Uint8Array) {
  const isId = /^[A-Za-z0-9._~:-]{1,100}$/.test(id);
  const isSecret = secret.length === 32 && (alg === 'EdDSA' || p256.utils.isValidSecretKey(secret));
  if (!isId || !isSecret) throw new CliError('registry-cli/malformed', 'no such key');
  const publicKey =
    alg === 'EdDSA' ? ed25519.getPublicKey(secret) : p256.getPublicKey(secret, false).slice(1);
  return { id, alg, publicKey, secret } satisfies DepartmentKey;
}

/** Signs transactions with a key. */
export function txSigner({ id, alg, secret }: DepartmentKey): TxSigner {
  const sign = (message: Uint8Array) =>
    alg === 'EdDSA' ? ed25519.sign(message, secret) : p256.sign(message, secret);
  return { key: id, sign };
}

/**
 * Encrypts a key.
 *
 * @param work - scrypt with 2^work; 18 takes about a second.
 * @throws {@link CliError} `registry-cli/weak-passphrase` for less than 12 characters.
 */
export async function sealKey(key: DepartmentKey, passphrase: string, work: number) {
  if (passphrase.length < MIN_PASSPHRASE) {
    throw new CliError('registry-cli/weak-passphrase', 'at least 12 characters, please');
  }
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(work);
  const content = { format: FORMAT, id: key.id, alg: key.alg, secret: formatHex(key.secret) };
  return armor.encode(await encrypter.encrypt(JSON.stringify(content)));
}

/**
 * Opens an encrypted key.
 *
 * @throws {@link CliError} `registry-cli/malformed` if it is no such file,
 * `registry-cli/wrong-passphrase`.
 */
export async function openKey(untrusted: string, passphrase: string): Promise<DepartmentKey> {
  const text = await decrypt(dearmor(untrusted), passphrase);
  const { format, id, alg, secret } = parseObject('the key file', text);
  return orMalformed('the key file', () => {
    const isKey = format === FORMAT && typeof id === 'string' && typeof secret === 'string';
    if (!isKey || !isSignatureAlgorithm(alg)) throw new SyntaxError('fields');
    return departmentKey(id, alg, parseHex(secret));
  });
}

/** The public part as a file for others. */
export function formatPublicKey({ id, alg, publicKey }: PublicKey) {
  return { format: PUBLIC_FORMAT, id, alg, publicKey: formatHex(publicKey) };
}

/** @throws {@link CliError} `registry-cli/malformed`. */
export function parsePublicKey(untrusted: Fields): PublicKey {
  return orMalformed('the public key', () => {
    const { format, id, alg, publicKey } = untrusted;
    const isKey = format === PUBLIC_FORMAT && typeof id === 'string' && isSignatureAlgorithm(alg);
    if (!isKey || typeof publicKey !== 'string') throw new SyntaxError('fields');
    return { id, alg, publicKey: parseHex(publicKey) };
  });
}

function dearmor(untrusted: string): Uint8Array {
  try {
    if (untrusted.length > MAX_FILE) throw new Error('too long');
    return armor.decode(untrusted);
  } catch (cause) {
    throw new CliError('registry-cli/malformed', 'not an age file', { cause });
  }
}

async function decrypt(file: Uint8Array, passphrase: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(file, 'text');
  } catch (cause) {
    const isWrong = cause instanceof Error && cause.message.includes('no identity matched');
    const code = isWrong ? 'registry-cli/wrong-passphrase' : 'registry-cli/malformed';
    throw new CliError(code, isWrong ? 'wrong passphrase' : 'not a key file', { cause });
  }
}
