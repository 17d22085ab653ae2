import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8, formatBase45 } from '#core/bytes/index.ts';
import {
  decodeEnvelope,
  decodeStreamPayload,
  encodeEnvelope,
  encodeStreamPayload,
  StreamCollector,
  toStream,
  type StreamPayload,
} from '#core/qr/index.ts';
import { noise } from './noise.ts';
import { presented } from './presentations.ts';
import { refusalOf } from '../../support/refusal.ts';

/** 32 KiB inflated, and the head. */
const LARGEST_BYTES = 32 * 1024 + 4;

const reading = (...parts: Uint8Array[]) =>
  refusalOf(() => decodeStreamPayload(concatBytes(...parts)));
const kind = (byte: number) => Uint8Array.of(byte);

describe('the payload of a stream', () => {
  it('carries a presentation to the letter', async () => {
    const presentation = await presented('noodle-house', ['legal_representative']);
    const text = encodeEnvelope(presentation);
    const { need, frame } = toStream(encodeStreamPayload({ kind: 'presentation', text }), 120);
    const collector = new StreamCollector();
    for (let at = 0; at < need; at++) collector.add(frame(at + 3));
    const read = decodeStreamPayload(collector.progress?.payload ?? new Uint8Array());
    expect(read).toEqual({ kind: 'presentation', text });
    expect(read.kind === 'presentation' && decodeEnvelope(read.text)).toEqual(presentation);
  });

  it('comes back as it was, and is the only form of what it says', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.nat(3),
        (bytes, text, which) => {
          const body = which === 2 ? encodeUtf8(text) : bytes;
          const contents: StreamPayload[] = [
            { kind: 'presentation', text: `LS1:${formatBase45(body)}` },
            { kind: 'proof', body },
            { kind: 'profile', text },
            { kind: 'parcel', body },
          ];
          const content = contents[which];
          if (content === undefined) throw new Error('of one body there are four kinds');
          const payload = encodeStreamPayload(content);
          const number = content.kind === 'parcel' ? 5 : which + 1;
          expect(payload).toEqual(concatBytes(kind(number), body));
          expect(decodeStreamPayload(payload)).toEqual(content);
        },
      ),
    );
  });

  it('is taken or refused, whatever its bytes are, and what is taken is written the same', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.nat(5),
        fc.boolean(),
        (bytes, first, any) => {
          const untrusted = any ? bytes : concatBytes(kind(first), bytes);
          const code = reading(untrusted);
          expect(['none', 'qr/newer-version', 'qr/malformed']).toContain(code);
          if (code !== 'none') return;
          expect(encodeStreamPayload(decodeStreamPayload(untrusted))).toEqual(untrusted);
        },
      ),
    );
  });

  it('of a kind that this app does not know is of a newer version', () => {
    expect(reading(kind(2), kind(7))).toBe('none');
    for (const unknown of [0, 6, 255]) {
      expect(reading(kind(unknown), kind(7))).toBe('qr/newer-version');
    }
  });

  it('with nothing in it is malformed', () => {
    expect(reading(new Uint8Array())).toBe('qr/malformed');
    expect(reading(kind(1))).toBe('qr/malformed');
    expect(reading(kind(2))).toBe('qr/malformed');
    expect(reading(kind(3))).toBe('qr/malformed');
    expect(reading(kind(4))).toBe('qr/malformed');
    expect(reading(kind(5))).toBe('qr/malformed');
  });

  it('with a profile that is not UTF-8 is malformed', () => {
    expect(reading(kind(3), Uint8Array.of(0x7b, 0x7d))).toBe('none');
    expect(reading(kind(3), Uint8Array.of(0xc3, 0x28))).toBe('qr/malformed');
  });

  it('is refused when it is larger than what it says it is', () => {
    expect(reading(kind(1), new Uint8Array(LARGEST_BYTES))).toBe('none');
    expect(reading(kind(1), new Uint8Array(LARGEST_BYTES + 1))).toBe('qr/too-large');
    expect(reading(kind(2), new Uint8Array(256 * 1024 - 1))).toBe('none');
    expect(reading(kind(2), new Uint8Array(256 * 1024))).toBe('qr/too-large');
  });

  it('is not made of what is no presentation, of nothing, or of too much', () => {
    const making = (content: Parameters<typeof encodeStreamPayload>[0]) =>
      refusalOf(() => encodeStreamPayload(content));
    const text = `LS1:${formatBase45(noise(LARGEST_BYTES, 1))}`;
    expect(making({ kind: 'presentation', text })).toBe('none');
    expect(making({ kind: 'presentation', text: `${text}00` })).toBe('qr/too-large');
    expect(making({ kind: 'presentation', text: text.replace('LS1', 'LS2') })).toBe('qr/malformed');
    expect(making({ kind: 'presentation', text: 'LS1:##' })).toBe('qr/malformed');
    expect(making({ kind: 'presentation', text: 'LS1:' })).toBe('qr/malformed');
    expect(making({ kind: 'proof', body: new Uint8Array() })).toBe('qr/malformed');
    expect(making({ kind: 'proof', body: new Uint8Array(256 * 1024) })).toBe('qr/too-large');
  });
});
