/** Header, signature, names and dates. */
import { BASE, craft, NOW_S, testKey, text, VCT } from '../craft.ts';
import { changed, header, HEADER, payload, without, type Row } from './make.ts';

export const OF_ISSUERS: readonly Row[] = [
  ['alg none', 'credential/unsupported-algorithm', header({ alg: 'none' })],
  [
    'alg HS256 over an ES256 signature',
    'credential/unsupported-algorithm',
    header({ alg: 'HS256' }),
  ],
  ['alg EdDSA under a P-256 key', 'credential/unsupported-algorithm', header({ alg: 'EdDSA' })],
  ['alg in small letters', 'credential/unsupported-algorithm', header({ alg: 'es256' })],
  ['a critical header', 'credential/unsupported-header', header({ crit: ['b64'], b64: true })],
  ['typ of an older draft', 'credential/wrong-typ', header({ typ: 'vc+sd-jwt' })],
  ['typ of a plain JWT', 'credential/wrong-typ', header({ typ: 'JWT' })],
  ['no typ', 'credential/wrong-typ', () => craft(BASE, [], { alg: 'ES256', kid: 'k1' })],
  ['no kid', 'credential/no-issuer', () => craft(BASE, [], { alg: 'ES256', typ: 'dc+sd-jwt' })],
  ['no iss', 'credential/no-issuer', () => craft(without('iss'))],
  ['an empty iss', 'credential/no-issuer', payload({ iss: '' })],
  ['no vct', 'credential/no-vct', () => craft(without('vct'))],
  ['a vct that is no text', 'credential/no-vct', payload({ vct: [VCT] })],
  [
    'a signature by another key',
    'credential/bad-signature',
    () => craft(BASE, [], HEADER, testKey('forger')),
  ],
  [
    'a key that the token brings along',
    'credential/bad-signature',
    () => craft(BASE, [], { ...HEADER, jwk: { ...testKey('own').jwk } }, testKey('own')),
  ],
  [
    'a changed payload',
    'credential/bad-signature',
    changed((it) => it.replace(/\.[^.]+\./, `.${text({ ...BASE, name: '假名' })}.`)),
  ],
  [
    'a short signature',
    'credential/bad-signature',
    changed((it) => it.replace(/\.[^.~]+~/, '.AAAA~')),
  ],
  [
    'a vct#integrity that is none',
    'credential/bad-type-reference',
    payload({ 'vct#integrity': 'x' }),
  ],
  [
    'an aka_vcts that names the type itself',
    'credential/bad-type-reference',
    payload({ aka_vcts: [VCT] }),
  ],
  ['an audience', 'credential/other-audience', payload({ aud: 'https://example.com' })],
  ['an exp of this second', 'credential/expired', payload({ exp: NOW_S })],
  ['an nbf of the next second', 'credential/not-yet-valid', payload({ nbf: NOW_S + 1 })],
  ['an exp that is no number', 'credential/bad-date', payload({ exp: '2099-01-01' })],
  ['an exp beyond all time', 'credential/bad-date', payload({ exp: 1e300 })],
];
