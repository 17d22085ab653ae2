/** Dates, ages, money and numbers for people. Instants are milliseconds since 1970, spans milliseconds. */
import type { Language } from './language.ts';

type Unit = 'second' | 'minute' | 'hour' | 'day';

const UNITS: readonly (readonly [Unit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

const INTL_LOCALE: Readonly<Record<Language, string>> = { 'zh-CN': 'zh-CN', en: 'en-GB' };

/** What may be printed as an amount; more digits than Intl keeps exact are refused. */
const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/;

/** Below this an age is "just now". */
const JUST_NOW_MS = 10_000;

/** ECMA-262, section 21.4.1.1. A stranger's code may name any number as its time. */
const LAST_INSTANT_MS = 8.64e15;
const NO_DAY = '–';

export class Format {
  readonly language: Language;
  readonly #locale: string;
  readonly #timeZone: string | undefined;

  /** @param timeZone - IANA name; the device's own if absent. */
  constructor(language: Language, timeZone?: string) {
    this.language = language;
    this.#locale = INTL_LOCALE[language];
    this.#timeZone = timeZone;
  }

  number(value: number | bigint): string {
    return new Intl.NumberFormat(this.#locale).format(value);
  }

  /** A block height, `#1,284`. */
  height(height: number): string {
    return `#${this.number(height)}`;
  }

  percent(share: number): string {
    return new Intl.NumberFormat(this.#locale, { style: 'percent' }).format(share);
  }

  /** `31 August 2026`, `2026 年 8 月 31 日`, on the reader's calendar. */
  date(timeMs: number): string {
    return this.#date(timeMs, this.#timeZone);
  }

  /** A calendar day given as `2026-08-31`, or whole UTC days in milliseconds: the same everywhere. */
  day(day: string | number): string {
    const timeMs = typeof day === 'number' ? day : Date.parse(`${day}T00:00:00Z`);
    return Number.isFinite(timeMs) ? this.#date(timeMs, 'UTC') : String(day);
  }

  /** A minute of a place, `2026-08-31T06:42`, as it was there; other text is returned as it came. */
  minute(text: string): string {
    const [day = '', time] = text.split('T');
    return time === undefined ? text : `${this.day(day)} ${time}`;
  }

  yesNo(value: boolean): string {
    if (this.language === 'zh-CN') return value ? '是' : '否';
    return value ? 'Yes' : 'No';
  }

  /** What stands in the place of a date that never comes. */
  noEnd(): string {
    return this.language === 'zh-CN' ? '长期' : 'No expiry';
  }

  /** To the minute. */
  dateTime(timeMs: number): string {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    return isOnCalendar(timeMs) ? `${this.date(timeMs)} ${this.#clock(timeMs, clock)}` : NO_DAY;
  }

  /** To the second, without the date. */
  time(timeMs: number): string {
    return this.#clock(timeMs, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
  }

  /** `2 minutes ago`, `2 分钟前`; never negative. */
  age(spanMs: number): string {
    if (spanMs < JUST_NOW_MS) return this.language === 'zh-CN' ? '刚刚' : 'just now';
    const [unit, count] = largestUnit(spanMs);
    const parts = new Intl.RelativeTimeFormat(this.#locale, { numeric: 'always' }).formatToParts(
      -count,
      unit,
    );
    return spaced(parts.map(({ value }) => value));
  }

  /** `3 days`, `24 小时`. */
  span(spanMs: number): string {
    const [unit, count] = largestUnit(spanMs);
    return this.#unit(count, unit);
  }

  /** Seconds with one decimal: how long something took. */
  seconds(spanMs: number): string {
    return this.#unit(Math.max(0.1, Math.round(spanMs / 100) / 10), 'second', 'narrow');
  }

  /**
   * Money, exact: the amount stays decimal text. What is not a plain decimal or not a currency
   * code is returned as it came.
   */
  money(amount: string, currency = 'CNY'): string {
    if (!DECIMAL.test(amount) || !/^[A-Z]{3}$/.test(currency)) return amount;
    const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    return new Intl.NumberFormat(this.#locale, options).format(amount as Intl.StringNumericLiteral);
  }

  /** An exact amount without its currency, as in a table; other text is returned as it came. */
  amount(amount: string): string {
    if (!DECIMAL.test(amount)) return amount;
    const options = { minimumFractionDigits: 2, maximumFractionDigits: 6 } as const;
    return new Intl.NumberFormat(this.#locale, options).format(amount as Intl.StringNumericLiteral);
  }

  list(items: readonly string[]): string {
    return new Intl.ListFormat(this.#locale, { type: 'conjunction', style: 'narrow' }).format(
      items,
    );
  }

  /** `JY20 0000 0000 1234`: ids are compared in groups of four. Text with spaces keeps its own groups. */
  id(text: string): string {
    return groupsOfFour(text);
  }

  #date(timeMs: number, timeZone: string | undefined): string {
    if (!isOnCalendar(timeMs)) return NO_DAY;
    const options = { year: 'numeric', month: 'long', day: 'numeric', timeZone } as const;
    return spaced([new Intl.DateTimeFormat(this.#locale, options).format(timeMs)]);
  }

  #clock(timeMs: number, options: Intl.DateTimeFormatOptions): string {
    if (!isOnCalendar(timeMs)) return NO_DAY;
    return new Intl.DateTimeFormat(this.#locale, { ...options, timeZone: this.#timeZone }).format(
      timeMs,
    );
  }

  #unit(count: number, unit: Unit, unitDisplay: 'long' | 'narrow' = 'long'): string {
    const options = { style: 'unit', unit, unitDisplay } as const;
    return spaced([new Intl.NumberFormat(this.#locale, options).format(count)]);
  }
}

/** `5E08 91AF 7C2D`; text that already has spaces, or is short or not an id, stays as it is. */
export function groupsOfFour(text: string): string {
  if (text.length < 9 || !/^[0-9A-Za-z]+$/.test(text)) return text;
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

function isOnCalendar(timeMs: number): boolean {
  return Math.abs(timeMs) <= LAST_INSTANT_MS;
}

function largestUnit(spanMs: number): readonly [Unit, number] {
  const positive = Math.max(0, spanMs);
  const [unit, size] = UNITS.find(([, size]) => positive >= size) ?? (['second', 1_000] as const);
  return [unit, Math.floor(positive / size)];
}

/** Chinese typography: a space between figures and characters. */
function spaced(parts: readonly string[]): string {
  return parts
    .join('')
    .replaceAll(/(\d)(?=\p{Script=Han})/gu, '$1 ')
    .replaceAll(/(\p{Script=Han})(?=\d)/gu, '$1 ')
    .trim();
}
