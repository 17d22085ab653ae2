import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Format, groupsOfFour } from '#i18n/index.ts';

const zh = new Format('zh-CN', 'Asia/Shanghai');
const en = new Format('en', 'Asia/Shanghai');
const AT = Date.UTC(2026, 10, 22, 6, 32, 8);

describe('dates', () => {
  it('are written out on the reader’s calendar', () => {
    expect(zh.date(AT)).toBe('2026 年 11 月 22 日');
    expect(en.date(AT)).toBe('22 November 2026');
    expect(zh.dateTime(AT)).toBe('2026 年 11 月 22 日 14:32');
    expect(en.time(AT)).toBe('14:32:08');
    expect(zh.date(Date.UTC(2026, 10, 22, 20))).toBe('2026 年 11 月 23 日');
  });

  it('of documents are the same day in every time zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      expect(new Format('en', zone).day('2028-05-31')).toBe('31 May 2028');
      expect(new Format('en', zone).day(Date.UTC(2028, 4, 31))).toBe('31 May 2028');
    }
  });

  it('that are none stay as they came', () => {
    expect(en.day('长期')).toBe('长期');
    expect(en.day('2028-13-45')).toBe('2028-13-45');
  });
});

describe('ages and spans', () => {
  it('use the largest whole unit', () => {
    expect([zh.age(3_000), zh.age(125_000), zh.age(7_200_000), zh.age(259_200_001)]).toEqual([
      '刚刚',
      '2 分钟前',
      '2 小时前',
      '3 天前',
    ]);
    expect([en.age(-5), en.age(45_000), en.age(86_400_000)]).toEqual([
      'just now',
      '45 seconds ago',
      '1 day ago',
    ]);
    expect([zh.span(86_400_000), en.span(7_200_000)]).toEqual(['1 天', '2 hours']);
    expect([zh.seconds(412), en.seconds(3)]).toEqual(['0.4 秒', '0.1s']);
  });
});

describe('money', () => {
  it('keeps every digit of a decimal text', () => {
    expect(zh.money('6280.00')).toBe('¥6,280.00');
    expect(en.money('6280')).toBe('¥6,280.00');
    expect(zh.money('999999999999999.99')).toBe('¥999,999,999,999,999.99');
    expect(en.money('1234.5', 'EUR')).toBe('€1,234.50');
    expect(zh.amount('4920.35')).toBe('4,920.35');
  });

  it('leaves alone what is not an amount', () => {
    for (const odd of ['', '1e9', '12,5', '一百元', '9'.repeat(16)]) {
      expect(zh.money(odd)).toBe(odd);
      expect(zh.amount(odd)).toBe(odd);
    }
    expect(zh.money('1.00', 'nonsense')).toBe('1.00');
  });

  it('never throws, whatever an issuer wrote', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (amount, currency) => {
        expect(typeof zh.money(amount, currency)).toBe('string');
        expect(typeof zh.day(amount)).toBe('string');
      }),
    );
  });
});

describe('ids', () => {
  it('are shown in groups of four, without losing a character', () => {
    expect(groupsOfFour('JY20000000001234')).toBe('JY20 0000 0000 1234');
    expect(groupsOfFour('91000000MA0000000X')).toBe('9100 0000 MA00 0000 0X');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(groupsOfFour(text).replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('that are short or have groups of their own stay as they are', () => {
    expect(groupsOfFour('C1')).toBe('C1');
    expect(groupsOfFour('JY 2000 0000 0012 34')).toBe('JY 2000 0000 0012 34');
  });
});

it('heights and shares are grouped and rounded for people', () => {
  expect([zh.height(1284), en.percent(0.85), en.list(['a', 'b'])]).toEqual([
    '#1,284',
    '85%',
    'a, b',
  ]);
});

it('a time that no calendar has is a dash, whatever a stranger’s code names as its time', () => {
  for (const format of [zh, en]) {
    for (const time of [Number.MAX_SAFE_INTEGER * 1000, -1e300, NaN, Infinity]) {
      const days = [format.date(time), format.dateTime(time), format.time(time)];
      expect(days).toEqual(['–', '–', '–']);
    }
    expect(format.day(1e300)).toBe('–');
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (time) => {
        const texts = [format.dateTime(time), format.age(time), format.span(time)];
        expect(texts.every((text) => typeof text === 'string')).toBe(true);
      }),
    );
  }
});
