/** Digests, disclosures, and what may never be one. */
import type { Json } from '#core/credential/index.ts';
import { craft, digest, NOW_S, VCT } from '../craft.ts';
import { ELEMENT, hidden, NAME, payload, TWIN, without, type Row } from './make.ts';

const NEVER = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'aka_vcts', 'status'] as const;

export const OF_DISCLOSURES: readonly Row[] = [
  [
    'one digest twice in a list',
    'credential/duplicate-digest',
    payload({ _sd: [digest(NAME), digest(NAME)] }, [NAME]),
  ],
  [
    'one digest in two places',
    'credential/duplicate-digest',
    payload({ _sd: [digest(NAME)], part: { _sd: [digest(NAME)] } }, [NAME]),
  ],
  [
    'one digest twice, nothing disclosed',
    'credential/duplicate-digest',
    payload({ _sd: [digest(NAME)], items: [{ '...': digest(NAME) }] }),
  ],
  ['one decoy twice', 'credential/duplicate-digest', payload({ _sd: ['decoy', 'decoy'] })],
  [
    'a digest that a disclosure repeats',
    'credential/duplicate-digest',
    payload({ _sd: [digest(NAME), digest(hidden('part', { _sd: [digest(NAME)] }))] }, [
      NAME,
      hidden('part', { _sd: [digest(NAME)] }),
    ]),
  ],
  [
    'a disclosure sent twice',
    'credential/duplicate-digest',
    payload({ _sd: [digest(NAME)] }, [NAME, NAME]),
  ],
  [
    'a disclosure that nothing refers to',
    'credential/unreferenced-disclosure',
    payload({}, [NAME]),
  ],
  [
    'a changed disclosure',
    'credential/unreferenced-disclosure',
    payload({ _sd: [digest(NAME)] }, [TWIN]),
  ],
  [
    'a disclosure inside one that is withheld',
    'credential/unreferenced-disclosure',
    payload({ _sd: [digest(hidden('part', { _sd: [digest(NAME)] }))] }, [NAME]),
  ],
  ...['_sd', '...', '_sd_alg', '__proto__'].map((name): Row => [
    `a disclosed claim named ${name}`,
    'credential/reserved-name',
    payload({ _sd: [digest(hidden(name, ['x']))] }, [hidden(name, ['x'])]),
  ]),
  [
    'a disclosed claim named _sd below the top',
    'credential/reserved-name',
    payload({ part: { _sd: [digest(hidden('_sd', ['x']))] } }, [hidden('_sd', ['x'])]),
  ],
  [
    'a disclosed name that the payload has',
    'credential/name-collision',
    payload({ name: '别名', _sd: [digest(NAME)] }, [NAME]),
  ],
  [
    'two disclosures of one name',
    'credential/name-collision',
    payload({ _sd: [digest(NAME), digest(TWIN)] }, [NAME, TWIN]),
  ],
  [
    'an element where a claim belongs',
    'credential/bad-disclosure',
    payload({ _sd: [digest(ELEMENT)] }, [ELEMENT]),
  ],
  [
    'a claim where an element belongs',
    'credential/bad-disclosure',
    payload({ items: [{ '...': digest(NAME) }] }, [NAME]),
  ],
  ...(
    [
      ['of one element', ['salt']],
      ['of four elements', ['salt', 'name', 1, 2]],
      ['that is an object', { salt: 'name' }],
      ['whose salt is no text', [1, 'name', 2]],
      ['whose name is no text', ['salt', 1, 2]],
    ] satisfies [string, Json][]
  ).map(([what, it]): Row => [
    `a disclosure ${what}`,
    'credential/bad-disclosure',
    payload({ _sd: [digest(it)] }, [it]),
  ]),
  ['an _sd that is a text', 'credential/bad-digest-list', payload({ _sd: digest(NAME) }, [NAME])],
  ['an _sd that is an object', 'credential/bad-digest-list', payload({ _sd: { a: 'text' } })],
  ['an _sd that is null', 'credential/bad-digest-list', payload({ _sd: null })],
  [
    'an _sd with a number in it',
    'credential/bad-digest-list',
    payload({ _sd: [digest(NAME), 1] }, [NAME]),
  ],
  [
    'an _sd below the top that is no list',
    'credential/bad-digest-list',
    payload({ part: { _sd: 1 } }),
  ],
  ['an unknown _sd_alg', 'credential/unknown-hash', payload({ _sd_alg: 'sha-512' })],
  ['an _sd_alg that is no text', 'credential/unknown-hash', payload({ _sd_alg: null })],
  ...NEVER.map((name): Row => [
    `a hidden ${name}`,
    'credential/never-disclosable',
    () =>
      craft({ ...without(name), iss: 'x', vct: VCT, _sd: [digest(hidden(name, 'x'))] }, [
        hidden(name, 'x'),
      ]),
  ]),
  [
    'an exp that has passed, in a disclosure',
    'credential/never-disclosable',
    () =>
      craft({ ...without('exp'), _sd: [digest(hidden('exp', NOW_S - 1))] }, [
        hidden('exp', NOW_S - 1),
      ]),
  ],
  [
    'a status hidden in part',
    'credential/never-disclosable',
    payload({ status: { status_list: { _sd: ['x'] } } }),
  ],
  [
    'a further type hidden in a list',
    'credential/never-disclosable',
    payload({ aka_vcts: [{ '...': 'x' }] }),
  ],
  [
    'a holder key hidden in part',
    'credential/never-disclosable',
    payload({ cnf: { jwk: { _sd: ['x'] } } }),
  ],
  [
    'an audience in a disclosure',
    'credential/other-audience',
    payload({ _sd: [digest(hidden('aud', 'x'))] }, [hidden('aud', 'x')]),
  ],
];
