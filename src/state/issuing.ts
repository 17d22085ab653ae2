/** What every visit to an issuer needs, and from whom a wallet takes anything. */
import type { ConsortiumProfile } from '#core/chain/index.ts';
import type { CredentialCrypto } from '#core/crypto/index.ts';
import type { CollectPorts, SendRequest } from '#core/exchange/index.ts';
import type { Chain } from './chain.svelte.ts';
import { registeredKey } from './issuer-key.ts';
import type { Clock, HolderKey, HolderKeys, Random } from './ports.ts';

/** What visiting an issuer needs from outside. */
export interface IssuingPorts {
  readonly send: SendRequest;
  readonly keys: HolderKeys;
  readonly wait: (ms: number) => Promise<void>;
  readonly clock: Clock;
  readonly crypto: CredentialCrypto;
  readonly random: Random;
}

/** Copies asked for at once. */
export const COPIES = 5;

/** Copies count only under a key of the registry that this device has verified. */
export function collectPorts(
  chain: Chain,
  { send, keys, clock, crypto }: IssuingPorts,
): CollectPorts<HolderKey> {
  return {
    send,
    crypto,
    sign: (key, message) => keys.sign(key.privateJwk, message),
    issuerKey: (head, credentialIssuer) =>
      registeredKey(chain.latest?.trust, chain.profile, head, credentialIssuer),
    now: clock,
  };
}

/** The profile's issuers, and addresses below them on the same origin. */
export function isOfProfile({ issuers }: ConsortiumProfile, url: string): boolean {
  return issuers.some((issuer) => url === issuer.url || url.startsWith(`${originOf(issuer.url)}/`));
}

function originOf(url: string): string {
  return new URL(url).origin;
}
