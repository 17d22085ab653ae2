import type { RefusalWords, RefusalsDictionary } from './words.ts';

/**
 * Words for a refusal code. A code without words of its own takes those of its module, and an
 * unknown module the general ones, so that nobody is ever left with a bare code.
 *
 * @param kind - For `qr/foreign`: what the code turned out to be.
 */
export function refusalText(words: RefusalsDictionary, code: string, kind?: string): RefusalWords {
  const module = code.split('/')[0] ?? '';
  const found = own(words.codes, code) ?? own(words.modules, module) ?? words.other;
  const named = kind === undefined ? undefined : own(words.foreignKinds, kind);
  if (named === undefined || !code.endsWith('/foreign')) return found;
  return { say: words.foreign(named), next: found.next };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
