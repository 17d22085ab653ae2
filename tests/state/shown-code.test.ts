import { describe, expect, it } from 'vitest';
import { formatBase45 } from '#core/bytes/index.ts';
import { decodeStreamPayload, StreamCollector } from '#core/qr/index.ts';
import {
  framesText,
  showCode,
  showMoving,
  showProof,
  showSeveral,
  type ShownCode,
} from '#state/shown-code.ts';

const textOf = (bytes: number) => `LS1:${formatBase45(new Uint8Array(bytes).fill(7))}`;

/** What a camera makes of it that misses every third frame. */
function read(shown: ShownCode) {
  if (shown.form === 'one') return undefined;
  const collector = new StreamCollector();
  for (let at = 0; collector.progress?.payload === undefined && at < 200; at++) {
    if (at % 3 !== 0) collector.add(shown.stream.frame(at));
  }
  return decodeStreamPayload(collector.progress?.payload ?? new Uint8Array());
}

describe('a shown code', () => {
  it('is one code as long as that is read at a glance, unless it is asked to move', () => {
    const text = textOf(1418);
    expect(showCode(text, 'one', false)).toEqual({ form: 'one', text });
    expect(showCode(text, 'moving', false).form).toBe('moving');
  });

  it('moves by itself beyond 1,418 bytes', () => {
    const text = textOf(1419);
    const shown = showCode(text, 'one', false);
    expect(shown).toMatchObject({ form: 'moving', framesPerSecond: 10, stream: { need: 3 } });
    expect(read(shown)).toEqual({ kind: 'presentation', text });
  });

  it('moves at half the pace, in coarser frames, when asked to be slow', () => {
    const text = textOf(1419);
    const shown = showCode(text, 'slow', false);
    expect(shown).toMatchObject({ form: 'slow', framesPerSecond: 5, stream: { need: 6 } });
    expect(read(shown)).toEqual({ kind: 'presentation', text });
  });

  it('moves as the slow form does, in every form, where less motion is asked for', () => {
    const text = textOf(1419);
    const body = new Uint8Array(900).fill(9);
    const slow = { framesPerSecond: 5, stream: { need: 6 } };
    expect(showCode(text, 'moving', true)).toMatchObject({ form: 'moving', ...slow });
    expect(showCode(text, 'slow', true)).toMatchObject({ form: 'slow', ...slow });
    const proof = { code: text, blocks: [body], excerpt: body };
    const needOf = (isCalm: boolean) => showProof(proof, isCalm).stream.need;
    expect(needOf(true)).toBeGreaterThan(needOf(false));
    expect(showCode(textOf(100), 'one', true).form).toBe('one');
  });

  it('of several documents moves, whatever is wanted, and may be pasted as text', () => {
    const texts = [textOf(300), textOf(400)];
    const shown = showSeveral(texts, 'one', false);
    expect(shown.form).toBe('moving');
    expect(read(shown)).toEqual({ kind: 'several', texts });
    const collector = new StreamCollector();
    for (const frame of framesText(shown.stream).split('\n')) collector.add(frame);
    const payload = collector.progress?.payload ?? new Uint8Array();
    expect(decodeStreamPayload(payload)).toEqual({ kind: 'several', texts });
    expect(showSeveral(texts, 'slow', false)).toMatchObject({ form: 'slow', framesPerSecond: 5 });
  });

  it('moves always if it is a proof', () => {
    const body = new Uint8Array(900).fill(9);
    const shown = showMoving({ kind: 'proof', body }, 'moving', false);
    expect(shown.form).toBe('moving');
    expect(read(shown)).toEqual({ kind: 'proof', body });
  });
});
