import { concatBytes, decodeUtf8, encodeVarint } from '#core/bytes/index.ts';
import { entryLeafHash } from '#core/registry/index.ts';
import type { QueryAnswer } from './queries.ts';

/** Data of the `simple:v` op of an answer: the protobuf `ValueOp{key, Proof}`. */
export function encodeValueOp({
  key,
  value,
  proof,
}: Pick<QueryAnswer, 'key' | 'value'> & Required<Pick<QueryAnswer, 'proof'>>): Uint8Array {
  const leaf = entryLeafHash(decodeUtf8(key), value);
  const encoded = concatBytes(
    ...(proof.total === 0 ? [] : [Uint8Array.of(8), encodeVarint(proof.total)]),
    ...(proof.index === 0 ? [] : [Uint8Array.of(16), encodeVarint(proof.index)]),
    Uint8Array.of(26, leaf.length),
    leaf,
    ...proof.aunts.flatMap((aunt) => [Uint8Array.of(34, aunt.length), aunt]),
  );
  return concatBytes(
    Uint8Array.of(10),
    encodeVarint(key.length),
    key,
    Uint8Array.of(18),
    encodeVarint(encoded.length),
    encoded,
  );
}
