/** Invoice files are told from others by their beginning. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isInvoiceFile, SNIFFED } from '#core/ubl/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

const NS = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';

describe('an invoice file', () => {
  it.skipIf(vectorsDir() === undefined)('is recognised, whoever wrote it', () => {
    const folder = join(vectorsDir() ?? '', 'en16931-ubl');
    const names = readdirSync(folder).filter((name) => /\.xml$/i.test(name));
    expect(names.length).toBeGreaterThan(5);
    const missed = names.filter((name) => !isInvoiceFile(readVector(`en16931-ubl/${name}`)));
    expect(missed).toEqual([]);
  });

  it.each([
    ['with a prefix', `<ubl:Invoice xmlns:ubl="${NS}">`],
    [
      'after a byte order mark and a comment',
      `\ufeff<?xml version="1.0"?><!-- x --><Invoice xmlns='${NS}'>`,
    ],
    ['a credit note', `<CreditNote xmlns="${NS.replace('Invoice', 'CreditNote')}">`],
    [
      'in CII',
      '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">',
    ],
  ])('is recognised %s', (_, text) => {
    expect(isInvoiceFile(text)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a code of ours', 'LS1:ABC'],
    ['a page', '<!doctype html><title>Invoice-2</title>'],
    ['another element of that name', '<Invoice xmlns="https://example.com/">'],
    ['a text about it', `see <Invoice xmlns="${NS}">`],
    ['one that begins too late', `<!--${'x'.repeat(SNIFFED)}--><Invoice xmlns="${NS}">`],
  ])('is not %s', (_, text) => {
    expect(isInvoiceFile(text)).toBe(false);
  });

  it('is not what happens to be typed, and looking takes no time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !isInvoiceFile(text)));
    const before = performance.now();
    expect(isInvoiceFile('<Invoice '.repeat(200_000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
