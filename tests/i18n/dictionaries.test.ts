import { describe, expect, it } from 'vitest';
import {
  CHECK_CODES,
  CHECK_IDS,
  type Check,
  type CheckCode,
  type Facts,
} from '#core/verify/index.ts';
import {
  checkRow,
  DICTIONARIES,
  Format,
  LANGUAGES,
  verdictText,
  type Language,
} from '#i18n/index.ts';

const FACTS: Facts = {
  ageMs: 260_000_000,
  maxAgeMs: 86_400_000,
  lateMs: 260_000_000,
  untilMs: 0,
  fromMs: 0,
};
const PASSING: ReadonlySet<CheckCode> = new Set<CheckCode>([
  'format/complete',
  'chain/verified',
  'chain/supplied',
  'chain/unconfirmed',
  'issuer/authorised',
  'signature/valid',
  'anchor/included',
  'status/valid',
  'validity/current',
  'holder/present',
  'holder/answered',
  'purpose/answered',
  'purpose/not-asked',
  'claim/not-an-invoice',
  'claim/none-registered',
  'freshness/fresh',
  'check/not-reached',
]);

/** Every leaf of a dictionary with its path; functions are called with sample arguments. */
function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const said: unknown = Reflect.apply(
      value,
      undefined,
      path.startsWith('checks.codes') ? [FACTS, format] : [7, 8, 1, 2],
    );
    return [[path, String(said)]];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item, path === '' ? key : `${path}.${key}`),
  );
}

const format = new Format('en', 'UTC');
const check = (code: CheckCode, facts: Facts): Check => ({
  id: 'format',
  outcome: 'fail',
  code,
  facts,
});
const paths = (language: Language) => leaves(DICTIONARIES[language], '').map(([path]) => path);

describe('the dictionaries', () => {
  it('have the same keys in every language, none missing and none left over', () => {
    expect(paths('zh-CN').toSorted()).toEqual(paths('en').toSorted());
  });

  it('have words for every fact and every refusal in both languages', () => {
    const [zh, en] = [DICTIONARIES['zh-CN'], DICTIONARIES.en];
    expect(Object.keys(zh.checks.facts).toSorted()).toEqual(
      Object.keys(en.checks.facts).toSorted(),
    );
    expect(Object.keys(zh.refusals.codes).toSorted()).toEqual(
      Object.keys(en.refusals.codes).toSorted(),
    );
  });

  it.each(LANGUAGES)('say something everywhere, without exclamation marks, in %s', (language) => {
    for (const [path, text] of leaves(DICTIONARIES[language], '')) {
      expect(text, path).not.toMatch(/[!！]/);
      expect(text, path).not.toMatch(/undefined|NaN|\[object/);
      expect(text.trim(), path).toBe(text);
      if (!path.startsWith('checks.codes')) expect(text, path).not.toBe('');
    }
  });

  it('keep technical words out of everything but the opened facts', () => {
    for (const [path, text] of leaves(DICTIONARIES['zh-CN'], '')) {
      if (!path.startsWith('checks.facts')) expect(text, path).not.toMatch(/区块链|哈希|默克尔/);
    }
    for (const [path, text] of leaves(DICTIONARIES.en, '')) {
      if (!path.startsWith('checks.facts'))
        expect(text, path).not.toMatch(/blockchain|hash|merkle/i);
    }
  });

  it('leave no Chinese in English and no English in Chinese', () => {
    for (const [path, text] of leaves(DICTIONARIES.en, '')) {
      expect(text, path).not.toMatch(/\p{Script=Han}/u);
    }
    for (const [path, text] of leaves(DICTIONARIES['zh-CN'], '')) {
      expect(text, path).toMatch(/\p{Script=Han}|^。$/u);
    }
  });
});

describe.each(LANGUAGES)('the words of the checks in %s', (language) => {
  const words = DICTIONARIES[language].checks;
  const own = new Format(language, 'UTC');

  it('title every check', () => {
    for (const id of CHECK_IDS) expect(words.titles[id]).not.toBe('');
  });

  it.each(CHECK_CODES)('say %s in a row and in a sentence, with and without facts', (code) => {
    for (const facts of [{}, FACTS]) {
      const row = checkRow(words, check(code, facts), own);
      const { say, next } = verdictText(words, 'rejected', check(code, facts), own);
      expect(row).not.toMatch(/[。.]$/);
      expect(say).toMatch(/[。.]$/);
      expect(next).not.toBe('');
    }
  });

  it('tell what to do next for every code that can fail or stay unknown', () => {
    const silent = CHECK_CODES.filter((code) => words.codes[code].next === undefined);
    expect(new Set(silent)).toEqual(PASSING);
  });

  it('never call missing data a fault of the document', () => {
    const missing: readonly CheckCode[] = [
      'status/list-missing',
      'status/list-expired',
      'freshness/stale',
      'chain/expired',
    ];
    for (const code of missing) {
      const { say, next } = verdictText(words, 'undecided', check(code, FACTS), own);
      expect(`${say}${next}`).not.toMatch(/无效|吊销。|伪造|invalid|forged/);
    }
  });
});

describe('the sentences of the design', () => {
  const say = (language: Language, code: CheckCode, facts: Facts = {}) =>
    verdictText(
      DICTIONARIES[language].checks,
      'rejected',
      check(code, facts),
      new Format(language, 'UTC'),
    ).say;

  it('are said as they stand there', () => {
    expect(say('zh-CN', 'status/revoked')).toBe('此证已被发证机关吊销。');
    expect(say('zh-CN', 'status/list-expired', { lateMs: 3 * 86_400_000 })).toBe(
      '吊销名单已过期 3 天，不能确认此证是否仍有效。',
    );
    expect(say('zh-CN', 'validity/expired', { untilMs: Date.UTC(2026, 7, 31) })).toBe(
      '此证已于 2026 年 8 月 31 日到期。',
    );
    expect(say('en', 'validity/not-yet', { fromMs: Date.UTC(2027, 0, 1) })).toBe(
      'This document is valid from 1 January 2027.',
    );
    expect(say('zh-CN', 'freshness/stale', { ageMs: 3 * 86_400_000, maxAgeMs: 86_400_000 })).toBe(
      '核验数据已 3 天未更新，超过要求的 1 天。',
    );
  });
});
