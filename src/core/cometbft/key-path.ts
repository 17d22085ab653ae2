/** Key paths of proof operators (CometBFT v0.38, `crypto/merkle/proof_key_path.go`). */
import { BytesError, encodeUtf8, parseHex } from '../bytes/index.ts';
import { malformed } from './cometbft-error.ts';

const MAX_TEXT = 8_192;
const MAX_PARTS = 8;

/**
 * Reads `/store/key`: parts are URL-escaped text, or `x:` and hex digits.
 *
 * @returns The parts, outermost first.
 * @throws {@link CometbftError} `cometbft/malformed`.
 */
export function parseKeyPath(untrusted: string): readonly Uint8Array[] {
  const [before, ...parts] = untrusted.slice(0, MAX_TEXT + 1).split('/');
  const fits = untrusted.length <= MAX_TEXT && parts.length >= 1 && parts.length <= MAX_PARTS;
  if (before !== '' || !fits) throw malformed('key path');
  return parts.map(parsePart);
}

function parsePart(part: string): Uint8Array {
  try {
    if (part.startsWith('x:')) return parseHex(part.slice(2).toLowerCase());
    return encodeUtf8(decodeURIComponent(part));
  } catch (cause) {
    if (cause instanceof BytesError || cause instanceof URIError) {
      throw malformed('part of a key path', { cause });
    }
    throw cause;
  }
}
