/** Key binding. */
import { BASE, bind, craft, digest, HOLDER, NOW_S, testKey, text } from '../craft.ts';
import { bound, cnf, disclosed, KB_HEADER, NAME, payload, without, type Row } from './make.ts';

export const OF_HOLDERS: readonly Row[] = [
  ['no key binding', 'credential/no-key-binding', payload({})],
  [
    'a nonce of another request',
    'credential/key-binding-nonce',
    bound({ nonce: 'BBECAwQFBgcICQoLDA0ODw' }),
  ],
  ['no nonce', 'credential/key-binding-malformed', bound({ nonce: null })],
  ['no iat', 'credential/key-binding-malformed', bound({ iat: null })],
  ['another audience', 'credential/key-binding-audience', bound({ aud: 'lightseal:elsewhere' })],
  ['a list of audiences', 'credential/key-binding-audience', bound({ aud: ['lightseal:counter'] })],
  ['another sd_hash', 'credential/key-binding-altered', bound({ sd_hash: digest('x') })],
  ['no sd_hash', 'credential/key-binding-altered', bound({ sd_hash: null })],
  ['an iat of a year ago', 'credential/key-binding-stale', bound({ iat: NOW_S - 365 * 86_400 })],
  ['an iat of tomorrow', 'credential/key-binding-from-future', bound({ iat: NOW_S + 86_400 })],
  ['a key binding that has expired', 'credential/key-binding-stale', bound({ exp: NOW_S })],
  [
    'a key binding that is not valid yet',
    'credential/key-binding-from-future',
    bound({ nbf: NOW_S + 1 }),
  ],
  [
    'a key binding with an exp that is no date',
    'credential/key-binding-malformed',
    bound({ exp: 'soon' }),
  ],
  [
    'a key binding with another typ',
    'credential/key-binding-typ',
    bound({}, { ...KB_HEADER, typ: 'JWT' }),
  ],
  [
    'a key binding with alg none',
    'credential/key-binding-algorithm',
    bound({}, { ...KB_HEADER, alg: 'none' }),
  ],
  [
    'a key binding with alg EdDSA',
    'credential/key-binding-algorithm',
    bound({}, { ...KB_HEADER, alg: 'EdDSA' }),
  ],
  [
    'a key binding with a critical header',
    'credential/key-binding-malformed',
    bound({}, { ...KB_HEADER, crit: ['x'] }),
  ],
  [
    'a key binding by another key',
    'credential/key-binding-signature',
    async () => bind(await craft(BASE), {}, KB_HEADER, testKey('thief')),
  ],
  [
    'a key binding that is no JWT',
    'credential/key-binding-malformed',
    async () => `${await craft(BASE)}x.y`,
  ],
  ['a key binding of over 4 KiB', 'credential/too-large', bound({ more: 'x'.repeat(4096) })],
  [
    'a disclosure taken away after signing',
    'credential/key-binding-altered',
    async () => (await bind(await disclosed())).replace(`${text(NAME)}~`, ''),
  ],
  [
    'a key binding of another copy',
    'credential/key-binding-altered',
    async () =>
      (await craft({ ...BASE, name: '乙' })) +
      ((await bind(await craft(BASE))).split('~').at(-1) ?? ''),
  ],
  ['no cnf', 'credential/no-holder-key', async () => bind(await craft(without('cnf')))],
  [
    'a holder key by reference',
    'credential/no-holder-key',
    cnf({ jku: 'https://example.com/key' }),
  ],
  [
    'a holder key on another curve',
    'credential/no-holder-key',
    cnf({ jwk: { ...HOLDER.jwk, crv: 'P-384' } }),
  ],
  ['a private holder key', 'credential/no-holder-key', cnf({ jwk: { ...HOLDER.jwk, d: 'AA' } })],
  [
    'a holder key with a short coordinate',
    'credential/no-holder-key',
    cnf({ jwk: { ...HOLDER.jwk, x: 'AA' } }),
  ],
  [
    'a holder key that is no point',
    'credential/key-binding-signature',
    cnf({ jwk: { ...HOLDER.jwk, x: HOLDER.jwk.y } }),
  ],
];
