import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DICTIONARIES, LANGUAGES, refusalText } from '#i18n/index.ts';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Where codes that can reach a screen are declared. */
const FOLDERS = ['core', 'platform', 'state', 'workers', 'consortium/desk'];

/** Modules whose codes are facts for a developer; a person hears what they mean for the task at hand. */
const SPOKEN_FOR_BY_OTHERS: Readonly<Record<string, string>> = {
  bytes: 'every decoder refuses with a code of its own module, or its words stand for the content',
  cometbft: 'a node that fails its proof is chain/invalid-header or a row of the list of nodes',
  ics23: 'a proof of state is cometbft/… before it reaches anybody',
  merkle: 'a path that does not match is registry/… or the anchor check',
  dcql: 'a query is read as a part of a request, and its answer is judged by the purpose check',
  credential: 'a document is judged by checks, or refused as exchange/not-verified',
};

/** Codes that never reach a browser. */
const NOT_IN_A_BROWSER: Readonly<Record<string, string>> = {
  'desk/port-taken': 'the desk does not start; its terminal says so',
  'desk/home-unreadable': 'the desk does not start; its terminal says so',
};

/** Members of the union types named `…Code`, as the source declares them. */
function declaredCodes(): readonly string[] {
  const sources = FOLDERS.flatMap((folder) =>
    readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(SRC, folder, file), 'utf8')),
  );
  const unions = sources.flatMap((source) => [
    ...source.matchAll(/export type \w+Code =([^;]+);/g),
  ]);
  const codes = unions.flatMap(([, union = '']) =>
    [...union.matchAll(/'([a-z0-9-]+\/[a-z0-9-]+)'/g)].map(([, code = '']) => code),
  );
  return [...new Set(codes)].toSorted();
}

const moduleOf = (code: string) => code.split('/')[0] ?? '';
const declared = declaredCodes();
const spoken = declared.filter(
  (code) => !(code in NOT_IN_A_BROWSER) && !(moduleOf(code) in SPOKEN_FOR_BY_OTHERS),
);

describe.each(LANGUAGES)('the refusals in %s', (language) => {
  const words = DICTIONARIES[language].refusals;

  it.each(spoken)('%s has words of its own', (code) => {
    expect(Object.hasOwn(words.codes, code)).toBe(true);
    const { say, next } = refusalText(words, code);
    expect(say).toMatch(/[。.]$/);
    expect(next).toMatch(/[。.]$/);
  });

  it.each(Object.keys(SPOKEN_FOR_BY_OTHERS))('the codes of %s take words of the module', (name) => {
    const code = declared.find((each) => moduleOf(each) === name) ?? '';
    expect(code).not.toBe('');
    expect(refusalText(words, code)).toBe(words.modules[name]);
  });

  it('has no words for a code that nothing throws', () => {
    const unknown = Object.keys(words.codes).filter((code) => !declared.includes(code));
    expect(unknown).toEqual([]);
  });

  it('never calls the trouble of a server invalid, forged, or the fault of the reader', () => {
    const troubles = spoken.filter(
      (code) =>
        /^(?:network|source|storage)\//.test(code) ||
        [
          'exchange/busy',
          'exchange/server-failed',
          'exchange/malformed',
          'exchange/too-large',
        ].includes(code),
    );
    for (const code of troubles) {
      const { say, next } = refusalText(words, code);
      expect(`${say}${next}`, code).not.toMatch(
        /无效|伪造|吊销|你(?:输|填)错|invalid|forged|revoked|your mistake/i,
      );
    }
  });

  it('keeps every sentence short enough to be read at a glance', () => {
    const limit = language === 'en' ? 90 : 32;
    for (const [code, { say, next }] of Object.entries(words.codes)) {
      expect(say.length, code).toBeLessThanOrEqual(limit);
      expect(next.length, code).toBeLessThanOrEqual(limit * 1.6);
    }
  });
});

describe('what a foreign code may be', () => {
  it('is named for every kind that the source tells apart', () => {
    const source = readFileSync(join(SRC, 'core/qr/qr-error.ts'), 'utf8');
    const union = /export type ForeignKind =([^;]+);/.exec(source)?.[1] ?? '';
    const kinds = [...union.matchAll(/'([a-z0-9]+)'/g)].map(([, kind]) => kind);
    expect(kinds).toContain('payment');
    for (const language of LANGUAGES) {
      const { foreignKinds } = DICTIONARIES[language].refusals;
      expect(Object.keys(foreignKinds).toSorted()).toEqual(kinds.toSorted());
    }
  });
});
