/**
 * Just enough of the WebAssembly binary format (core specification 1.0, chapter 5) for a module of
 * straight-line functions over one memory.
 */
import { concatBytes, encodeVarint, encodeUtf8 } from '../bytes/index.ts';

/** Bytes of instructions. */
export type Code = Uint8Array;

/** A function of addresses (`i32`) that returns nothing and keeps its intermediate values in `i64`. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  readonly locals: number;
  readonly body: Code;
}

const [I32, I64] = [0x7f, 0x7e];
const [TYPE, FUNCTION, MEMORY, EXPORT, CODE] = [1, 3, 5, 7, 10];

/** Locals are numbered after the parameters. */
export const get = (local: number): Code => op(0x20, local);
export const set = (local: number): Code => op(0x21, local);
/** Reads a signed 32-bit word, little-endian, at the address on the stack plus `offset`. */
export const load = (offset: number): Code => op(0x34, 2, offset);
/** Writes the low 32 bits of the value on the stack to the address below it plus `offset`. */
export const store = (offset: number): Code => op(0x3e, 2, offset);
export const add = op(0x7c);
export const subtract = op(0x7d);
export const multiply = op(0x7e);
/** 0 … 2^31−1. */
export const constant = (value: number): Code => concatBytes(op(0x42), signed(value));
export const shiftLeft = (bits: number): Code => concatBytes(constant(bits), op(0x86));
/** Arithmetic: rounds towards −∞. */
export const shiftRight = (bits: number): Code => concatBytes(constant(bits), op(0x87));

/** A module with these functions and `pages` of 64 KiB, all exported by name, the memory as `memory`. */
export function wasmModule(
  functions: readonly WasmFunction[],
  pages: number,
): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) =>
    concatBytes(op(0x60), vector(Array<Code>(parameters).fill(op(I32))), op(0)),
  );
  const exports = functions.map(({ name }, index) => concatBytes(text(name), op(0, index)));
  const bodies = functions.map(({ locals, body }) =>
    sized(concatBytes(vector([concatBytes(encodeVarint(locals), op(I64))]), body, op(0x0b))),
  );
  return concatBytes(
    Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    section(TYPE, types),
    section(
      FUNCTION,
      functions.map((_, index) => encodeVarint(index)),
    ),
    section(MEMORY, [op(0, pages)]),
    section(EXPORT, [concatBytes(text('memory'), op(2, 0)), ...exports]),
    section(CODE, bodies),
  );
}

function op(code: number, ...immediates: number[]): Uint8Array<ArrayBuffer> {
  return concatBytes(Uint8Array.of(code), ...immediates.map(encodeVarint));
}

/** LEB128 of a number that is not negative, with room for its sign. */
function signed(value: number): Uint8Array {
  const bytes = encodeVarint(value);
  const last = bytes.at(-1) ?? 0;
  if (last < 64) return bytes;
  bytes[bytes.length - 1] = last | 128;
  return concatBytes(bytes, Uint8Array.of(0));
}

function section(id: number, items: readonly Code[]): Code {
  return concatBytes(op(id), sized(vector(items)));
}

function vector(items: readonly Code[]): Code {
  return concatBytes(encodeVarint(items.length), ...items);
}

function text(value: string): Code {
  return sized(encodeUtf8(value));
}

function sized(bytes: Code): Code {
  return concatBytes(encodeVarint(bytes.length), bytes);
}
