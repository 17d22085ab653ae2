/** Values of the registry for people and for other programs: plain JSON, bytes as hex. */
import { formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';

/** JSON whose order of fields is kept. */
export type Readable = Leaf | readonly Readable[] | { readonly [name: string]: Readable };
type Leaf = string | number | boolean | null;

/** Longer byte strings are shown by their digest. */
const SHOWN_BYTES = 64;

/** Bytes become hex, long ones their SHA-256 and length; maps become objects, big integers text. */
export function toReadable(value: unknown): Readable {
  if (value instanceof Uint8Array) return readableBytes(value);
  if (value instanceof Map) return toReadable(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(toReadable);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toReadable(one)]));
  }
  return value as Readable;
}

function readableBytes(bytes: Uint8Array): Readable {
  if (bytes.length <= SHOWN_BYTES) return formatHex(bytes);
  return { sha256: formatHex(sha256(bytes)), bytes: bytes.length };
}

/** As lines for a terminal; nothing in a text can steer the terminal or reorder what is read. */
export function formatText(value: Readable, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}(none)`;
    return value.map((item: Readable) => formatItem(item, indent)).join('\n');
  }
  if (isLeaf(value)) return `${indent}${scalar(value)}`;
  const fields = Object.entries(value);
  if (fields.length === 0) return `${indent}(none)`;
  return fields.map(([name, one]) => formatField(name, one, indent)).join('\n');
}

function formatField(name: string, value: Readable, indent: string): string {
  const label = `${indent}${scalar(name)}:`;
  return isLeaf(value)
    ? `${label} ${scalar(value)}`
    : `${label}\n${formatText(value, `${indent}  `)}`;
}

function formatItem(value: Readable, indent: string): string {
  const lines = formatText(value, `${indent}  `);
  return `${indent}- ${lines.slice(indent.length + 2)}`;
}

function isLeaf(value: Readable): value is Leaf {
  return typeof value !== 'object' || value === null;
}

function scalar(value: Leaf): string {
  return String(value).replace(
    /\p{C}/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
