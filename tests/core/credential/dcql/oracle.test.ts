/** Beside `dcql`: the same documents answer, by the same claims. `LIGHTSEAL_RUNS=10000` compares ten thousand queries. */
import { DcqlQuery as Oracle } from 'dcql';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  matchDocument,
  parseDcql,
  proposeAnswer,
  type Json,
  type QueriedDocument,
} from '#core/credential/index.ts';

const RUNS = Number(process.env['LIGHTSEAL_RUNS'] ?? 2_000);

const VCTS = ['urn:a', 'urn:b'] as const;
const LEAVES = ['甲', 'x', 1, 2, true, false] as const;
const leaf = fc.constantFrom(...LEAVES);
const NAMES = ['name', 'owner', 'items'] as const;

/**
 * Lists are neither empty nor of mixed kinds: of those, `dcql` also takes what leads nowhere, or through a value of
 * another kind, where section 7 says to stop.
 */
const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 });
const object = <T>(of: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom(...NAMES), of);
const flat = fc.oneof(leaf, list(leaf), object(leaf));
const value: fc.Arbitrary<Json> = fc.oneof(
  flat,
  list(object(leaf)),
  list(list(leaf)),
  object(flat),
);

const document = fc.record({
  vct: fc.constantFrom(...VCTS),
  isBound: fc.boolean(),
  claims: fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys: 1 }),
});

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Json>(...NAMES) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.nat(2) },
);
const path = fc
  .tuple(fc.constantFrom(...NAMES), fc.array(step, { maxLength: 2 }))
  .map(([first, rest]): readonly Json[] => [first, ...rest]);
const claims = fc
  .uniqueArray(path, { minLength: 1, maxLength: 3, selector: (it) => JSON.stringify(it) })
  .chain((paths) =>
    fc.tuple(
      ...paths.map((it, place) =>
        fc
          .option(fc.uniqueArray(leaf, { minLength: 1, maxLength: 3 }), { nil: undefined })
          .map((values) => ({
            id: `k${String(place)}`,
            path: it,
            ...(values === undefined ? {} : { values }),
          })),
      ),
    ),
  );

const credential = (place: number) =>
  fc
    .record({
      vct: fc.constantFrom(...VCTS),
      bound: fc.boolean(),
      claims: fc.option(claims, { nil: undefined }),
      sets: fc.option(
        fc.array(fc.uniqueArray(fc.nat(2), { minLength: 1 }), { minLength: 1, maxLength: 3 }),
        {
          nil: undefined,
        },
      ),
    })
    .map(({ vct, bound, claims: asked, sets }) => ({
      id: `c${String(place)}`,
      format: 'dc+sd-jwt',
      meta: { vct_values: [vct] },
      require_cryptographic_holder_binding: bound,
      ...(asked === undefined ? {} : { claims: asked }),
      ...(asked === undefined || sets === undefined
        ? {}
        : {
            claim_sets: sets.map((set) => [
              ...new Set(set.map((index) => `k${String(index % asked.length)}`)),
            ]),
          }),
    }));

const query = fc
  .record({
    credentials: fc.tuple(credential(0), credential(1), credential(2)),
    sets: fc.option(
      fc.array(
        fc.record({
          options: fc.array(fc.uniqueArray(fc.constantFrom('c0', 'c1', 'c2'), { minLength: 1 }), {
            minLength: 1,
            maxLength: 3,
          }),
          required: fc.boolean(),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      { nil: undefined },
    ),
  })
  .map(({ credentials, sets }) => ({
    credentials,
    ...(sets === undefined ? {} : { credential_sets: sets }),
  }));

it(`gives the answers of dcql to ${String(RUNS)} queries`, { timeout: 600_000 }, () => {
  const same = fc.property(query, fc.array(document, { maxLength: 3 }), (asked, held) => {
    const ours = parseDcql(JSON.stringify(asked));
    const theirs = Oracle.parse(JSON.parse(JSON.stringify(asked)) as Oracle.Input);
    Oracle.validate(theirs);
    const result = Oracle.query(
      theirs,
      held.map(({ vct, isBound, claims: all }) => ({
        credential_format: 'dc+sd-jwt',
        vct,
        claims: structuredClone(all) as never,
        cryptographic_holder_binding: isBound,
      })),
    );
    const documents: QueriedDocument[] = held.map((each) => ({ ...each, hidden: [] }));
    for (const one of ours.credentials) {
      const own = documents.flatMap((each, place) => (matchDocument(one, each) ? [place] : []));
      const found = result.credential_matches[one.id]?.valid_credentials ?? [];
      expect(own).toEqual(found.map(({ input_credential_index }) => input_credential_index));
    }
    expect(proposeAnswer(ours, documents) !== undefined).toBe(result.can_be_satisfied);
  });
  fc.assert(same, { numRuns: RUNS });
});
