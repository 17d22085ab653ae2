/** UBL out of the documents that the wallet holds, in the shape of other people's invoices. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { JsonObject } from '#core/credential/index.ts';
import { escapeXml, formatUbl, readInvoice } from '#core/ubl/index.ts';
import { SUBJECTS } from '#consortium/desk/subjects.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

const INVOICES = SUBJECTS.filter(({ vct }) => /\/(e-invoice|en16931-invoice)\//.test(vct));
const NOTICE = 'not signed';

function exported(vct: string, claims: JsonObject): string {
  const invoice = readInvoice(vct, claims);
  if (invoice === undefined) throw new Error('no invoice');
  return formatUbl(invoice, NOTICE);
}

/** All elements of a file, as parent and children in their order. */
function families(xml: string): readonly (readonly [string, readonly string[]])[] {
  const found: [string, string[]][] = [];
  const open: [string, string[]][] = [];
  const tags = xml
    .replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '')
    .matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>/g);
  for (const [, isEnd, name = '', isEmpty] of tags) {
    if (isEnd !== '') open.pop();
    else {
      open.at(-1)?.[1].push(name);
      const family: [string, string[]] = [name, []];
      found.push(family);
      if (isEmpty === '') open.push(family);
    }
  }
  expect(open).toEqual([]);
  return found;
}

/** Every order of two siblings that occurs, as `parent: first < second`. */
function orders(files: readonly string[]): ReadonlySet<string> {
  const pairs = files.flatMap(families).flatMap(([parent, children]) =>
    children.flatMap((first, place) =>
      children
        .slice(place + 1)
        .filter((second) => second !== first)
        .map((second) => `${parent}: ${first} < ${second}`),
    ),
  );
  return new Set(pairs);
}

const valueOf = (xml: string, name: string) => new RegExp(`<${name}[^>]*>([^<]*)<`).exec(xml)?.[1];

describe('a UBL file', () => {
  it.skipIf(vectorsDir() === undefined)('has its elements where other invoices have them', () => {
    const folder = join(vectorsDir() ?? '', 'en16931-ubl');
    const theirs = orders(
      readdirSync(folder)
        .filter((name) => name.endsWith('.xml'))
        .map((name) => readVector(`en16931-ubl/${name}`)),
    );
    const ours = orders(INVOICES.map(({ vct, claims }) => exported(vct, claims)));
    const reversed = (order: string) => order.replace(/^(\S+: )(\S+) < (\S+)$/, '$1$3 < $2');
    expect(ours.size).toBeGreaterThan(50);
    expect([...ours].filter((order) => theirs.has(reversed(order)))).toEqual([]);
    // Not by chance: most of our orders occur in theirs.
    expect([...ours].filter((order) => theirs.has(order)).length).toBeGreaterThan(ours.size * 0.8);
  });

  it.each(INVOICES.map((form) => [form.id, form] as const))(
    'says what %s says',
    (_, { vct, claims }) => {
      const xml = exported(vct, claims);
      expect(valueOf(xml, 'cbc:ID')).toBe(claims['invoice_number']);
      expect(valueOf(xml, 'cbc:IssueDate')).toBe(claims['issue_date']);
      expect(valueOf(xml, 'cbc:DocumentCurrencyCode')).toBe(claims['currency']);
      const total = claims['amount_incl_tax'] ?? claims['tax_inclusive'];
      expect(valueOf(xml, 'cbc:TaxInclusiveAmount')).toBe(total);
      expect(valueOf(xml, 'cbc:Note')).toBe(NOTICE);
      const lines = (claims['items'] ?? claims['lines']) as readonly unknown[];
      expect(xml.split('<cac:InvoiceLine>')).toHaveLength(lines.length + 1);
    },
  );

  it('adds the taxes of the lines up to the total', () => {
    const form = INVOICES.find(({ vct }) => vct.includes('/e-invoice/'));
    const invoice = readInvoice(form?.vct ?? '', form?.claims ?? {});
    const cents = (text: string) => Math.round(Number(text) * 100);
    const sum = invoice?.shares.reduce((all, { tax }) => all + cents(tax), 0);
    expect(sum).toBe(cents(invoice?.tax ?? ''));
  });

  it('never contains the secret of a claim', () => {
    for (const { vct, claims } of INVOICES)
      expect(exported(vct, { ...claims, claim_secret: 'SECRET' })).not.toContain('SECRET');
  });

  it('names the invoice that it corrects, and is one of another kind', () => {
    const { vct, claims } = INVOICES[0] ?? { vct: '', claims: {} };
    const xml = exported(vct, { ...claims, red_of: '26992000000012345670' });
    expect(valueOf(xml, 'cbc:InvoiceTypeCode')).toBe('384');
    expect(xml).toMatch(/<cac:InvoiceDocumentReference>\s*<cbc:ID>26992000000012345670</);
  });

  it('is not made of other documents, nor of half an invoice', () => {
    const { vct, claims } = INVOICES[0] ?? { vct: '', claims: {} };
    expect(readInvoice('https://lightseal.example/vct/fiscal-receipt/1', claims)).toBeUndefined();
    const { seller_name: _, ...rest }: JsonObject = claims;
    expect(readInvoice(vct, rest)).toBeUndefined();
    expect(readInvoice(vct, { ...claims, issue_date: 7 })).toBeUndefined();
  });
});

// eslint-disable-next-line no-control-regex -- the characters that XML has not
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** As a reader of XML undoes it. */
function unescapeXml(text: string): string {
  return text.replace(/&(#\d+|\w+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (ENTITIES[name] ?? '?'),
  );
}

describe('escaping', () => {
  it('gives back every text that XML can carry, and lets no markup through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"\t\n\r]|&(?!(amp|lt|gt|quot|#9|#10|#13);)/);
        const carried = text.replace(UNSPEAKABLE, '\ufffd');
        expect(unescapeXml(escaped)).toBe(carried);
      }),
    );
  });

  it('replaces half a character', () => {
    expect(escapeXml('a\ud800b')).toBe('a\ufffdb');
    expect(escapeXml('光😀')).toBe('光😀');
  });

  it('keeps the elements what they are, whatever an issuer writes', () => {
    const { vct, claims } = INVOICES[0] ?? { vct: '', claims: {} };
    const plain = families(exported(vct, claims)).length;
    const nasty = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom(']]>', '</cbc:Note>', '<!--'),
    );
    fc.assert(
      fc.property(nasty, nasty, (seller, buyer) => {
        const xml = exported(vct, { ...claims, seller_name: seller, buyer_name: buyer });
        expect(families(xml)).toHaveLength(plain);
      }),
    );
  });
});
