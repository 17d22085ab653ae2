import { describe, expect, it } from 'vitest';
import { TypedCodes, type KeyPress } from '#platform/scanner/typed-codes.ts';

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
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    timeStamp: fromMs + index * gapMs,
  }));
}

function read(presses: readonly KeyPress[]): readonly string[] {
  const texts: string[] = [];
  const codes = new TypedCodes((text) => texts.push(text));
  for (const press of presses) codes.press(press);
  return texts;
}

describe('a scanner gun', () => {
  it('is read with every character of a code', () => {
    const text = `LS1:${BASE45}`;
    expect(read(gun(text))).toEqual([text]);
  });

  it('may end with a tab', () => {
    expect(read(gun('LS1:AB', 'Tab'))).toEqual(['LS1:AB']);
  });

  it('is read code after code', () => {
    const presses = [...gun('LS1:AB'), ...gun('LS1:CD', 'Enter', 5, 5_000)];
    expect(read(presses)).toEqual(['LS1:AB', 'LS1:CD']);
  });

  it('types its prefix before the page is kept from acting on it', () => {
    const codes = new TypedCodes(() => undefined);
    expect(gun('LS1:A').map((press) => codes.press(press))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('says nothing when it has read something else', () => {
    expect(read(gun('HTTPS://EXAMPLE.COM'))).toEqual([]);
  });

  it('is not a person: slow typing is forgotten', () => {
    expect(read(gun('LS1:AB', 'Enter', 130))).toEqual([]);
  });

  it('says nothing of a code that does not end', () => {
    expect(read(gun('LS1:AB', ''))).toEqual([]);
  });

  it('does not take shortcuts for a code', () => {
    expect(read(gun('LS1:AB').map((press) => ({ ...press, ctrlKey: true })))).toEqual([]);
  });

  it('gives up on what is longer than any code', () => {
    expect(read(gun(`LS1:${'A'.repeat(5_000)}`))).toEqual([`LS1:${'A'.repeat(4_292)}`]);
  });
});
