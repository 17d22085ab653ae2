import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCbor, encodeUtf8, formatBase45, formatBase64Url } from '#core/bytes/index.ts';
import { signJwt, type Json, type JsonObject } from '#core/credential/index.ts';
import { decodeEnvelope, encodeEnvelope, type Presentation } from '#core/qr/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';
import { bind, craft, HOLDER, ISSUER, text as disclosure } from '../credential/craft.ts';
import { bodyOf, bytesOf } from './code-parts.ts';
import { anchorOf, issued, presented } from './presentations.ts';

const MODE = { segments: 0, deep: 1 };
const ISS = 'https://lightseal.example/issuer/tax';

function modeOf(text: string): number {
  return (bytesOf(text)[1] ?? 0) & 0x0f;
}

function bodySize(text: string): number {
  return bytesOf(text).length - 4;
}

/** Encodes, checks that all comes back, and says in which mode it went. */
function roundTrip(sdJwt: string): number | undefined {
  const presentation = { sdJwt, anchor: anchorOf(sdJwt, 'tax') };
  const text = encodeEnvelope(presentation);
  expect(text).toMatch(/^LS1:[0-9A-Z $%*+\-./:]+$/);
  expect(decodeEnvelope(text)).toEqual(presentation);
  return modeOf(text);
}

/** Signs the very text, however it is spaced. */
async function signText(header: string, payload: string): Promise<string> {
  const input = [header, payload].map((part) => formatBase64Url(encodeUtf8(part))).join('.');
  return `${input}.${formatBase64Url(await ISSUER.sign(encodeUtf8(input)))}`;
}

let licence: Presentation;

beforeAll(async () => {
  licence = await presented('noodle-house', ['legal_representative']);
});

describe('an envelope', () => {
  it('gives back what issuer and holder signed, to the letter', async () => {
    expect(decodeEnvelope(encodeEnvelope(licence))).toEqual(licence);
    const invoice = await presented('hotel-invoice', ['items', 'remarks', 'claim_secret']);
    expect(decodeEnvelope(encodeEnvelope(invoice))).toEqual(invoice);
    expect(modeOf(encodeEnvelope(invoice))).toBe(MODE.deep);
  });

  it('carries documents without key binding and without disclosures', async () => {
    expect(roundTrip(await issued('technology-company'))).toBe(MODE.deep);
    expect(roundTrip((await issued('technology-company')).replace(/~.*/, '~'))).toBe(MODE.deep);
  });

  it('sends no digest of a disclosed claim, no sd_hash, no constant header', () => {
    const deep = bodySize(encodeEnvelope(licence));
    expect(deep).toBeLessThan(licence.sdJwt.length / 1.9);
    const body = decodeCbor(bodyOf(encodeEnvelope(licence)), 4096);
    expect(body).toHaveLength(6);
    expect(JSON.stringify(body)).not.toContain('dc+sd-jwt');
  });

  it('carries claims and types that it has never heard of', async () => {
    const strange: JsonObject = {
      iss: 'https://elsewhere.example',
      vct: 'https://elsewhere.example/vct/9',
      anything: { b: [1, null, true, 'x'], a: -3 },
      '': '长期',
      issue_date: '2026-02-30',
      leading: '00012345678',
      half: 0.5,
      constructor: 1,
      valueOf: { toString: 'x' },
    };
    expect(roundTrip(await craft(strange, [['c2FsdA', 'name', { deep: ['值'] }]]))).toBe(MODE.deep);
  });

  it('spells out standard claims that are unusual', async () => {
    const unusual: JsonObject = {
      vct: 17,
      exp: 1_800_000_001,
      iat: 0.5,
      iss: ['x'],
      cnf: { jwk: { kty: 'EC', crv: 'P-256', x: 'short', y: 'short' } },
      status: { status_list: { idx: 1, uri: 'https://elsewhere.example/1' } },
      _sd_alg: 'sha-384',
      nbf: null,
    };
    expect(roundTrip(await craft(unusual))).toBe(MODE.deep);
  });

  it('goes as segments where the deep form would change a character', async () => {
    const header = '{"alg":"ES256","typ":"dc+sd-jwt","kid":"k1"}';
    const cases: readonly (readonly [string, string])[] = [
      [header, '{"iss": "spaced"}'],
      [header, '{"iss":"\\u4e2d escaped"}'],
      [header, '{"lone":"\\ud800"}'],
      [header, '{"zero":-0}'],
      [header, '{"exponent":1e3}'],
      [header, '{"large":9007199254740993}'],
      [header, '{"endless":1e999}'],
      [header, '{"b":1,"1":2}'],
      [header, '{"_sd":["not a digest"]}'],
      ['{"typ":"dc+sd-jwt","alg":"ES256","kid":"k1"}', '{"iss":"x"}'],
      ['{"alg":"ES256","typ":"dc+sd-jwt"}', '{"iss":"x"}'],
    ];
    for (const [head, payload] of cases) {
      expect(roundTrip(`${await signText(head, payload)}~`), payload).toBe(MODE.segments);
    }
  });

  it('goes as segments if a disclosure or the key binding is written otherwise', async () => {
    const jwt = await craft({ iss: ISS });
    const spaced = formatBase64Url(encodeUtf8('["c2FsdA", "name", "值"]'));
    expect(roundTrip(`${jwt}${spaced}~`)).toBe(MODE.segments);
    expect(roundTrip(`${jwt}${disclosure(['c2FsdA', 'an element'])}~`)).toBe(MODE.deep);
    expect(roundTrip(`${jwt}${disclosure(['not base64!', 'name', 1])}~`)).toBe(MODE.segments);
    expect(roundTrip(await bind(jwt, { extra: 1 }))).toBe(MODE.segments);
    expect(roundTrip(await bind(jwt, { nonce: 'not base64!' }))).toBe(MODE.segments);
    const other = await signJwt({ alg: 'ES256' }, { iat: 1 }, HOLDER.sign);
    expect(roundTrip(`${jwt}${other}`)).toBe(MODE.segments);
    expect(roundTrip(await bind(jwt))).toBe(MODE.deep);
  });

  it.skipIf(vectorsDir() === undefined).each(['main-example', 'a2-complex-structured'])(
    'goes as segments for the spaced JSON of RFC 9901, %s',
    (name) => {
      const { tokens } = JSON.parse(readVector(`rfc9901/${name}.json`)) as {
        tokens: { compact: string }[];
      };
      expect(tokens.length).toBeGreaterThan(0);
      for (const { compact } of tokens) expect(roundTrip(compact)).toBe(MODE.segments);
    },
  );

  it('carries any JSON of an issuer that writes compactly', async () => {
    const json = fc
      .jsonValue({ maxDepth: 4 })
      // JSON.stringify has its own ideas of these.
      .map((value) => JSON.parse(JSON.stringify(value)) as Json);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), json), json, async (payload, value) => {
        const safe = Object.fromEntries(
          Object.entries(payload).filter(([name]) => name !== '__proto__'),
        );
        if (JSON.stringify([safe, value]).includes('__proto__')) return;
        const sdJwt = await craft(safe, [['c2FsdHNhbHRzYWx0c2FsdA', 'name', value]]);
        if (sdJwt.length < 2500) roundTrip(sdJwt);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('a code', () => {
  it('is forgiven what pasting does to it', () => {
    const text = encodeEnvelope(licence);
    const pasted = [
      `  \n${text}\r\n`,
      text.toLowerCase(),
      `${text.slice(0, 100)}\r\n${text.slice(100)}`,
      text.replaceAll(':', '：').replaceAll('%', '％'),
    ];
    for (const one of pasted) expect(decodeEnvelope(one)).toEqual(licence);
  });

  it('never says the same after a change of one byte', () => {
    const bytes = bytesOf(encodeEnvelope(licence));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = bytes.map((byte, index) => (index === at ? byte ^ change : byte));
        let read: Presentation | undefined;
        try {
          read = decodeEnvelope(`LS1:${formatBase45(changed)}`);
        } catch (refusal) {
          expect(refusal).toMatchObject({ code: expect.stringMatching(/^qr\//) as string });
        }
        expect(read).not.toEqual(licence);
      }),
      { numRuns: 1500, seed: 1 },
    );
  });
});
