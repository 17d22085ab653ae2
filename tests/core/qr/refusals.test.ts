import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  concatBytes,
  decodeCbor,
  encodeCbor,
  formatBase45,
  parseBase45,
  type Cbor,
} from '#core/bytes/index.ts';
import { decodeEnvelope, encodeEnvelope, type Presentation } from '#core/qr/index.ts';
import { craft } from '../credential/craft.ts';
import { bodyOf, codeOf, rawCode } from './code-parts.ts';
import { anchorOf, presented } from './presentations.ts';
import { refusalOf } from '../../support/refusal.ts';

let licence: Presentation;
let text: string;
let parts: Cbor[];

beforeAll(async () => {
  licence = await presented('noodle-house', ['legal_representative']);
  text = encodeEnvelope(licence);
  parts = [...(decodeCbor(bodyOf(text), 4096) as readonly Cbor[])];
});

const decoding = (code: string) => refusalOf(() => decodeEnvelope(code));

/** The licence's code with some of its six parts replaced. */
function withParts(changes: Readonly<Record<number, Cbor>>): string {
  return codeOf(encodeCbor(parts.map((part, index) => changes[index] ?? part)));
}

function listAt(index: number): readonly Cbor[] {
  return parts[index] as readonly Cbor[];
}

/** The payload with the value of one code replaced. */
function withPayload(code: number, value: Cbor): string {
  const payload = listAt(1);
  const at = payload.indexOf(code) + 1;
  return withParts({ 1: payload.map((item, index) => (index === at ? value : item)) });
}

describe('a code that was cut off', () => {
  it('is truncated wherever it was cut', () => {
    for (let length = 'LS1:'.length; length < text.length; length += 1) {
      expect(decoding(text.slice(0, length)), String(length)).toBe('qr/truncated');
    }
  });
});

describe('one frame of a stream', () => {
  it('is only a part of a document', () => {
    expect(decoding('LS2:ABC')).toBe('qr/truncated');
  });
});

describe('a code of a later app', () => {
  it('is newer: another version, another mode, another dictionary, another profile', () => {
    const body = encodeCbor(parts);
    expect(decoding(rawCode(body, [2, 1]))).toBe('qr/newer-version');
    for (const mode of [2, 9, 15, 0x11, 0x82, 0x89, 0x91]) {
      expect(decoding(rawCode(body, [1, mode])), String(mode)).toBe('qr/newer-version');
    }
    expect(decoding('LS3:ABC')).toBe('qr/newer-version');
  });
});

describe('a code that is too large', () => {
  it('is refused when read, by its text or by its length', () => {
    expect(decoding(`LS1:${'A'.repeat(4293)}`)).toBe('qr/too-large');
    expect(decoding(`LS1:${'A'.repeat(1_000_000)}`)).toBe('qr/too-large');
    const head = Uint8Array.of(1, 1, 0x10, 0x01);
    expect(decoding(`LS1:${formatBase45(head)}`)).toBe('qr/too-large');
  });

  it('may still have come by a stream, which has bounds of its own', () => {
    const inStream = (code: string) => refusalOf(() => decodeEnvelope(code, 'stream'));
    const head = (length: number) =>
      `LS1:${formatBase45(Uint8Array.of(1, 1, length >> 8, length & 255))}`;
    expect(inStream(head(32 * 1024))).toBe('qr/truncated');
    expect(inStream(head(32 * 1024 + 1))).toBe('qr/too-large');
    expect(inStream(`LS1:${'%'.repeat(49_158)}`)).not.toBe('qr/too-large');
    expect(inStream(`LS1:${'%'.repeat(49_159)}`)).toBe('qr/too-large');
  });

  it('is not made', async () => {
    const noise = 'ab'.repeat(16 * 1024);
    const sdJwt = await craft({ noise });
    const anchor = anchorOf(sdJwt, 'tax');
    expect(refusalOf(() => encodeEnvelope({ sdJwt, anchor }))).toBe('qr/too-large');
  });
});

describe('a malformed code', () => {
  it('is one with characters that base45 does not have, or a group over its range', () => {
    expect(decoding(text.replace(/.{3}$/, ':::'))).toBe('qr/malformed');
    expect(decoding(text.replace(/.$/, '#'))).toBe('qr/malformed');
  });

  it('is one with bytes after the end', () => {
    const bytes = parseBase45(text.slice(4));
    const longer = `LS1:${formatBase45(concatBytes(bytes, Uint8Array.of(0)))}`;
    expect(decoding(longer)).toBe('qr/malformed');
    const [body, extra] = [encodeCbor(parts), Uint8Array.of(0)];
    expect(decoding(codeOf(concatBytes(body, extra)))).toBe('qr/malformed');
  });

  it('is one whose CBOR is not deterministic', () => {
    const body = encodeCbor(parts);
    const indefinite = concatBytes(Uint8Array.of(0x9f), body.subarray(1), Uint8Array.of(0xff));
    expect(decoding(codeOf(indefinite))).toBe('qr/malformed');
    expect(decoding(codeOf(body))).toBe('none');
  });

  it('is one with more or fewer parts', () => {
    expect(decoding(codeOf(encodeCbor(parts.slice(0, 5))))).toBe('qr/malformed');
    expect(decoding(codeOf(encodeCbor([...parts, 0])))).toBe('qr/malformed');
    expect(decoding(codeOf(encodeCbor('text')))).toBe('qr/malformed');
  });

  it.each([
    ['kid', 0],
    ['payload', 1],
    ['signature', 2],
    ['disclosures', 3],
    ['key binding', 4],
    ['anchor proof', 5],
  ])('is one whose %s is of another kind', (_, index) => {
    expect(decoding(withParts({ [index]: 7 }))).toBe('qr/malformed');
    expect(decoding(withParts({ [index]: [7] }))).toBe('qr/malformed');
    expect(decoding(withParts({ [index]: { x: 7 } }))).toBe('qr/malformed');
  });

  it('is one with claim codes that are not given out', () => {
    for (const code of [10, 31, 32 + 15, 99, -1, 1.5, null, [0]]) {
      const [salt, , value] = listAt(3)[0] as readonly Cbor[];
      const disclosure: Cbor = [salt ?? null, code, value ?? null];
      expect(decoding(withParts({ 3: [disclosure] })), String(code)).toBe('qr/malformed');
      const payload = [...listAt(1), code, 'value'];
      expect(decoding(withParts({ 1: payload })), String(code)).toBe('qr/malformed');
    }
  });

  it('is one that says a member twice, or a member without a value', () => {
    expect(decoding(withParts({ 1: [...listAt(1), 0, 'tax'] }))).toBe('qr/malformed');
    expect(decoding(withParts({ 1: [...listAt(1), 'licence_number', '1'] }))).toBe('qr/malformed');
    expect(decoding(withParts({ 1: [...listAt(1), 'odd'] }))).toBe('qr/malformed');
    expect(decoding(withParts({ 1: [...listAt(1), '__proto__', 1] }))).toBe('qr/malformed');
    expect(decoding(withParts({ 1: [...listAt(1), 'new', 1] }))).toBe('none');
  });

  it('is one that refers to a disclosure twice, or to none', () => {
    const digests = listAt(1)[listAt(1).indexOf(6) + 1] as readonly Cbor[];
    expect(digests.filter((item) => typeof item === 'number')).toEqual([0]);
    expect(decoding(withPayload(6, [...digests, 0]))).toBe('qr/malformed');
    expect(decoding(withPayload(6, [...digests, 1]))).toBe('qr/malformed');
    expect(decoding(withPayload(6, [...digests, -1]))).toBe('qr/malformed');
    expect(decoding(withPayload(6, [...digests, new Uint8Array(31)]))).toBe('qr/malformed');
    expect(decoding(withPayload(6, [...digests, new Uint8Array(32)]))).toBe('none');
  });

  it('is one with more than 64 disclosures or members', () => {
    const disclosures = (count: number): Cbor =>
      Array.from({ length: count }, (_, at) => [new Uint8Array(1), `n${at}`, at]);
    const small = { 2: new Uint8Array(1), 4: null };
    const one: readonly Cbor[] = [6, []];
    expect(decoding(withParts({ ...small, 1: one, 3: disclosures(64) }))).toBe('none');
    expect(decoding(withParts({ ...small, 1: one, 3: disclosures(65) }))).toBe('qr/malformed');
    const members = (count: number): Cbor =>
      Array.from({ length: count }, (_, at): Cbor[] => [`m${at}`, at]).flat();
    expect(decoding(withParts({ 1: members(64), 3: [] }))).toBe('none');
    expect(decoding(withParts({ 1: members(65), 3: [] }))).toBe('qr/malformed');
  });

  it('is one that nests deeper than eight levels', () => {
    const nested = (levels: number): Cbor =>
      Array.from({ length: levels }).reduce<Cbor>((inner) => [inner], 1);
    expect(decoding(withParts({ 1: ['deep', nested(8)], 3: [] }))).toBe('none');
    expect(decoding(withParts({ 1: ['deep', nested(9)], 3: [] }))).toBe('qr/malformed');
    const abyss = new Uint8Array(2800).fill(0x81);
    expect(decoding(codeOf(abyss))).toBe('qr/malformed');
    abyss[2799] = 0;
    expect(decoding(codeOf(abyss))).toBe('qr/malformed');
  });

  it('is one that takes the long way to say something', () => {
    expect(decoding(withPayload(0, ['https://lightseal.example/issuer/tax']))).toBe('qr/malformed');
    expect(decoding(withPayload(7, ['sha-256']))).toBe('qr/malformed');
    expect(decoding(withPayload(1, [1_000 * 86_400]))).toBe('qr/malformed');
    expect(decoding(withParts({ 1: [...listAt(1), 'day', '2026-11-26'] }))).toBe('qr/malformed');
    const digitsWithoutMark = Uint8Array.of(1, 2);
    expect(decoding(withParts({ 1: [...listAt(1), 'number', digitsWithoutMark] }))).toBe(
      'qr/malformed',
    );
    expect(decoding(withParts({ 1: [...listAt(1), 'text', Uint8Array.of(9)] }))).toBe(
      'qr/malformed',
    );
    const [iat, , nonce, signature] = listAt(4);
    const spelt: Cbor[] = [iat ?? 0, 'lightseal:broadcast', nonce ?? 0, signature ?? 0];
    expect(decoding(withParts({ 4: spelt }))).toBe('qr/malformed');
  });

  it('is one whose objects are written as maps, or with odd members', () => {
    const claim = (value: Cbor) => decoding(withParts({ 1: [...listAt(1), 'object', value] }));
    expect(claim({ '': ['a', 1] })).toBe('none');
    expect(claim({ a: 1 })).toBe('qr/malformed');
    expect(claim({ '': ['a', 1], b: 2 })).toBe('qr/malformed');
    expect(claim({ '': ['a'] })).toBe('qr/malformed');
    expect(claim({ '': [1, 1] })).toBe('qr/malformed');
    expect(claim({ '': ['__proto__', 1] })).toBe('qr/malformed');
    expect(claim({ '': ['a', 1, 'a', 2] })).toBe('qr/malformed');
    expect(claim(2n ** 60n)).toBe('qr/malformed');
  });

  it('in segments is one with parts that are none', () => {
    const [empty, list] = [new Uint8Array(1), []];
    const segments = (...items: Cbor[]) =>
      decoding(codeOf(encodeCbor([...items, parts[5] ?? null]), 0));
    expect(segments(empty, empty, empty, list, null)).toBe('none');
    expect(segments(empty, empty, empty, list, [empty, empty, empty])).toBe('none');
    expect(segments('x', empty, empty, list, null)).toBe('qr/malformed');
    expect(segments(empty, empty, empty, null, null)).toBe('qr/malformed');
    expect(segments(empty, empty, empty, [1], null)).toBe('qr/malformed');
    expect(segments(empty, empty, empty, list, [empty, empty])).toBe('qr/malformed');
    const many = Array.from({ length: 65 }, () => empty);
    expect(segments(empty, empty, empty, many, null)).toBe('qr/malformed');
  });
});

describe('what cannot be encoded', () => {
  it('is no SD-JWT, or has no anchor proof that could be read again', () => {
    const { anchor, sdJwt } = licence;
    expect(refusalOf(() => encodeEnvelope({ sdJwt: 'a.b', anchor }))).toBe('credential/malformed');
    expect(refusalOf(() => encodeEnvelope({ sdJwt: `${sdJwt}.x`, anchor }))).toBe('qr/malformed');
    const odd = { ...anchor, path: [new Uint8Array(31)] };
    expect(refusalOf(() => encodeEnvelope({ sdJwt, anchor: odd }))).toBe('qr/malformed');
  });
});

describe('any text and any bytes', () => {
  it('are read or refused with a code of this module, never worse', () => {
    const codes = /^(qr\/(foreign|truncated|malformed|newer-version|too-large)|none)$/;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (code) => {
        expect(decoding(code)).toMatch(codes);
        expect(decoding(`LS1:${code}`)).toMatch(codes);
      }),
      { numRuns: 300, seed: 1 },
    );
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, fc.constantFrom<0 | 1>(0, 1), (body, mode) => {
        expect(decoding(codeOf(body, mode))).toMatch(codes);
      }),
      { numRuns: 500, seed: 1 },
    );
    const item = fc.letrec<{ cbor: Cbor }>((tie) => ({
      cbor: fc.oneof(
        { maxDepth: 3 },
        fc.integer(),
        fc.string(),
        fc.uint8Array({ maxLength: 40 }),
        fc.constant(null),
        fc.array(tie('cbor'), { maxLength: 6 }),
        fc.dictionary(fc.constantFrom('', 'a'), tie('cbor')),
      ),
    })).cbor;
    fc.assert(
      fc.property(fc.nat(5), item, fc.constantFrom<0 | 1>(0, 1), (index, value, mode) => {
        const changed = encodeCbor(parts.map((part, at) => (at === index ? value : part)));
        expect(decoding(codeOf(changed, mode))).toMatch(codes);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});
