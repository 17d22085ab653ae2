import { createHash } from 'node:crypto';
import type { SignatureVerifier } from '#core/crypto/index.ts';
import { isValidInNode } from './signature-in-node.ts';

/** As many transactions as a node lets wait. */
const REMEMBERED = 10_000;

/**
 * Answers as `verify` does, and remembers the signatures that held: a transaction is looked at when
 * it comes in, each time the block before it is done, and in its block. A signature is remembered by
 * a digest over all that decides about it; the oldest are forgotten.
 */
export function rememberedSignatures(
  verify: SignatureVerifier = isValidInNode,
  limit = REMEMBERED,
): SignatureVerifier {
  const known = new Set<string>();
  return (algorithm, publicKey, message, signature) => {
    // The lengths in front keep one text from being read as another.
    const hash = createHash('sha256').update(
      `${algorithm} ${publicKey.length} ${signature.length} `,
    );
    const name = hash.update(publicKey).update(signature).update(message).digest('base64');
    if (known.has(name)) return true;
    if (!verify(algorithm, publicKey, message, signature)) return false;
    known.add(name);
    const [oldest] = known;
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
    return true;
  };
}
