import { describe, expect, it } from 'vitest';
import type { KeyPress } from '#platform/scanner/key-characters.ts';
import { TypedCodes } from '#platform/scanner/typed-codes.ts';

const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const SHIFTED: Readonly<Record<string, string>> = {
  $: 'Digit4',
  '%': 'Digit5',
  '*': 'Digit8',
  '+': 'Equal',
  ':': 'Semicolon',
};
const PLAIN: Readonly<Record<string, string>> = {
  ' ': 'Space',
  '-': 'Minus',
  '.': 'Period',
  '/': 'Slash',
};

/** A gun's keystrokes for a text, one every `gapMs`. */
function gun(text: string, end = 'Enter', gapMs = 5, fromMs = 1_000) {
  const presses = Array.from(text, (character) => {
    const shifted = SHIFTED[character];
    if (shifted !== undefined) return { code: shifted, shiftKey: true };
    const plain = PLAIN[character];
    if (plain !== undefined) return { code: plain, shiftKey: false };
    if (/\d/.test(character)) return { code: `Digit${character}`, shiftKey: false };
    return { code: `Key${character}`, shiftKey: true };
  });
  if (end !== '') presses.push({ code: end, shiftKey: false });
  return presses.map((press, index): KeyPress => ({
    ...press,
    key: 'Process',
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    timeStamp: fromMs + index * gapMs,
  }));
}

const codeOf = (text: string) => (/\d/.test(text) ? `Digit${text}` : `Key${text}`);

/** What is heard, and a pause after it. */
function hear(presses: readonly KeyPress[]) {
  const texts: string[] = [];
  let misread = 0;
  const codes = new TypedCodes({ onText: (text) => texts.push(text), onMisread: () => misread++ });
  const taken = presses.map((press) => codes.press(press));
  codes.pause();
  return { texts, misread, taken };
}

const read = (presses: readonly KeyPress[]) => hear(presses).texts;
const CODE = 'LS1:ABCD1234';
const OTHER = 'LS1:WXYZ9876';
const TOKEN = '1234567890123456789012345678';

describe('a scanner gun', () => {
  it('is read with every character of a code', () => {
    const text = `LS1:${BASE45}`;
    expect(read(gun(text))).toEqual([text]);
  });

  it('may end with a tab', () => {
    expect(read(gun(CODE, 'Tab'))).toEqual([CODE]);
  });

  it('need not mark the end', () => {
    expect(read(gun(CODE, ''))).toEqual([CODE]);
  });

  it('loses nothing when its keys arrive late, and is heard once', () => {
    for (const end of ['', 'Enter']) {
      const texts: string[] = [];
      const codes = new TypedCodes({
        onText: (text) => texts.push(text),
        onMisread: () => undefined,
      });
      for (const [at, press] of gun(CODE, end).entries()) {
        if (at === 6 || at === CODE.length) codes.pause();
        codes.press(press);
      }
      codes.pause();
      expect(texts).toEqual([CODE]);
    }
  });

  it('is read code after code', () => {
    const presses = [...gun(CODE), ...gun(OTHER, 'Enter', 5, 5_000)];
    expect(read(presses)).toEqual([CODE, OTHER]);
  });

  it('may type 28 digits in 60 ms', () => {
    expect(read(gun(TOKEN, '', 60 / 28))).toEqual([TOKEN]);
    expect(read(gun(TOKEN.slice(1)))).toEqual([]);
  });

  it('types its prefix before the page is kept from acting on it', () => {
    expect(hear(gun('LS1:A', '')).taken).toEqual([false, false, false, true, true]);
  });

  it('may press shift between characters', () => {
    const shift = gun('', 'ShiftLeft');
    const presses = gun(CODE).flatMap((press) => [
      ...shift.map((key) => ({ ...key, key: 'Shift', timeStamp: press.timeStamp })),
      press,
    ]);
    expect(read(presses)).toEqual([CODE]);
  });

  it('may be set up for the layout of this computer', () => {
    const french = gun('LS&M1234ABCD').map((press, index) => ({
      ...press,
      key: `${CODE}\n`[index] ?? '',
    }));
    expect(read(french)).toEqual([CODE]);
  });

  it('may come without physical keys', () => {
    const presses = gun(CODE).map((press, index) => ({
      ...press,
      code: '',
      key: CODE[index]?.toLowerCase() ?? 'Enter',
    }));
    expect(read(presses)).toEqual([CODE]);
  });

  it('says so when neither reading is a code and they disagree', () => {
    const presses = gun('QQQQQQQQQQQQQQQQ').map((press) => ({ ...press, key: 'a' }));
    expect(hear(presses)).toMatchObject({ texts: [], misread: 1 });
  });

  it.each(['LS!.QBCD!@#$QBCD', 'LS1>QBCD1234QBCD', 'LSQ!.QBCD!@#$QBC'])(
    'says so when a gun for another country typed on a US keyboard: %s',
    (typed) => {
      const onUs = gun('A'.repeat(typed.length)).map((press, index) => {
        const text = typed[index] ?? 'Enter';
        const digit = ')!@#$%^&*('.indexOf(text);
        if (digit >= 0) return { ...press, key: text, code: `Digit${digit}`, shiftKey: true };
        if ('.>'.includes(text))
          return { ...press, key: text, code: 'Period', shiftKey: text === '>' };
        return { ...press, key: text, code: text === 'Enter' ? text : codeOf(text) };
      });
      expect(hear(onUs)).toMatchObject({ texts: [], misread: 1 });
    },
  );

  it('says nothing when it has read something else', () => {
    const presses = gun('HTTPS://EXAMPLE.COM').map((press, index) => ({
      ...press,
      key: 'https://example.com'[index] ?? 'Enter',
    }));
    expect(hear(presses)).toMatchObject({ texts: [], misread: 0 });
  });

  it('is not a person, however fast', () => {
    expect(hear(gun(CODE, 'Enter', 50))).toMatchObject({ texts: [], misread: 0 });
    expect(hear(gun(TOKEN, 'Enter', 50)).taken).not.toContain(true);
  });

  it('does not take shortcuts for a code', () => {
    expect(read(gun(CODE).map((press) => ({ ...press, ctrlKey: true })))).toEqual([]);
  });

  it('gives up on what is longer than any code', () => {
    expect(read(gun(`LS1:${'A'.repeat(5_000)}`))).toEqual([`LS1:${'A'.repeat(4_292)}`]);
  });
});
