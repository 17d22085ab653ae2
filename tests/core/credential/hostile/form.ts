/** Text, base64url, JSON, limits. */
import { digest, text } from '../craft.ts';
import { changed, deep, disclosed, hidden, NAME, payload, raw, type Row } from './make.ts';

export const OF_FORM: readonly Row[] = [
  ['no tilde', 'credential/malformed', changed((it) => it.replaceAll('~', ''))],
  ['a padded payload', 'credential/malformed', changed((it) => it.replace(/\.([^.]+)\./, '.$1=.'))],
  ['a disclosure with bits left over', 'credential/malformed', changed(bitsLeftOver, disclosed)],
  [
    'a padded disclosure',
    'credential/malformed',
    changed((it) => it.replace(/~$/, '=~'), disclosed),
  ],
  ['a repeated key', 'credential/malformed', () => raw('{"iss":"a","iss":"b"}')],
  [
    'a repeated key, once escaped',
    'credential/malformed',
    () => raw('{"iss":"a","\\u0069ss":"b"}'),
  ],
  ['a key __proto__', 'credential/malformed', () => raw('{"__proto__":{"iss":"a"}}')],
  ['a payload that is a list', 'credential/malformed', () => raw('[]')],
  ['an empty disclosure', 'credential/malformed', changed((it) => `${it}~`)],
  ['a disclosure that is no JSON', 'credential/malformed', changed((it) => `${it}AAAA~`)],
  ['nesting of nine levels', 'credential/too-deep', payload({ x: deep(9) })],
  [
    'nesting of nine levels through a disclosure',
    'credential/too-deep',
    payload({ x: { a: { a: { _sd: [digest(hidden('b', deep(5)))] } } } }, [hidden('b', deep(5))]),
  ],
  [
    '65 disclosures',
    'credential/too-many-disclosures',
    changed((it) => it + `${text(NAME)}~`.repeat(65)),
  ],
  ['65 KiB', 'credential/too-large', payload({ x: 'x'.repeat(50_000) })],
];

/** The last character of the disclosure says more than its bytes hold. */
function bitsLeftOver(compact: string): string {
  const padding = { 2: 'B', 3: 'D' } as const;
  const encoded = compact.split('~')[1] ?? '';
  const wrong = encoded.length % 4 === 3 ? padding[3] : padding[2];
  return compact.replace(/.~$/, `${wrong}~`);
}
