/** Issuers and their keys. */
import { p256 } from '@noble/curves/nist.js';
import type { LocalText } from '#core/chain/index.ts';
import type { Sign } from '#core/credential/index.ts';

/** An issuer, without its key. */
export interface IssuerFacts {
  readonly id: string;
  readonly name: LocalText;
  readonly kid: string;
  readonly vcts: readonly string[];
}

/** An issuer that can sign. */
export interface DeskIssuer extends IssuerFacts {
  /** P-256, x‖y. */
  readonly publicKey: Uint8Array;
  /** ES256, r‖s. */
  readonly sign: Sign;
}

/** A fresh secret key for an issuer or a verifier, 32 bytes. */
export function createSecret(random: (size: number) => Uint8Array): Uint8Array {
  return p256.utils.randomSecretKey(random(48));
}

/** Joins an issuer with its secret key. */
export function deskIssuer(facts: IssuerFacts, secret: Uint8Array): DeskIssuer {
  return {
    ...facts,
    publicKey: p256.getPublicKey(secret, false).slice(1),
    sign: (message) => p256.sign(message, secret),
  };
}

/** How the issuer is called inside credentials: a name, not an address. */
export function issuerName(id: string): string {
  return `https://lightseal.example/issuer/${id}`;
}
