import { describe, expect, it } from 'vitest';
import { Locale, refusalText, DICTIONARIES, type Language } from '#i18n/index.ts';

function port(remembered?: string) {
  const calls: string[] = [];
  return {
    calls,
    load: () => remembered,
    save: (language: Language) => void calls.push(`save ${language}`),
    apply: (language: Language) => void calls.push(`apply ${language}`),
  };
}

describe('the language', () => {
  it.each([
    [['zh-TW', 'en'], 'zh-CN'],
    [['fr-FR', 'en-US', 'zh'], 'en'],
    [['de'], 'en'],
    [[], 'en'],
  ] as const)('is chosen from the browser’s %j as %s', (preferred, expected) => {
    expect(new Locale(preferred, port()).language).toBe(expected);
  });

  it('is the remembered one, unless that is no language of ours', () => {
    expect(new Locale(['en'], port('zh-CN')).language).toBe('zh-CN');
    expect(new Locale(['zh'], port('tlh')).language).toBe('zh-CN');
  });

  it('switches every word at once, tells the document and remembers', () => {
    const fake = port();
    const locale = new Locale(['zh'], fake, 'UTC');
    expect(locale.t.common.act.back).toBe('返回');
    locale.choose(locale.other);
    expect(locale.t.common.act.back).toBe('Back');
    expect(locale.format.language).toBe('en');
    expect(locale.text({ 'zh-CN': '税务局', en: 'Taxation' })).toBe('Taxation');
    expect(fake.calls).toEqual(['apply zh-CN', 'apply en', 'save en']);
  });
});

describe('words for refusals', () => {
  const words = DICTIONARIES.en.refusals;

  it('are those of the code, else of its module, else general', () => {
    expect(refusalText(words, 'vault/wrong-passphrase').say).toBe('Wrong passphrase.');
    expect(refusalText(words, 'vault/never-heard-of')).toBe(words.modules['vault']);
    expect(refusalText(words, 'elsewhere/odd')).toBe(words.other);
    expect(refusalText(words, '__proto__/constructor')).toBe(words.other);
  });

  it('name what a foreign code is', () => {
    expect(refusalText(words, 'qr/foreign', 'url').say).toBe(
      'This is a web address, not a document code.',
    );
    expect(refusalText(words, 'qr/foreign', 'nonsense')).toBe(words.codes['qr/foreign']);
  });
});

describe('facts', () => {
  it('are labelled, and instants, spans, digests and heights are told apart', () => {
    const locale = new Locale(['en'], port(), 'UTC');
    const facts = {
      height: 1284,
      timeMs: Date.UTC(2026, 10, 22, 6, 30),
      ageMs: 120_000,
      hash: 'a3f912c0'.repeat(8),
      odd: 5,
    };
    const rows = locale.facts({ id: 'chain', outcome: 'pass', code: 'chain/verified', facts });
    expect(rows.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Block height: #1,284',
      'Block time: 22 November 2026 06:30',
      'Age: 2 minutes',
      'Block hash: A3F9 12C0 … 12C0',
      'odd: 5',
    ]);
  });

  it('are counted by outcome, leaving out what there is none of', () => {
    const locale = new Locale(['en'], port(), 'UTC');
    const check = (outcome: 'pass' | 'fail') =>
      ({ id: 'chain', outcome, code: 'chain/verified', facts: {} }) as const;
    expect(locale.counts([check('pass'), check('pass'), check('fail')])).toBe('1 failed, 2 passed');
  });
});
