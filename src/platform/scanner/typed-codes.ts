/** Scanner guns that type: they are keyboards, and so fast that nobody is mistaken for one. */

/** What the reader needs of a key press; `KeyboardEvent` fits. */
export type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'timeStamp'
>;

const PREFIX = 'LS1:';
const IDLE_MS = 120;
/** A code of ours is far shorter; what goes on typing is not one. */
const MAX_LENGTH = 4_296;

/** Characters of a code by physical key, as guns are shipped: US layout. Shift after the comma. */
const KEYS: Readonly<Record<string, readonly [string, string]>> = {
  Space: [' ', ' '],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Semicolon: [';', ':'],
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

/**
 * Collects key presses into codes. Physical keys are read, not characters: an input method or a
 * caps lock would change those.
 */
export class TypedCodes {
  readonly #onText: (text: string) => void;
  #typed = '';
  #lastMs = 0;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  /** Ends at Enter or Tab; a pause begins anew. @returns whether the press belongs to a code. */
  press(key: KeyPress): boolean {
    if (key.ctrlKey || key.altKey || key.metaKey) return false;
    if (key.timeStamp - this.#lastMs > IDLE_MS) this.#typed = '';
    this.#lastMs = key.timeStamp;
    if (key.code === 'Enter' || key.code === 'NumpadEnter' || key.code === 'Tab') {
      return this.#end();
    }
    const character = characterOf(key);
    if (character === undefined || this.#typed.length === MAX_LENGTH) return false;
    this.#typed += character;
    return this.#typed.startsWith(PREFIX);
  }

  #end(): boolean {
    const typed = this.#typed;
    this.#typed = '';
    if (!typed.startsWith(PREFIX)) return false;
    this.#onText(typed);
    return true;
  }
}

function characterOf({ code, shiftKey }: KeyPress): string | undefined {
  // Codes have no small letters, so a gun's caps lock does not matter.
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  if (/^Digit\d$/.test(code)) {
    return shiftKey ? SHIFTED_DIGITS[Number(code.slice(5))] : code.slice(5);
  }
  return Object.hasOwn(KEYS, code) ? KEYS[code]?.[shiftKey ? 1 : 0] : undefined;
}

/** Listens to a page as long as nobody writes into a field of it. @returns stops listening. */
export function listenForTypedCodes(page: Document, onText: (text: string) => void): () => void {
  const codes = new TypedCodes(onText);
  const listen = (event: KeyboardEvent) => {
    if (isEditable(event.target)) return;
    if (!codes.press(event)) return;
    // Neither a button nor the page may act on what the gun types.
    event.preventDefault();
    event.stopPropagation();
  };
  page.addEventListener('keydown', listen, { capture: true });
  return () => {
    page.removeEventListener('keydown', listen, { capture: true });
  };
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
