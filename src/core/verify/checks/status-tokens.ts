/** Status list tokens stay the same for hours: what was inflated and verified once is not done again. */
import { equalBytes } from '../../bytes/index.ts';
import {
  parseStatusToken,
  verifyStatusToken,
  type StatusToken,
  type VerificationKey,
} from '../../credential/index.ts';

interface Held {
  readonly token: StatusToken;
  readonly key: VerificationKey;
}

/** Each list may be a mebibyte, and a desk sees few issuers. */
const MOST = 16;
/** By the whole text. What is held never changes an answer, only how soon it comes. */
const held = new Map<string, Held>();

/**
 * The token in `text`, verified under the key that `keyOf` finds for it, as the list `uri`.
 *
 * @throws StatusError as `parseStatusToken` and `verifyStatusToken`.
 */
export function verifiedStatusToken(
  text: string,
  keyOf: (untrusted: StatusToken) => VerificationKey,
  uri: string,
): StatusToken {
  const known = held.get(text);
  const token = known?.token ?? parseStatusToken(text);
  const key = keyOf(token);
  if (known !== undefined && isSameKey(known.key, key) && token.uri === uri) return token;
  verifyStatusToken(token, key, uri);
  if (held.size >= MOST) held.clear();
  held.set(text, { token, key });
  return token;
}

function isSameKey(a: VerificationKey, b: VerificationKey): boolean {
  return a.alg === b.alg && equalBytes(a.publicKey, b.publicKey);
}
