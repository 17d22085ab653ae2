/** The oracle of the runner itself: when on, it breaks one bit of what a case signs or hashes. */
import { formatBase64, formatHex, parseBase64, parseHex } from '#core/bytes/index.ts';

export class Flip {
  readonly isOn: boolean;
  #count = 0;

  constructor(isOn: boolean) {
    this.isOn = isOn;
  }

  /** How often something was broken so far. */
  get count(): number {
    return this.#count;
  }

  /** The bytes with the bit in their middle flipped; nothing can be flipped in none. */
  bytes(bytes: Uint8Array): Uint8Array {
    if (!this.isOn || bytes.length === 0) return bytes;
    this.#count++;
    const place = bytes.length >> 1;
    return bytes.map((byte, index) => (index === place ? byte ^ 1 : byte));
  }

  hex(text: string): string {
    if (!this.isOn) return text;
    const flipped = formatHex(this.bytes(parseHex(text.toLowerCase())));
    return text === text.toLowerCase() ? flipped : flipped.toUpperCase();
  }

  base64(text: string): string {
    return this.isOn ? formatBase64(this.bytes(parseBase64(text))) : text;
  }
}
