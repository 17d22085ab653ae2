import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  citizenIdCheck,
  isCitizenId,
  isInvoiceNumber,
  isLicenceId,
  isPicture,
  isUscc,
  isVin,
  licenceIdCheck,
  MAX_PICTURE_BYTES,
  organisationCheck,
  usccCheck,
  vinCheck,
} from '#core/credential/index.ts';
import { formatBase64 } from '#core/bytes/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${String(length)}}$`));
const USCC_CHARS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Every text that differs from `good` in one character of the alphabet. */
function mistyped(good: string, alphabet: string): string[] {
  return Array.from(good).flatMap((char, place) =>
    Array.from(alphabet)
      .filter((other) => other !== char)
      .map((other) => good.slice(0, place) + other + good.slice(place + 1)),
  );
}

describe.skipIf(vectorsDir() === undefined)('identifiers of others', () => {
  interface Sample {
    readonly id?: string;
    readonly v?: string;
    readonly valid: boolean;
  }
  const samples = JSON.parse(
    vectorsDir() === undefined ? '{}' : readVector('cn-identifiers/identifiers.json'),
  ) as Readonly<Record<string, readonly Sample[]>>;
  const JUDGES = { licence_id: isLicenceId, uscc: isUscc, citizen_id: isCitizenId };

  it.each(Object.entries(JUDGES))('are judged as they were: %s', (name, judge) => {
    expect(samples[name]?.length).toBeGreaterThan(0);
    for (const { id = '', v = id, valid } of samples[name] ?? []) expect(judge(v), v).toBe(valid);
  });
});

describe('a unified social credit code', () => {
  it('fits with both its check characters, and with one character mistyped never', () => {
    fc.assert(
      fc.property(
        digits(6),
        fc.stringMatching(/^[0-9A-HJ-NP-RTUWXY]{8}$/),
        (area, organisation) => {
          const body = `91${area}${organisation}${organisationCheck(organisation)}`;
          fc.pre(!body.endsWith('O'));
          const good = body + usccCheck(body);
          expect(isUscc(good)).toBe(true);
          expect(mistyped(good, USCC_CHARS).filter(isUscc)).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a citizen ID number', () => {
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));

  it('fits with its check character, and with one digit mistyped never', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 999_999 }),
        day,
        digits(3),
        (area, born, serial) => {
          const body = `${String(area)}${born}${serial}`;
          const good = body + citizenIdCheck(body);
          expect(isCitizenId(good)).toBe(true);
          expect(mistyped(good, '0123456789').filter(isCitizenId)).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is that of somebody born on a day that exists', () => {
    const body = '11010519490230002';
    expect(isCitizenId(body + citizenIdCheck(body))).toBe(false);
  });
});

describe('a licence identifier', () => {
  it('fits with its check character, and with one character mistyped never', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,20}$/), digits(3), (serial, version) => {
        const [type, office] = ['11100000000013338W011', '11430000006122244L'];
        const check = licenceIdCheck(`${type}${office}${serial}${version}`);
        const write = (text: string) =>
          `1.2.156.3005.2.${type}.${office}.${text}.${version}.${check}`;
        expect(isLicenceId(write(serial))).toBe(true);
        expect(mistyped(serial, ALPHANUMERIC).map(write).filter(isLicenceId)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a vehicle identification number', () => {
  it('is known from the standard', () => {
    expect(isVin('1M8GDM9AXKP042788')).toBe(true);
    expect(isVin('1M8GDM9A1KP042788')).toBe(false);
    expect(isVin('IM8GDM9AXKP042788')).toBe(false);
  });

  it('fits with its check character', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9A-HJ-NPR-Z]{8}$/),
        fc.stringMatching(/^[0-9A-HJ-NPR-Z]{8}$/),
        (before, after) => {
          const check = vinCheck(`${before}0${after}`);
          expect(isVin(before + check + after)).toBe(true);
          expect(isVin(before + (check === 'X' ? '0' : 'X') + after)).toBe(false);
        },
      ),
    );
  });
});

it('the number of an e-invoice has 20 digits', () => {
  expect(isInvoiceNumber('26992000000012345678')).toBe(true);
  expect(isInvoiceNumber('2699200000001234567')).toBe(false);
  expect(isInvoiceNumber('2699200000001234567A')).toBe(false);
});

it('any text gets an answer from every judge', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const judge of [isUscc, isCitizenId, isLicenceId, isVin, isInvoiceNumber, isPicture])
        expect(judge(text)).toBe(false);
    }),
  );
});

describe('a portrait', () => {
  const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0];
  const uri = (bytes: readonly number[], kind = 'image/png') =>
    `data:${kind};base64,${formatBase64(Uint8Array.from(bytes))}`;

  it('is a bounded PNG, JPEG or WebP', () => {
    expect(isPicture(uri(PNG))).toBe(true);
    expect(isPicture(uri([0xff, 0xd8, 0xff, 0xe0], 'image/jpeg'))).toBe(true);
    const webp = Array.from('RIFF\u0001\u0000\u0000\u0000WEBP', (char) => char.charCodeAt(0));
    expect(isPicture(uri(webp, 'image/webp'))).toBe(true);
  });

  it.each([
    ['another address', 'https://tracker.example/p.png'],
    ['a script', 'javascript:alert(1)'],
    ['a drawing that may run', uri(PNG, 'image/svg+xml')],
    ['a page', uri(PNG, 'text/html')],
    ['something else under its name', uri([0x3c, 0x68, 0x74, 0x6d])],
    ['text behind it', `${uri(PNG)}#x`],
    ['base64 that is not canonical', 'data:image/png;base64,iVBORw0KGgoAAAAAB='],
    ['more than it may be', uri([...PNG, ...new Uint8Array(MAX_PICTURE_BYTES)])],
  ])('is not %s', (_, text) => {
    expect(isPicture(text)).toBe(false);
  });
});
