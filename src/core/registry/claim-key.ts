/** The key of a claim (DESIGN §2.1): whoever holds the invoice can derive it, and nobody else. */
import { encodeUtf8 } from '../bytes/index.ts';
import { hkdfSha256 } from '../crypto/index.ts';
import { malformed } from './shape.ts';

const TAG = 'lightseal/claim-key/1';
const SECRET_BYTES = 32;
const NUMBER = /^[\x21-\x7e]{1,64}$/;

/**
 * Secret seed (RFC 8032) of the Ed25519 key that stands for an invoice in the log of claims: HKDF-SHA-256 of
 * `claim_secret` without a salt, with `lightseal/claim-key/1`, a line feed and the number as info. All
 * copies and re-issues of an invoice have the same secret and number, hence the same key.
 *
 * @param claimSecret - The 32 octets of the document's claim `claim_secret`.
 * @param invoiceNumber - As it stands in the document: 1 to 64 visible ASCII characters.
 * @throws {@link RegistryError} `registry/malformed` for anything else.
 */
export function claimKeySeed(
  claimSecret: Uint8Array,
  invoiceNumber: string,
): Uint8Array<ArrayBuffer> {
  if (claimSecret.length !== SECRET_BYTES) throw malformed('claim secret');
  if (!NUMBER.test(invoiceNumber)) throw malformed('invoice number');
  return hkdfSha256(claimSecret, encodeUtf8(`${TAG}\n${invoiceNumber}`));
}
