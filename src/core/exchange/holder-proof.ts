/** Proof of possession of a holder key (OpenID4VCI 1.0, appendix F.1). */
import {
  CredentialError,
  parseHolderJwk,
  parseJwt,
  signJwt,
  verifyJwt,
  type HolderJwk,
  type Sign,
} from '../credential/index.ts';
import { ExchangeError } from './exchange-error.ts';

/** For which issuer and which nonce a key is proven. `iat` in seconds. */
export interface ProofContext {
  readonly audience: string;
  readonly nonce: string;
  readonly iat: number;
}

/** `typ` of a proof. */
export const PROOF_TYP = 'openid4vci-proof+jwt';

const MAX_BYTES = 4096;

/** Signs a proof for a key; `iss` stays absent, as for anonymous pre-authorised access. */
export function signHolderProof(
  jwk: HolderJwk,
  { audience, nonce, iat }: ProofContext,
  sign: Sign,
): Promise<string> {
  const { kty, crv, x, y } = jwk;
  const header = { alg: 'ES256', typ: PROOF_TYP, jwk: { kty, crv, x, y } };
  return signJwt(header, { aud: audience, iat, nonce }, sign);
}

/** A key whose holder answered; whether the nonce is one of ours is the issuer's question. */
export interface ProvenKey {
  readonly publicKey: Uint8Array;
  readonly nonce: string;
}

/**
 * Verifies a proof as an issuer does: `typ`, exactly one key (`jwk`), signature, audience, and an
 * `iat` of at most five minutes away.
 *
 * @throws {@link ExchangeError} `exchange/proof-refused`.
 */
export function verifyHolderProof(untrusted: string, audience: string, now: Date): ProvenKey {
  if (untrusted.length > MAX_BYTES) throw refused('too long');
  try {
    const jwt = parseJwt(untrusted);
    const { typ, jwk, kid, x5c } = jwt.header;
    if (typ !== PROOF_TYP || kid !== undefined || x5c !== undefined) throw refused('header');
    const publicKey = parseHolderJwk(jwk);
    verifyJwt(jwt, { alg: 'ES256', publicKey });
    const { aud, iat, nonce, iss } = jwt.payload;
    if (aud !== audience || iss !== undefined || typeof nonce !== 'string') throw refused('claims');
    const isNear = typeof iat === 'number' && Math.abs(now.getTime() / 1000 - iat) <= 300;
    if (!isNear) throw refused('iat');
    return { publicKey, nonce };
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new ExchangeError('exchange/proof-refused', 'proof', { cause });
  }
}

function refused(what: string): ExchangeError {
  return new ExchangeError('exchange/proof-refused', what);
}
