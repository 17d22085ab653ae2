import { sha256 } from './hash.ts';
import type { CredentialCrypto } from './ports.ts';
import { isValidSignature } from './signature.ts';

/** The core's own cryptography, where a host has nothing faster. */
export const plainCrypto: CredentialCrypto = { isValidSignature, sha256 };
