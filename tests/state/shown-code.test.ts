import { describe, expect, it } from 'vitest';
import { formatBase45 } from '#core/bytes/index.ts';
import { decodeStreamPayload, StreamCollector } from '#core/qr/index.ts';
import { showCode, showMoving, type ShownCode } from '#state/shown-code.ts';

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
    expect(showCode(text, 'one')).toEqual({ form: 'one', text });
    expect(showCode(text, 'moving').form).toBe('moving');
  });

  it('moves by itself beyond 1,418 bytes', () => {
    const text = textOf(1419);
    const shown = showCode(text, 'one');
    expect(shown).toMatchObject({ form: 'moving', framesPerSecond: 10, stream: { need: 3 } });
    expect(read(shown)).toEqual({ kind: 'presentation', text });
  });

  it('moves at half the pace, in coarser frames, when asked to be slow', () => {
    const text = textOf(1419);
    const shown = showCode(text, 'slow');
    expect(shown).toMatchObject({ form: 'slow', framesPerSecond: 5, stream: { need: 6 } });
    expect(read(shown)).toEqual({ kind: 'presentation', text });
  });

  it('moves always if it is a proof', () => {
    const body = new Uint8Array(900).fill(9);
    const shown = showMoving({ kind: 'proof', body }, 'moving');
    expect(shown.form).toBe('moving');
    expect(read(shown)).toEqual({ kind: 'proof', body });
  });
});
