export { countText, checkRow, factRows, verdictText, type VerdictText } from './check-text.ts';
export { provideLocale, useLocale } from './context.ts';
export { DICTIONARIES } from './dictionary.ts';
export type { Messages } from './en.ts';
export { Format, groupsOfFour } from './format.ts';
export {
  chooseLanguage,
  isLanguage,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
} from './language.ts';
export { Locale, type LocalePort } from './locale.svelte.ts';
export { refusalText } from './refusal-text.ts';
export type { CheckWords, ChecksDictionary, RefusalWords, RefusalsDictionary } from './words.ts';
