import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookOf } from '../../src/ui/document/look.ts';

const css = readFileSync(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8');

/** Hex colours of the first block with this selector. */
function colours(selector: string): Map<string, string> {
  const start = css.indexOf(selector);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [
      name,
      hex,
    ]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const light = colours(':root,\n.always-light');
const dark = new Map([...light, ...colours(":root[data-theme='dark']")]);
const TEXT = [
  ...['paper', 'sheet', 'sunk'].flatMap((ground) =>
    ['ink', 'ink-2', 'ink-3'].map((ink) => [ink, ground] as const),
  ),
  ['on-seal', 'seal'],
  ['on-accept', 'accept'],
  ['on-reject', 'reject'],
  ['on-undecided', 'undecided'],
  ['accept-text', 'accept-soft'],
  ['accept-text', 'sheet'],
  ['reject-text', 'reject-soft'],
  ['reject-text', 'paper'],
  ['undecided-text', 'undecided-soft'],
  ['undecided-text', 'sheet'],
  ['ink-2', 'neutral-soft'],
] as const;

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s colours', (_name, theme) => {
  it.each(TEXT)('let %s be read on %s', (text, ground) => {
    expect(contrast(theme.get(text) ?? '', theme.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['paper', 'sheet'])('show the edges of controls and the focus ring on %s', (ground) => {
    for (const edge of ['edge', 'focus']) {
      expect(contrast(theme.get(edge) ?? '', theme.get(ground) ?? '')).toBeGreaterThanOrEqual(3);
    }
  });
});

it('dark is the same whether chosen or taken from the system', () => {
  expect(colours(":root:not([data-theme='light'])")).toEqual(colours(":root[data-theme='dark']"));
});

it('titles can be read on the paper of every face', () => {
  for (const slug of ['business-licence', 'food-business-licence', 'e-invoice', 'unheard-of']) {
    const look = lookOf(`https://lightseal.example/vct/${slug}/1`);
    expect(contrast(look.title, look.paper)).toBeGreaterThanOrEqual(7);
  }
});
