/**
 * Votes for another thread, in two arrays. As objects with three arrays each they take as long to
 * be copied as several of them take to be verified.
 */
import { concatBytes } from '#core/bytes/index.ts';
import type { Vote } from '#core/cometbft/index.ts';

export interface PackedVotes {
  /** Four numbers for each vote: the type of its key, then the lengths of key, message and signature. */
  readonly layout: Uint32Array;
  /** Key, message and signature of each vote. */
  readonly bytes: Uint8Array;
}

const KEY_TYPES: readonly Vote['key']['type'][] = ['ed25519', 'secp256k1'];

export function packVotes(votes: readonly Vote[]): PackedVotes {
  const layout = votes.flatMap(({ key, message, signature }) => [
    KEY_TYPES.indexOf(key.type),
    key.bytes.length,
    message.length,
    signature.length,
  ]);
  const parts = votes.flatMap(({ key, message, signature }) => [key.bytes, message, signature]);
  return { layout: Uint32Array.from(layout), bytes: concatBytes(...parts) };
}

/** What {@link packVotes} packed; the votes share the one buffer. */
export function unpackVotes({ layout, bytes }: PackedVotes): readonly Vote[] {
  const votes: Vote[] = [];
  let from = 0;
  const take = (length = 0) => bytes.subarray(from, (from += length));
  for (let at = 0; at < layout.length; at += 4) {
    const [type = 0, key, message, signature] = layout.subarray(at, at + 4);
    votes.push({
      key: { type: KEY_TYPES[type] ?? 'ed25519', bytes: take(key) },
      message: take(message),
      signature: take(signature),
    });
  }
  return votes;
}
