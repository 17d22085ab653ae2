import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCbor, encodeCbor, formatBase45, type Cbor } from '#core/bytes/index.ts';
import { claimOrder, TYPE_LIST } from '#core/credential/index.ts';
import {
  encodeRequest,
  formatRequest,
  parseRequest,
  requestSignBytes,
  type QrError,
  type VerifierRequest,
} from '#core/qr/index.ts';
import { contentOf, requestOf, unsigned } from '../../support/request-builder.ts';
import { refusalOf } from '../../support/refusal.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const query = fc
  .constantFrom(...TYPE_LIST.map(({ vct }) => vct))
  .chain((vct) => fc.record({ vct: fc.constant(vct), claims: fc.subarray([...claimOrder(vct)]) }));
const request: fc.Arbitrary<VerifierRequest> = fc
  .record({
    chainTag: bytes(8),
    nonce: bytes(16),
    expiresS: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
    verifier: id,
    purpose: id,
    query: fc.option(query, { nil: undefined }),
    signature: bytes(64),
    also: fc.array(fc.oneof(fc.constantFrom('review', 'a'), query), { maxLength: 2 }),
  })
  .map(({ also, ...rest }) => (also.length === 0 ? rest : { ...rest, also }))
  // Claims by the dozen, for several documents, are more than a code holds.
  .filter((each) => refusalOf(() => encodeRequest(each)) !== 'qr/too-large');

const STALL = { vct: TYPE_LIST[0]?.vct ?? '', claims: [] };

const textOf = (items: Cbor) => `LSQ1:${formatBase45(encodeCbor(items))}`;
const items = (change: Record<number, Cbor> = {}): Cbor[] =>
  Object.assign(
    [1, new Uint8Array(8), new Uint8Array(16), 1_800_000_000, 'hall', 'review', null, null],
    change,
  );

const STALL_CODE: Cbor = [0, []];
const several = (also: Cbor, version = 2): Cbor[] => [version, ...items().slice(1, 7), also, null];

describe('a request', () => {
  it('is read as it was written, in at most 170 bytes and the letters of a dense code', () => {
    fc.assert(
      fc.property(request, (written) => {
        const payload = encodeRequest(written);
        const text = formatRequest(payload);
        expect(text).toMatch(/^LSQ1:[0-9A-Z $%*+\-./:]+$/);
        expect(payload.length).toBeLessThanOrEqual(170);
        expect(parseRequest(text)).toEqual({ request: written, payload });
      }),
    );
  });

  it('of a registered verifier for a registered purpose is small', async () => {
    const { payload } = await requestOf();
    expect(payload.length).toBe(127);
  });

  it('is read again after pasting', async () => {
    const { request: written, payload } = await requestOf();
    const text = ` ${formatRequest(payload).toLowerCase()}\n`;
    expect(parseRequest(text).request).toEqual(written);
  });

  it('may come from nobody, with a query of its own and a few words', () => {
    const own = { vct: TYPE_LIST[1]?.vct ?? '', claims: ['uscc', 'domicile'] };
    const { request: written, payload } = unsigned({
      verifier: undefined,
      purpose: '核对地址',
      query: own,
    });
    expect(parseRequest(formatRequest(payload)).request).toEqual(written);
  });

  it('for several documents is version 2, and one for a single document is as it ever was', async () => {
    const versionOf = (payload: Uint8Array) => payload[1];
    const one = await requestOf();
    expect(versionOf(one.payload)).toBe(1);
    const two = await requestOf({ also: ['supplier-check', STALL] });
    expect(versionOf(two.payload)).toBe(2);
    expect(parseRequest(formatRequest(two.payload)).request).toEqual(two.request);
    const tag = (content: Parameters<typeof requestSignBytes>[0]) =>
      (decodeCbor(requestSignBytes(content), 500) as Cbor[])[0];
    expect([tag(one.request), tag(two.request)]).toEqual([
      'lightseal/request/1',
      'lightseal/request/2',
    ]);
  });

  it('is signed over everything but the signature', () => {
    const before = requestSignBytes(contentOf());
    const changes = [
      { chainTag: new Uint8Array(8) },
      { nonce: new Uint8Array(16) },
      { expiresS: 1 },
      { verifier: 'other' },
      { purpose: 'other' },
      { query: STALL },
      { also: ['other'] },
      { also: [STALL] },
    ];
    for (const change of changes) {
      expect(requestSignBytes(contentOf(change))).not.toEqual(before);
    }
  });
});

describe('a text is refused', () => {
  const long = 'x'.repeat(40);
  it.each<readonly [string, string, string]>([
    ['qr/foreign', 'for being something else', 'https://shop.example'],
    ['qr/foreign', 'for being a presentation', 'LS1:ABC'],
    ['qr/newer-version', 'for a prefix of a later app', 'LSQ2:ABC'],
    ['qr/newer-version', 'for a version of a later app', textOf(items({ 0: 3 }))],
    ['qr/newer-version', 'for a type of a later app', textOf(items({ 6: [900, []] }))],
    ['qr/newer-version', 'for a claim of a later app', textOf(items({ 6: [0, [900]] }))],
    ['qr/too-large', 'over 170 bytes', `LSQ1:${'A'.repeat(258)}`],
    ['qr/malformed', 'for version 2 with a single document', textOf(items({ 0: 2 }))],
    ['qr/malformed', 'for version 1 with several', textOf(several([STALL_CODE], 1))],
    ['qr/malformed', 'for further documents that are no list', textOf(several('review'))],
    ['qr/malformed', 'for no further document', textOf(several([]))],
    ['qr/malformed', 'for a further purpose that no registry has', textOf(several(['a b']))],
    ['qr/malformed', 'for a further query that is none', textOf(several([[0]]))],
    ['qr/newer-version', 'for a further type of a later app', textOf(several([[900, []]]))],
    ['qr/too-large', 'for eleven documents', textOf(several(Array(10).fill(STALL_CODE) as Cbor[]))],
    ['qr/malformed', 'for letters that base45 does not have', 'LSQ1:ab#'],
    ['qr/malformed', 'for an end that is missing', textOf(items()).slice(0, -3)],
    ['qr/malformed', 'for what is no CBOR', 'LSQ1:FGW'],
    ['qr/malformed', 'for what is no list', textOf('request')],
    ['qr/malformed', 'for a part too many', textOf([...items(), 1])],
    ['qr/malformed', 'for a part too few', textOf(items().slice(0, 7))],
    ['qr/malformed', 'for version 0', textOf(items({ 0: 0 }))],
    ['qr/malformed', 'for a short chain tag', textOf(items({ 1: new Uint8Array(7) }))],
    ['qr/malformed', 'for a short nonce', textOf(items({ 2: new Uint8Array(15) }))],
    ['qr/malformed', 'for a time before 1970', textOf(items({ 3: -1 }))],
    ['qr/malformed', 'for a time beyond every calendar', textOf(items({ 3: 2 ** 40 }))],
    ['qr/malformed', 'for an id that no registry has', textOf(items({ 4: 'Hall' }))],
    ['qr/malformed', 'for words without a query', textOf(items({ 5: 'a few words' }))],
    ['qr/malformed', 'for words of 41 letters', textOf(items({ 5: `${long}y`, 6: [0, []] }))],
    ['qr/malformed', 'for words that turn the line', textOf(items({ 5: 'a\u202eb', 6: [0, []] }))],
    ['qr/malformed', 'for an empty purpose', textOf(items({ 5: '', 6: [0, []] }))],
    ['qr/malformed', 'for a query that is none', textOf(items({ 6: [0] }))],
    ['qr/malformed', 'for a query with more in it', textOf(items({ 6: [0, [], 1] }))],
    ['qr/malformed', 'for claims out of order', textOf(items({ 6: [0, [2, 1]] }))],
    ['qr/malformed', 'for a claim asked twice', textOf(items({ 6: [0, [1, 1]] }))],
    ['qr/malformed', 'for a claim without code', textOf(items({ 6: [0, ['uscc']] }))],
    ['qr/malformed', 'for a short signature', textOf(items({ 7: new Uint8Array(63) }))],
    [
      'qr/malformed',
      'for a signature of nobody',
      textOf(items({ 4: null, 7: new Uint8Array(64) })),
    ],
  ])('with %s, %s', (code, _, text) => {
    expect(refusalOf(() => parseRequest(text))).toBe(code);
  });

  it('with the kind of what it is', () => {
    const kind = (() => {
      try {
        return parseRequest('openid4vp://?x');
      } catch (refusal) {
        return (refusal as QrError).kind;
      }
    })();
    expect(kind).toBe('openid4vp');
  });

  it('with a code, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.boolean(), (noise, prefixed) => {
        const code = refusalOf(() => parseRequest(prefixed ? `LSQ1:${noise}` : noise));
        expect(code).toMatch(/^(none|qr\/.+)$/);
      }),
    );
  });

  it('or it means what its bytes say, after any change of one byte', async () => {
    const { payload } = await requestOf();
    fc.assert(
      fc.property(fc.nat(payload.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const changed = payload.map((byte, index) => (index === place ? byte ^ flip : byte));
        const code = refusalOf(() => {
          expect(encodeRequest(parseRequest(formatRequest(changed)).request)).toEqual(changed);
        });
        expect(code).toMatch(/^(none|qr\/.+)$/);
      }),
    );
  });
});

describe('what cannot be asked is refused before it is shown', () => {
  it('qr/too-large, ids of 67 characters together', async () => {
    const fits = { verifier: 'v'.repeat(33), purpose: 'p'.repeat(33) };
    expect((await requestOf(fits)).payload.length).toBe(170);
    await expect(requestOf({ ...fits, purpose: 'p'.repeat(34) })).rejects.toMatchObject({
      code: 'qr/too-large',
    });
  });

  it('qr/malformed, a claim that the type does not have', () => {
    const query = { vct: TYPE_LIST[0]?.vct ?? '', claims: ['shoe_size'] };
    expect(refusalOf(() => unsigned({ query }))).toBe('qr/malformed');
    expect(refusalOf(() => unsigned({ query: { vct: 'other', claims: [] } }))).toBe('qr/malformed');
  });
});
