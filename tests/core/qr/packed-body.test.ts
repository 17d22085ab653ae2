import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { DICTIONARIES } from '../../../src/core/qr/dictionary.ts';
import { deflateRaw, encodeUtf8, formatHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { isRefusal } from '#core/errors.ts';
import { decodeEnvelope, encodeEnvelope } from '#core/qr/index.ts';
import { bodyOf, bytesOf, codeOf, rawCode } from './code-parts.ts';
import { noise } from './noise.ts';
import { presented } from './presentations.ts';

let text: string;
let body: Uint8Array;

beforeAll(async () => {
  text = encodeEnvelope(await presented('noodle-house', ['legal_representative']));
  body = bodyOf(text);
});

function decoding(code: string): string {
  try {
    decodeEnvelope(code);
  } catch (thrown) {
    if (isRefusal(thrown)) return thrown.code;
    throw thrown;
  }
  return 'none';
}

describe('a packed body', () => {
  it('is deflated with our words where that makes it smaller', () => {
    expect(bytesOf(text)[1]).toBe(0x81);
    expect(bytesOf(text).length - 4).toBeLessThan(0.9 * body.length);
    expect(bytesOf(codeOf(noise(400, 1)))[1]).toBe(1);
  });

  it('is malformed if it does not inflate, and too large if it inflates to too much', () => {
    const packed = bytesOf(text).subarray(4);
    expect(decoding(rawCode(packed.subarray(0, -1), [1, 0x81]))).toBe('qr/malformed');
    const bomb = deflateRawSync(new Uint8Array(1_000_000), { level: 9 });
    expect(decoding(rawCode(bomb, [1, 0x81]))).toBe('qr/too-large');
  });

  it('is malformed if it is packed in another way, though it inflates to the same', () => {
    expect(decoding(rawCode(body, [1, 1]))).toBe('qr/malformed');
    const theirs = deflateRawSync(body, { dictionary: DICTIONARIES[0] });
    expect(decoding(rawCode(theirs, [1, 0x81]))).toBe('qr/malformed');
    const stored = deflateRawSync(body, { level: 0 });
    expect(decoding(rawCode(stored, [1, 0x81]))).toBe('qr/malformed');
    const ours = deflateRaw(body, DICTIONARIES[0]);
    expect(decoding(rawCode(ours, [1, 0x81]))).toBe('none');
  });

  it('rests on words that never change', () => {
    expect(formatHex(sha256(DICTIONARIES[0] ?? new Uint8Array()))).toBe(WORDS_DIGEST);
    // The compressor may not change either.
    expect(
      formatHex(deflateRaw(encodeUtf8('有限责任公司、有限责任公司、CNY'), DICTIONARIES[0])),
    ).toBe(PACKED);
  });
});

const WORDS_DIGEST = '2018afada189c3033c6706248211c67664641872beadff1985cc3a23076b82ce';
const PACKED = 'c30c25a0dfb10a025d0500';
