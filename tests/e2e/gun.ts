/** A keyboard, as Chromium gets its keys: a scanner gun at its own pace, or a person. */
import { expect, type CDPSession, type Locator, type Page } from '@playwright/test';

/** A key as it is struck on a US keyboard. */
interface Stroke {
  readonly code: string;
  readonly shift: boolean;
  readonly text: string;
}

/** What the computer makes of a stroke, and how fast they follow each other. */
export interface Typing {
  readonly gapMs: number;
  /** What the page is told besides the place of the key; the US layout if left out. */
  readonly keyOf?: ((stroke: Stroke) => Partial<KeyEvent>) | undefined;
  readonly end?: 'Enter' | 'none';
}

interface KeyEvent {
  readonly key: string;
  readonly text: string;
  readonly windowsVirtualKeyCode: number;
}

const ABOVE_DIGITS = ')!@#$%^&*(';
const SHIFTED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from(ABOVE_DIGITS, (text, digit) => [text, `Digit${digit}`])),
  '+': 'Equal',
  ':': 'Semicolon',
};
const PLAIN: Readonly<Record<string, string>> = {
  ' ': 'Space',
  '-': 'Minus',
  '.': 'Period',
  '/': 'Slash',
};
const ENTER: Stroke = { code: 'Enter', shift: false, text: '\r' };
const SHIFT_BIT = 8;
/** Windows' number of a key that an input method has taken. */
const TAKEN = 229;

/** Nothing but places and capital letters: letters come out small. */
export const CAPS_LOCK: Typing['keyOf'] = ({ text }) => swapped(text);
/** A Chinese input method takes every key, and the page is told only that. */
export const INPUT_METHOD: Typing['keyOf'] = () => ({
  key: 'Process',
  text: '',
  windowsVirtualKeyCode: TAKEN,
});

/** A French gun at a US computer, as that reads it; signs that have no place in our codes are left out. */
export function asFrenchGun(text: string): string {
  const places: Readonly<Record<string, string>> = {
    ...{ A: 'Q', Q: 'A', W: 'Z', Z: 'W', M: ':', ':': '.' },
    ...Object.fromEntries(Array.from(ABOVE_DIGITS, (above, digit) => [String(digit), above])),
  };
  return Array.from(text.replace(/[^\dA-Z:]/g, ''), (each) => places[each] ?? each).join('');
}

/** Types a text key by key, as hardware does: with shift held down where it is needed. */
export async function type(page: Page, text: string, typing: Typing): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const strokes = [...Array.from(text, strokeOf), ...(typing.end === 'none' ? [] : [ENTER])];
  const beganS = Date.now() / 1000;
  // Sent without waiting for each other; the moments are what the hardware says they are.
  await Promise.all(
    strokes.map((stroke, at) => send(session, stroke, beganS + (at * typing.gapMs) / 1000, typing)),
  );
  await session.detach();
}

/**
 * Shoots a text at a page, all keys at once and Enter, until something is seen there.
 * Staff pull the trigger again where nothing was heard: a page that has just come, or a machine that stops
 * in the middle.
 */
export async function shoot(page: Page, text: string, seen: Locator): Promise<void> {
  const keys = [...Array.from(text, strokeOf), ENTER];
  await expect(async () => {
    await page.evaluate((strokes) => {
      for (const { code, shift } of strokes) {
        const about = { code, shiftKey: shift, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new KeyboardEvent('keydown', about));
      }
    }, keys);
    await expect(seen).toBeVisible({ timeout: 5_000 });
  }).toPass();
}

async function send(session: CDPSession, stroke: Stroke, timestamp: number, { keyOf }: Typing) {
  const modifiers = stroke.shift ? SHIFT_BIT : 0;
  const key = { key: stroke.code === 'Enter' ? 'Enter' : stroke.text, text: stroke.text };
  const told = stroke.code === 'Enter' ? key : { ...key, ...keyOf?.(stroke) };
  const { code } = stroke;
  const about = { code, modifiers, timestamp, windowsVirtualKeyCode: numberOf(stroke), ...told };
  const { text: _, ...released } = about;
  await Promise.all([
    session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...about }),
    session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...released }),
  ]);
}

function strokeOf(text: string): Stroke {
  const shifted = SHIFTED[text];
  if (shifted !== undefined) return { code: shifted, shift: true, text };
  const plain = PLAIN[text];
  if (plain !== undefined) return { code: plain, shift: false, text };
  return /\d/.test(text)
    ? { code: `Digit${text}`, shift: false, text }
    : { code: `Key${text}`, shift: true, text };
}

function numberOf({ code, text }: Stroke): number {
  if (code === 'Enter') return 13;
  return /^(Key|Digit)/.test(code) ? (code.at(-1)?.charCodeAt(0) ?? 0) : text.charCodeAt(0);
}

function swapped(text: string) {
  const key = text.toLowerCase();
  return { key, text: key };
}
