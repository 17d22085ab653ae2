/** Whatever is held up: there is a report, it never throws, and nothing but the good code is accepted. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCbor, encodeCbor, type Cbor } from '#core/bytes/index.ts';
import { encodeEnvelope } from '#core/qr/index.ts';
import { formatFrame, parseFrame } from '../../../src/core/qr/frame.ts';
import { CHECK_IDS, verify, type Report } from '#core/verify/index.ts';
import { buildCase, NOW, type BuiltCase } from '../../support/case-builder.ts';
import { UNSEEN } from './judged.ts';

const ALPHABET = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');

let good: BuiltCase;
/** What the code carries, unpacked. */
let body: Uint8Array;

beforeAll(async () => {
  good = await buildCase();
  ({ body } = parseFrame(good.text, 'code'));
});

function judge(text: string): Report {
  const report = verify(text, good.trust, good.policy, UNSEEN, NOW);
  expect(report.checks.map(({ id }) => id)).toEqual(CHECK_IDS);
  return report;
}

function refused(text: string): void {
  expect(judge(text).verdict).not.toBe('accepted');
}

function framed(of: Uint8Array, mode: 0 | 1 = 1): string {
  return formatFrame({ mode, body: of });
}

describe('a code', () => {
  it('is accepted as it is, and so is its own encoding', () => {
    expect(judge(good.text).verdict).toBe('accepted');
    expect(judge(framed(body)).verdict).toBe('accepted');
  });

  it('of random text is never accepted', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 500 }).map((t) => `LS1:${t}`),
    );
    fc.assert(fc.property(text, refused), { numRuns: 2_000 });
  });

  it('of random bytes in a proper frame is never accepted', () => {
    const random = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(random, fc.constantFrom(0, 1), (bytes, mode) => {
        refused(framed(bytes, mode));
      }),
      { numRuns: 1_000 },
    );
  });

  it('with any one byte changed is never accepted', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        refused(framed(body.map((byte, index) => (index === at ? byte ^ by : byte))));
      }),
      { numRuns: 300 },
    );
  });

  it('with any one character changed, taken out or doubled is never accepted', () => {
    const place = fc.integer({ min: 4, max: good.text.length - 1 });
    const put = fc.constantFrom('', ...ALPHABET);
    fc.assert(
      fc.property(place, put, fc.boolean(), (at, character, keeps) => {
        const { text } = good;
        const changed = text.slice(0, at) + character + text.slice(keeps ? at : at + 1);
        if (changed.trim() !== text) refused(changed);
      }),
      { numRuns: 300 },
    );
  });

  it('with any part of its body put in another’s place is never accepted', () => {
    const parts = decodeCbor(body, 4096) as Cbor[];
    const at = fc.nat(parts.length - 1);
    fc.assert(
      fc.property(at, at, (from, to) => {
        if (from === to) return;
        const mixed = parts.map((part, index) => (index === to ? (parts[from] ?? null) : part));
        refused(framed(encodeCbor(mixed)));
      }),
    );
  });

  it('cut off anywhere is never accepted', () => {
    for (let end = 0; end < good.text.length; end++) refused(good.text.slice(0, end));
  });
});

describe('two good documents', () => {
  it('cannot lend each other their proofs, disclosures or key bindings', async () => {
    const other = await buildCase({ payload: { name: '另一家公司' } });
    expect(verify(other.text, other.trust, other.policy, UNSEEN, NOW).verdict).toBe('accepted');
    refused(encodeEnvelope({ sdJwt: other.sdJwt, anchor: good.anchor }));
    refused(encodeEnvelope({ sdJwt: good.sdJwt, anchor: { ...other.anchor, index: 3 } }));
    const [jwt = '', hidden = ''] = good.sdJwt.split('~');
    const binding = other.sdJwt.split('~').at(-1) ?? '';
    refused(encodeEnvelope({ sdJwt: [jwt, hidden, binding].join('~'), anchor: good.anchor }));
    refused(
      encodeEnvelope({ sdJwt: [jwt, good.sdJwt.split('~')[2]].join('~'), anchor: good.anchor }),
    );
  });
});
