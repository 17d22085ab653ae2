/** The short digest by which people compare profiles: it covers everything that is taken on faith. */
import { encodeCbor, encodeUtf8, formatHex, type Cbor } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import type { ConsortiumProfile } from './profile.ts';

const DOMAIN = encodeUtf8('lightseal/profile/1');
/** Finding another profile with the same 128 bits is out of reach. */
const SHOWN_BYTES = 16;

/**
 * The first 16 bytes of SHA-256 over a domain and the profile in deterministic CBOR, as eight groups
 * of four upper-case hex digits. Order of fields, spaces and fields that are not read do not count;
 * any other difference does.
 */
export function profileFingerprint(profile: ConsortiumProfile): readonly string[] {
  // Text, whole numbers and truth values only; an interface just has no index signature.
  const canonical = encodeCbor(profile as unknown as Cbor);
  const digest = sha256(DOMAIN, canonical).slice(0, SHOWN_BYTES);
  return formatHex(digest).toUpperCase().match(/.{4}/g) ?? [];
}
