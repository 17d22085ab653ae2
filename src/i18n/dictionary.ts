import { en, type Messages } from './en.ts';
import type { Language } from './language.ts';
import { zhCN } from './zh-CN.ts';

export const DICTIONARIES: Readonly<Record<Language, Messages>> = { 'zh-CN': zhCN, en };
