import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TYPE_LIST } from '#core/credential/index.ts';
import { Format } from '#i18n/index.ts';
import { braid } from '../../src/ui/document/braid.ts';
import { claimText } from '../../src/ui/document/claim-text.ts';
import { documentTitle, faceLayout } from '../../src/ui/document/face-layout.ts';
import { guilloche } from '../../src/ui/document/guilloche.ts';
import { invoiceLines } from '../../src/ui/document/invoice-lines.ts';
import { gaugeX } from '../../src/ui/trust/gauge-scale.ts';
import { headerPath } from '../../src/ui/trust/header-path.ts';

const zh = new Format('zh-CN', 'UTC');

describe('ornaments', () => {
  it('are drawn the same every time, from finite numbers', () => {
    const shape = {
      width: 358,
      height: 138,
      seed: 2.3,
      lines: 13,
      rosette: { x: 0.8, y: 0.5, radius: 0.5 },
    };
    const [first, second] = guilloche(shape);
    expect(guilloche({ ...shape })).toEqual([first, second]);
    expect(`${first}${second}`).not.toMatch(/NaN|Infinity/);
    expect(guilloche({ ...shape, seed: 4 })[0]).not.toBe(first);
  });

  it('have a braid that closes at its corners', () => {
    const { strands, corners } = braid(358, 248, 9);
    expect(corners).toHaveLength(4);
    expect(strands.join('')).toMatch(/^M9\.0 9\.0/);
  });
});

describe('faces', () => {
  it('lay out only claims that the types have', () => {
    for (const type of TYPE_LIST) {
      const names = type.claims.map(({ name }) => name);
      const { key, rows, until, issuer } = faceLayout(type.vct, names);
      for (const name of [key, ...rows, until, issuer]) expect(names).toContain(name);
    }
  });

  it('show the first claims of a type without a layout, but no secrets and no portrait', () => {
    const layout = faceLayout('x/vct/odd/1', ['number', 'portrait', 'claim_secret', 'holder']);
    expect([layout.key, ...layout.rows]).toEqual(['number', 'holder']);
  });

  it('are headed by what people call the document', () => {
    const titles = TYPE_LIST.map((type) => documentTitle(type)['zh-CN']);
    expect(titles).toEqual(['食品经营许可证', '营业执照', '电子发票']);
  });
});

describe('claims', () => {
  it('come out as dates, money, ids and lists', () => {
    expect(claimText('valid_until', '2028-05-31', zh)).toBe('2028 年 5 月 31 日');
    expect(claimText('amount_incl_tax', '6280.00', zh)).toBe('¥6,280.00');
    expect(claimText('licence_number', 'JY20000000001234', zh)).toBe('JY20 0000 0000 1234');
    expect(claimText('business_items', ['热食类', '冷食类'], zh)).toBe('热食类；冷食类');
  });

  it('come out as text whatever their shape', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        expect(typeof claimText(name, value, zh)).toBe('string');
        expect(Array.isArray(invoiceLines(value))).toBe(true);
      }),
    );
  });
});

describe('the header line', () => {
  const steps = (...heights: number[]) =>
    heights.map((height) => ({ height, validatorsChanged: false }));

  it('counts what was verified and what was skipped', () => {
    const path = headerPath(steps(1, 512, 1024, 1280, 1284));
    expect([path.verified, path.skipped]).toEqual([5, 1279]);
    expect(path.arcs.map(({ skipped }) => skipped)).toEqual([510, 511, 255, 3]);
  });

  it('keeps both ends of a long way', () => {
    const { dots } = headerPath(steps(...Array.from({ length: 40 }, (_, i) => 1 + i * 10)));
    expect(dots.map(({ height }) => height)).toEqual([1, 361, 371, 381, 391]);
  });

  it('stands still with one header or none', () => {
    expect(headerPath(steps(7)).arcs).toEqual([]);
    expect(headerPath([])).toEqual({ dots: [], arcs: [], verified: 0, skipped: 0 });
  });
});

it('the gauge never leaves its scale', () => {
  expect([gaugeX(-1), gaugeX(0), gaugeX(Infinity)]).toEqual([6, 6, 320]);
  expect(gaugeX(86_400_000)).toBeCloseTo(6 + 314 / Math.sqrt(7), 0);
});
