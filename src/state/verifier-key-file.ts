/** The file that an office gives to a desk computer so that it can ask in the office's name. */
import { BytesError, equalBytes, parseBase64Url } from '#core/bytes/index.ts';
import {
  CredentialError,
  isJsonObject,
  parseHolderJwk,
  parseJsonObject,
  type Json,
} from '#core/credential/index.ts';
import { CodedError } from '#core/errors.ts';
import type { VerifierEntry } from '#core/registry/index.ts';
import type { PrivateJwk } from './ports.ts';

/** Why a key file was not taken. */
export type VerifierCode =
  | 'verifier/malformed-key'
  | 'verifier/other-chain'
  | 'verifier/not-registered'
  | 'verifier/other-key';

export class VerifierError extends CodedError<VerifierCode> {}

/** What the file says; the registry says whether it is so. */
export interface VerifierKeyFile {
  readonly chainId: string;
  readonly verifier: string;
  readonly publicKey: Uint8Array;
  readonly privateJwk: PrivateJwk;
}

const FORMAT = 'lightseal/verifier-key/1';
const MAX_CHARACTERS = 4096;
/** A file that is larger is not read. */
export const KEY_FILE_BYTES = 2 * MAX_CHARACTERS;

/** @throws {@link VerifierError} `verifier/malformed-key` for anything but a key file of ours. */
export function parseVerifierKeyFile(untrusted: string): VerifierKeyFile {
  if (untrusted.length > MAX_CHARACTERS) throw malformed();
  try {
    const { format, chainId, verifier, key } = parseJsonObject(untrusted.trim());
    if (format !== FORMAT || typeof chainId !== 'string' || typeof verifier !== 'string')
      throw malformed();
    return { chainId, verifier, ...readKey(key) };
  } catch (cause) {
    const known = cause instanceof CredentialError || cause instanceof BytesError;
    throw known ? malformed(cause) : cause;
  }
}

/**
 * @param entry - What the verified registry lists for the file's office.
 * @throws {@link VerifierError} `verifier/other-chain`, `verifier/not-registered` or `verifier/other-key`.
 */
export function requireRegistered(
  file: VerifierKeyFile,
  chainId: string,
  entry: VerifierEntry | undefined,
): void {
  if (file.chainId !== chainId)
    throw new VerifierError('verifier/other-chain', 'of another consortium');
  if (entry === undefined) throw new VerifierError('verifier/not-registered', 'unknown office');
  if (!equalBytes(entry.key.publicKey, file.publicKey))
    throw new VerifierError('verifier/other-key', 'not the key that is registered');
}

function readKey(untrusted: Json | undefined) {
  if (!isJsonObject(untrusted)) throw malformed();
  const { d, ...publicJwk } = untrusted;
  const publicKey = parseHolderJwk(publicJwk);
  const { x, y } = publicJwk;
  if (typeof d !== 'string' || typeof x !== 'string' || typeof y !== 'string') throw malformed();
  if (parseBase64Url(d).length !== 32) throw malformed();
  return { publicKey, privateJwk: { kty: 'EC', crv: 'P-256', x, y, d } as const };
}

function malformed(cause?: unknown): VerifierError {
  return new VerifierError('verifier/malformed-key', 'not a key file', { cause });
}
