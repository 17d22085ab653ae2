import type { LocalText } from '#core/chain/index.ts';
import type { Check, Verdict } from '#core/verify/index.ts';
import { checkRow, countText, factRows, verdictText, type VerdictText } from './check-text.ts';
import { DICTIONARIES } from './dictionary.ts';
import type { Messages } from './en.ts';
import { Format } from './format.ts';
import { chooseLanguage, isLanguage, type Language } from './language.ts';
import { refusalText } from './refusal-text.ts';
import type { RefusalWords } from './words.ts';

/** What the locale needs from the page. */
export interface LocalePort {
  /** The choice remembered from an earlier visit. */
  load(): string | undefined;
  save(language: Language): void;
  /** Tells the document: `<html lang>`. */
  apply(language: Language): void;
}

/** The language of the interface and everything that is said in it. Only `choose` changes it. */
export class Locale {
  #language = $state<Language>('en');
  readonly #port: LocalePort;
  readonly #timeZone: string | undefined;
  readonly #format: Format = $derived.by(() => new Format(this.#language, this.#timeZone));

  /**
   * @param preferred - `navigator.languages`; a remembered choice goes before it.
   * @param timeZone - For tests; the device's own if absent.
   */
  constructor(preferred: readonly string[], port: LocalePort, timeZone?: string) {
    const remembered = port.load();
    this.#port = port;
    this.#timeZone = timeZone;
    this.#language =
      remembered !== undefined && isLanguage(remembered) ? remembered : chooseLanguage(preferred);
    port.apply(this.#language);
  }

  get language(): Language {
    return this.#language;
  }
  /** The language one tap away. */
  get other(): Language {
    return this.#language === 'en' ? 'zh-CN' : 'en';
  }
  /** The messages. */
  get t(): Messages {
    return DICTIONARIES[this.#language];
  }
  get format(): Format {
    return this.#format;
  }

  choose(language: Language): void {
    this.#language = language;
    this.#port.apply(language);
    this.#port.save(language);
  }

  /** A name that comes in both languages. */
  text(text: LocalText): string {
    return text[this.#language];
  }
  row(check: Check): string {
    return checkRow(this.t.checks, check, this.format);
  }
  verdict(verdict: Verdict, reason: Check | undefined, answered = false): VerdictText {
    return verdictText(this.t.checks, verdict, reason, this.format, answered);
  }
  facts(check: Check): readonly { readonly label: string; readonly value: string }[] {
    return factRows(this.t.checks, check, this.format);
  }
  counts(checks: readonly Check[]): string {
    return countText(this.t.checks, checks);
  }
  refusal(code: string, kind?: string): RefusalWords {
    return refusalText(this.t.refusals, code, kind);
  }
}
