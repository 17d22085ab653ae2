/** Making, opening and rewrapping the data key under a passphrase. */
import { encodeUtf8 } from '../bytes/index.ts';
import {
  decodeEnvelope,
  encodeEnvelope,
  envelopeHead,
  requireSaneParams,
  type Envelope,
} from './envelope.ts';
import type { KdfParams, Random } from '../crypto/index.ts';
import type { EnvelopePorts } from './ports.ts';
import { VaultError } from './vault-error.ts';

/** About a quarter of a second on a desk computer, under two seconds on a cheap phone. */
export const DEFAULT_PARAMS: KdfParams = { memoryKib: 64 * 1024, iterations: 3, parallelism: 1 };

/** A data key beside the envelope that keeps it. */
export interface OpenedVault {
  readonly vaultId: Uint8Array;
  /** 32 raw bytes: to be handed to `vaultKeys` and forgotten. */
  readonly dataKey: Uint8Array;
}

/** A new data key, wrapped under `passphrase`; whether that is strong enough is the caller's call. */
export async function createEnvelope(
  passphrase: string,
  random: Random,
  ports: EnvelopePorts,
  params = DEFAULT_PARAMS,
): Promise<OpenedVault & { readonly envelope: Uint8Array<ArrayBuffer> }> {
  const opened = { vaultId: random(16), dataKey: random(32) };
  return { ...opened, envelope: await wrap(opened, passphrase, random, ports, params) };
}

/**
 * Opens an envelope.
 *
 * @throws {@link VaultError} `vault/wrong-passphrase`, or as {@link decodeEnvelope}.
 */
export async function openEnvelope(
  untrusted: Uint8Array,
  passphrase: string,
  ports: EnvelopePorts,
): Promise<OpenedVault> {
  const envelope = decodeEnvelope(untrusted);
  const { vaultId, iv, wrappedKey } = envelope;
  const cipher = await wrappingCipher(envelope, passphrase, ports);
  const dataKey = await cipher.decrypt(iv, envelopeHead(envelope), wrappedKey);
  if (dataKey === undefined) throw new VaultError('vault/wrong-passphrase', 'wrong passphrase');
  return { vaultId, dataKey };
}

/** The same data key under another passphrase, with fresh salt; nothing else has to be rewritten. */
export async function rewrapEnvelope(
  untrusted: Uint8Array,
  passphrase: string,
  newPassphrase: string,
  random: Random,
  ports: EnvelopePorts,
  params = DEFAULT_PARAMS,
): Promise<Uint8Array<ArrayBuffer>> {
  const opened = await openEnvelope(untrusted, passphrase, ports);
  return await wrap(opened, newPassphrase, random, ports, params);
}

async function wrap(
  { vaultId, dataKey }: OpenedVault,
  passphrase: string,
  random: Random,
  ports: EnvelopePorts,
  params: KdfParams,
): Promise<Uint8Array<ArrayBuffer>> {
  requireSaneParams(params);
  const head = { vaultId, params, salt: random(16) };
  const iv = random(12);
  const cipher = await wrappingCipher(head, passphrase, ports);
  const wrappedKey = await cipher.encrypt(iv, envelopeHead(head), dataKey);
  return encodeEnvelope({ ...head, iv, wrappedKey });
}

async function wrappingCipher(
  { salt, params }: Pick<Envelope, 'salt' | 'params'>,
  passphrase: string,
  { deriveKey, cipherOf }: EnvelopePorts,
) {
  // The same characters must open the vault whichever keyboard or input method typed them.
  const typed = encodeUtf8(passphrase.normalize('NFKC'));
  return await cipherOf(await deriveKey(typed, salt, params));
}
