import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader, MAX_FRAME_BYTES } from '#consortium/abci/frames.ts';
import { concatBytes, encodeVarint } from '#core/bytes/index.ts';

const messages = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 6 });

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, at) => bytes.slice(at * size, (at + 1) * size));
}

describe('frames', () => {
  it('come out whole, however they were cut', () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 500 }), (all, size) => {
        const reader = new FrameReader();
        const stream = concatBytes(...all.map(encodeFrame));
        expect(cut(stream, size).flatMap((piece) => reader.push(piece))).toEqual(all);
      }),
    );
  });

  it('above the limit are refused before they are read', () => {
    const atLimit = encodeVarint(MAX_FRAME_BYTES);
    expect(new FrameReader().push(atLimit)).toEqual([]);
    const above = expect.objectContaining({ code: 'abci/frame-too-large' }) as Error;
    expect(() => new FrameReader().push(encodeVarint(MAX_FRAME_BYTES + 1))).toThrow(above);
  });

  it('whose length does not end are refused', () => {
    const endless = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80);
    expect(() => new FrameReader().push(endless)).toThrow(
      expect.objectContaining({ code: 'abci/bad-frame' }),
    );
  });
});
