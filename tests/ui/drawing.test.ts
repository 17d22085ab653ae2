import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TYPE_LIST, UNLIMITED, type ClaimFormat, type ClaimRule } from '#core/credential/index.ts';
import { Format } from '#i18n/index.ts';
import { billLayout } from '../../src/ui/document/bill-layout.ts';
import { billLines } from '../../src/ui/document/bill-lines.ts';
import { braid } from '../../src/ui/document/braid.ts';
import { claimText, type ClaimShape } from '../../src/ui/document/claim-text.ts';
import { documentTitle, faceLayout, holderOf } from '../../src/ui/document/face-layout.ts';
import { guilloche } from '../../src/ui/document/guilloche.ts';
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
      const { key, rows, holder, until, issuer } = faceLayout(type.vct, names);
      for (const name of [key, ...rows, holder, until, issuer]) expect(names).toContain(name);
    }
  });

  it('lay out bills with claims and members that the types have', () => {
    const bills = TYPE_LIST.filter(({ vct }) => billLayout(vct) !== undefined);
    expect(bills).toHaveLength(3);
    for (const { vct, claims } of bills) {
      const layout = billLayout(vct);
      const names = claims.map(({ name }) => name);
      const {
        top = [],
        sums = [],
        more = [],
        parties = [],
        list = '',
        columns = [],
      } = layout ?? {};
      const used = [...top, ...sums, ...more, ...parties.flatMap(([, name, id]) => [name, id])];
      for (const name of [...used, layout?.total, layout?.foot]) expect(names).toContain(name);
      const members = claims.find(({ name }) => name === list)?.parts.map(({ name }) => name);
      for (const { member } of columns) expect(members).toContain(member);
    }
  });

  it('say whose the document is', () => {
    const vct = 'https://lightseal.example/vct/driving-licence/1';
    expect(holderOf(vct, { name: '陈示例' })).toBe('陈示例');
    expect(holderOf(vct, { name: 7 })).toBeUndefined();
    expect(holderOf('x/vct/odd/1', { name: '陈示例' })).toBeUndefined();
  });

  it('show the first claims of a type without a layout, but no secrets and no portrait', () => {
    const layout = faceLayout('x/vct/odd/1', ['number', 'portrait', 'claim_secret', 'holder']);
    expect([layout.key, ...layout.rows]).toEqual(['number', 'holder']);
  });

  it('are headed by what people call the document', () => {
    const titles = TYPE_LIST.map((type) => documentTitle(type)['zh-CN']);
    expect(titles).toEqual([
      '食品经营许可证',
      '营业执照',
      '电子发票',
      '电子证照',
      '居民身份凭证',
      '机动车驾驶证',
      '机动车行驶证',
      '不动产权证书',
      '结婚证',
      '出生医学证明',
      '财政电子票据',
      '欧标电子发票',
    ]);
  });
});

describe('claims', () => {
  const shape = (format: ClaimFormat, parts: readonly ClaimRule[] = []): ClaimShape => ({
    format,
    parts,
  });
  const en = new Format('en', 'UTC');

  it('come out as dates, money, ids and lists', () => {
    expect(claimText(shape('date'), '2028-05-31', zh)).toBe('2028 年 5 月 31 日');
    expect(claimText(shape('minute'), '2028-05-31T06:42', zh)).toBe('2028 年 5 月 31 日 06:42');
    expect(claimText(shape('amount'), '6280.00', zh)).toBe('¥6,280.00');
    expect(claimText(shape('amount'), '6280.00', en, 'EUR')).toBe('€6,280.00');
    expect(claimText(shape('food-licence-number'), 'JY20000000001234', zh)).toBe(
      'JY20 0000 0000 1234',
    );
    expect(claimText(shape('list'), ['热食类', '冷食类'], zh)).toBe('热食类；冷食类');
  });

  it('say that there is no end, and yes and no', () => {
    expect(claimText(shape('date-or-unlimited'), UNLIMITED, zh)).toBe('长期');
    expect(claimText(shape('date-or-unlimited'), UNLIMITED, en)).toBe('No expiry');
    expect(claimText(shape('yes-no'), true, zh)).toBe('是');
    expect(claimText(shape('yes-no'), false, en)).toBe('No');
  });

  it('never show a secret, and write persons in the order of their type', () => {
    expect(claimText(shape('secret'), 'AAAA', zh)).toBe('······');
    const self = TYPE_LIST[8]?.claims.find(({ name }) => name === 'spouse_self');
    expect(self && claimText(self, { id_number: '1', name: '示例' }, zh)).toBe('示例 1');
  });

  it('come out as text whatever their shape', () => {
    const rules = TYPE_LIST.flatMap(({ claims }) => claims);
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.jsonValue(), (rule, value) => {
        expect(typeof claimText(rule, value, zh)).toBe('string');
        const columns = [{ member: 'a', label: 'a', format: 'amount' } as const];
        expect(Array.isArray(billLines(value, columns, zh))).toBe(true);
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
