/** CometBFT's ValueOp read from its protobuf bytes, independently of the code under test. */
import { expect } from 'vitest';
import { sha256 } from '#core/crypto/index.ts';

/** Root that the op leads to from `value`. */
export function rootOfValueOp(data: Uint8Array, value: Uint8Array): Uint8Array {
  const op = messageOf(data);
  const [name = new Uint8Array()] = op.get(1) ?? [];
  const proof = messageOf(op.get(2)?.[0] ?? new Uint8Array());
  const digest = sha256(value);
  const leaf = sha256(Uint8Array.of(0, name.length, ...name, digest.length, ...digest));
  expect(proof.get(3)?.[0]).toEqual(leaf);
  const number = (field: number) => proof.get(field)?.[0]?.[0] ?? 0;
  return foldUp(leaf, number(2), number(1), [...(proof.get(4) ?? [])]);
}

function foldUp(leaf: Uint8Array, index: number, total: number, aunts: Uint8Array[]): Uint8Array {
  if (total === 1) return leaf;
  let split = 1;
  while (split * 2 < total) split *= 2;
  const top = aunts.at(-1) ?? new Uint8Array();
  const rest = aunts.slice(0, -1);
  return index < split
    ? sha256(Uint8Array.of(1, ...foldUp(leaf, index, split, rest), ...top))
    : sha256(Uint8Array.of(1, ...top, ...foldUp(leaf, index - split, total - split, rest)));
}

/** Fields of a message whose varints fit one byte. */
function messageOf(bytes: Uint8Array): ReadonlyMap<number, readonly Uint8Array[]> {
  const found = new Map<number, Uint8Array[]>();
  for (let offset = 0; offset < bytes.length;) {
    const tag = bytes[offset] ?? 0;
    let length = bytes[offset + 1] ?? 0;
    let start = offset + 2;
    if (tag % 8 === 2 && length > 127) length = length - 128 + 128 * (bytes[start++] ?? 0);
    const isVarint = tag % 8 === 0;
    const end = isVarint ? offset + 2 : start + length;
    const value = bytes.slice(isVarint ? offset + 1 : start, end);
    found.set(tag >> 3, [...(found.get(tag >> 3) ?? []), value]);
    offset = end;
  }
  return found;
}
