/** A proof that brings along what it rests on, as the payload of a stream. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeCbor, type Cbor } from '#core/bytes/index.ts';
import {
  decodeSelfContained,
  encodeEnvelope,
  encodeSelfContained,
  type SelfContained,
} from '#core/qr/index.ts';
import { presented } from './presentations.ts';
import { refusalOf } from '../../support/refusal.ts';

const BLOCK = new Uint8Array(700).fill(1);
const EXCERPT = new Uint8Array(900).fill(2);
const CODE = Uint8Array.of(1, 1, 0, 1, 0x80);

let proof: SelfContained;

beforeAll(async () => {
  const code = encodeEnvelope(await presented('noodle-house', []));
  proof = { code, blocks: [BLOCK, BLOCK], excerpt: EXCERPT };
});

const reading = (...parts: Cbor[]) => refusalOf(() => decodeSelfContained(encodeCbor(parts)));
const writing = (change: Partial<SelfContained>) =>
  refusalOf(() => encodeSelfContained({ ...proof, ...change }));
const blocks = (count: number) => Array.from({ length: count }, () => BLOCK);

describe('a self-contained proof as bytes', () => {
  it('is read back to the letter', () => {
    expect(decodeSelfContained(encodeSelfContained(proof))).toEqual(proof);
  });

  it('is refused for each part of another shape', () => {
    expect(reading(1, CODE, [BLOCK], EXCERPT)).toBe('none');
    for (const parts of [
      [0, CODE, [BLOCK], EXCERPT],
      ['1', CODE, [BLOCK], EXCERPT],
      [1, CODE, [BLOCK]],
      [1, CODE, [BLOCK], EXCERPT, null],
      [1, 'LS1:', [BLOCK], EXCERPT],
      [1, new Uint8Array(), [BLOCK], EXCERPT],
      [1, CODE, BLOCK, EXCERPT],
      [1, CODE, [], EXCERPT],
      [1, CODE, [BLOCK, null], EXCERPT],
      [1, CODE, [BLOCK, new Uint8Array()], EXCERPT],
      [1, CODE, [BLOCK], [EXCERPT]],
      [],
    ]) {
      expect(reading(...parts)).toBe('qr/malformed');
    }
    expect(refusalOf(() => decodeSelfContained(Uint8Array.of(0xff)))).toBe('qr/malformed');
    expect(refusalOf(() => decodeSelfContained(encodeCbor({})))).toBe('qr/malformed');
  });

  it('of a later app says so, whatever else it holds', () => {
    expect(reading(2, 'anything')).toBe('qr/newer-version');
  });

  it('is bounded in bytes, blocks and the code', () => {
    const large = new Uint8Array(256 * 1024);
    expect(refusalOf(() => decodeSelfContained(large))).toBe('qr/too-large');
    expect(reading(1, new Uint8Array(32 * 1024 + 5), [BLOCK], EXCERPT)).toBe('qr/too-large');
    expect(reading(1, CODE, blocks(65), EXCERPT)).toBe('qr/too-large');
    expect(reading(1, CODE, blocks(64), EXCERPT)).toBe('none');
    expect(writing({ excerpt: large })).toBe('qr/too-large');
    expect(writing({ blocks: blocks(65) })).toBe('qr/too-large');
  });

  it('is written for a code of ours only, and with a block', () => {
    expect(writing({ code: 'LSQ1:ABC' })).toBe('qr/malformed');
    expect(writing({ blocks: [] })).toBe('qr/malformed');
  });

  it('has one form: whatever is read is written in the same way', () => {
    const bytes = encodeSelfContained(proof);
    const damaged = fc
      .tuple(fc.nat(bytes.length - 1), fc.nat(255))
      .map(([at, value]) => bytes.with(at, value));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 100 })), (untrusted) => {
        const code = refusalOf(() => decodeSelfContained(untrusted));
        if (code !== 'none') {
          expect(code).toMatch(/^qr\//);
          return;
        }
        const read = decodeSelfContained(untrusted);
        expect(encodeSelfContained(read)).toEqual(Uint8Array.from(untrusted));
      }),
      { numRuns: 1_000 },
    );
  });
});
