/** CBOR, token by token, but not deeper than any format of ours: whoever reads or writes it calls itself. */
import { Tokenizer, Type, type Token } from 'cborg';
import { BytesError } from './bytes-error.ts';

/** Presentations nest the deepest, about a third of it. */
const MAX_DEPTH = 64;

/** @throws {@link BytesError} `bytes/not-cbor` for a list or map that is nested too deep. */
export class BoundedTokens extends Tokenizer {
  /** Items that each open list or map still waits for; the innermost last. */
  readonly #open: number[] = [];

  override next(): Token {
    const token = super.next();
    this.#count();
    const items = itemsOf(token);
    if (items > 0) this.#open.push(items);
    if (this.#open.length > MAX_DEPTH) throw new BytesError('bytes/not-cbor', 'nested too deep');
    return token;
  }

  /** An item has come; the lists and maps that it was the last one of are closed. */
  #count(): void {
    while (this.#open.at(-1) === 0) this.#open.pop();
    const waiting = this.#open.pop();
    if (waiting !== undefined) this.#open.push(waiting - 1);
  }
}

function itemsOf({ type, value }: Token): number {
  if (type === Type.array) return Number(value);
  return type === Type.map ? 2 * Number(value) : 0;
}
