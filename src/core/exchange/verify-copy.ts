/** What a wallet takes from an issuer: nothing that it has not verified itself. */
import {
  CredentialError,
  parseSdJwt,
  readCredentialHead,
  verifySdJwt,
  type CredentialHead,
  type JsonObject,
  type VerificationKey,
} from '../credential/index.ts';
import type { CredentialCrypto } from '../crypto/index.ts';
import { ExchangeError } from './exchange-error.ts';

/** What verifying needs from outside. */
export interface VerifyPorts {
  /**
   * The key that the verified registry lists for this issuer, key id and type, if this is the
   * issuer behind `credentialIssuer`.
   */
  readonly issuerKey: (
    head: CredentialHead,
    credentialIssuer: string,
  ) => VerificationKey | undefined;
  /** Verifies the copies: a phone receives many at once. */
  readonly crypto: CredentialCrypto;
  readonly now: () => Date;
}

/** From whom a copy came, and of which type it is to be. */
export interface Expected {
  readonly credentialIssuer: string;
  readonly vct: string;
}

/**
 * Verifies one copy as its holder.
 *
 * @param read - Reads what else must hold, before the signature is looked at; throws if it does not.
 * @throws {@link ExchangeError} `exchange/other-type`, `exchange/issuer-unknown`,
 * `exchange/not-verified`, or what `read` throws.
 */
export async function verifyCopy<T>(
  untrusted: string,
  { vct, credentialIssuer }: Expected,
  read: (untrustedPayload: JsonObject) => T,
  { issuerKey, crypto, now }: VerifyPorts,
): Promise<T> {
  try {
    const sdJwt = parseSdJwt(untrusted);
    const head = readCredentialHead(sdJwt);
    if (head.vct !== vct) throw new ExchangeError('exchange/other-type', 'vct');
    const found = read(sdJwt.payload);
    const key = issuerKey(head, credentialIssuer);
    if (key === undefined) throw new ExchangeError('exchange/issuer-unknown', 'not registered');
    await verifySdJwt(untrusted, { key, now: now(), keyBinding: 'refused' }, crypto);
    return found;
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new ExchangeError('exchange/not-verified', cause.code, { cause });
  }
}
