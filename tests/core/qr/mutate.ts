/** Damage to codes and their bytes, the same in every run. */
import type { Cbor } from '#core/bytes/index.ts';

/** Numbers in [0, 1). */
export type Chance = () => number;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

export function below(chance: Chance, limit: number): number {
  return Math.floor(chance() * limit);
}

export function pick<T>(chance: Chance, items: readonly T[]): T {
  const item = items[below(chance, items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** Characters replaced, dropped, repeated, cut off, or the end of another text. */
export function mutateText(chance: Chance, text: string, other: string): string {
  const at = below(chance, text.length);
  switch (below(chance, 6)) {
    case 0:
      return (
        text.slice(0, at) + ALPHABET.charAt(below(chance, ALPHABET.length)) + text.slice(at + 1)
      );
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + below(chance, 4));
    case 2:
      return text.slice(0, at) + text.slice(Math.max(0, at - 9)) + text.slice(at);
    case 3:
      return text.slice(0, at);
    case 4:
      return text.slice(0, at) + other.slice(Math.min(at, other.length));
    default:
      return text.slice(0, at) + String.fromCodePoint(below(chance, 0xd7ff)) + text.slice(at);
  }
}

/** Bits turned, bytes set, dropped, repeated, cut off, or the end of other bytes. */
export function mutateBytes(chance: Chance, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const at = below(chance, bytes.length);
  switch (below(chance, 6)) {
    case 0:
      return bytes.map((byte, place) => (place === at ? byte ^ (1 << below(chance, 8)) : byte));
    case 1:
      return bytes.map((byte, place) => (place === at ? below(chance, 256) : byte));
    case 2:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]);
    case 3:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - 7))]);
    case 4:
      return bytes.subarray(0, at);
    default:
      return Uint8Array.from([...bytes.subarray(0, at), ...other.subarray(at)]);
  }
}

/** One item somewhere in a tree replaced by another kind of item, doubled or dropped. */
export function mutateCbor(chance: Chance, value: Cbor): Cbor {
  if (isList(value) && value.length > 0 && chance() < 0.9) {
    const at = below(chance, value.length);
    if (chance() < 0.1) return value.toSpliced(at, 1);
    if (chance() < 0.1) return value.toSpliced(at, 0, value[at] ?? null);
    return value.map((item, place) => (place === at ? mutateCbor(chance, item) : item));
  }
  if (value instanceof Uint8Array && value.length > 0 && chance() < 0.6) {
    return mutateBytes(chance, value, value.toReversed());
  }
  if (typeof value === 'number' && chance() < 0.6) return value + pick(chance, [-1, 1, 256]);
  if (typeof value === 'string' && chance() < 0.6)
    return `${value}${pick(chance, ['', 'x', '\0'])}`;
  return pick<Cbor>(chance, [null, true, 0, -1, 2 ** 53, '', 'x', [], {}, new Uint8Array(3)]);
}

function isList(value: Cbor): value is readonly Cbor[] {
  return Array.isArray(value);
}
