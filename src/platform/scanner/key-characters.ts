/** What a key press stands for: as the US layout would have it, and as this computer has it. */

/** What is needed of a key press; `KeyboardEvent` fits. */
export type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'timeStamp'
>;

/** Characters of a code by physical key, as guns are shipped: US layout. Shift after the comma. */
const KEYS: Readonly<Record<string, readonly [string, string]>> = {
  Space: [' ', ' '],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Semicolon: [';', ':'],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

/**
 * By physical key: neither an input method nor a caps lock changes it. Letters are capital, as codes
 * have no small ones.
 */
export function characterByPlace({ code, shiftKey }: KeyPress): string | undefined {
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  if (/^Digit\d$/.test(code)) {
    return shiftKey ? SHIFTED_DIGITS[Number(code.slice(5))] : code.slice(5);
  }
  return Object.hasOwn(KEYS, code) ? KEYS[code]?.[shiftKey ? 1 : 0] : undefined;
}

/** By this computer's layout; nothing while an input method takes the key (`Process`). */
export function characterByLayout({ key }: KeyPress): string | undefined {
  return /^[\x20-\x7e]$/.test(key) ? key.toUpperCase() : undefined;
}

/** Guns end what they type with one of these, or with nothing. */
export function isEndMark({ code, key }: KeyPress): boolean {
  return /^(Enter|NumpadEnter|Tab)$/.test(code) || (code === '' && /^(Enter|Tab)$/.test(key));
}
