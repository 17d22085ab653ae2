/** Proofs of single values: of our own registry, and broken in every place. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { concatBytes, encodeUtf8, encodeVarint, formatBase64 } from '#core/bytes/index.ts';
import { trustHeader } from '#core/chain/index.ts';
import { cometbftEngine, simpleValueLeaf, verifyStateProof } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import { leafHash, type InclusionProof } from '#core/merkle/index.ts';
import { proveEntry, registryRoot } from '#core/registry/index.ts';

fc.configureGlobal({ seed: 1 });

const ENTRIES = new Map(
  Array.from({ length: 11 }, (_, index) => [`status/tax/${index}`, encodeUtf8(`value ${index}`)]),
);
const ROOT = registryRoot(ENTRIES);
const KEY = 'status/tax/7';
const VALUE = encodeUtf8('value 7');
const PROOF = proveEntry(ENTRIES, KEY) ?? { index: 0, total: 0, aunts: [] };

const field = (number: number, value: Uint8Array | number) =>
  typeof value === 'number'
    ? concatBytes(Uint8Array.of(number * 8), encodeVarint(value))
    : concatBytes(Uint8Array.of(number * 8 + 2), encodeVarint(value.length), value);

interface Change extends Partial<InclusionProof> {
  readonly key?: Uint8Array;
  readonly opKey?: Uint8Array;
  readonly leaf?: Uint8Array;
  readonly type?: string;
  readonly extra?: Uint8Array;
}

/** The one op of a `simple:v` proof, as a node sends it. */
function op(change: Change = {}) {
  const key = change.key ?? encodeUtf8(KEY);
  const { total, index, aunts }: InclusionProof = { ...PROOF, ...change };
  const data = concatBytes(
    field(1, key),
    field(
      2,
      concatBytes(
        field(1, total),
        field(2, index),
        field(3, change.leaf ?? leafHash(simpleValueLeaf(encodeUtf8(KEY), VALUE))),
        ...aunts.map((aunt) => field(4, aunt)),
      ),
    ),
    change.extra ?? new Uint8Array(),
  );
  return {
    type: change.type ?? 'simple:v',
    key: formatBase64(change.opKey ?? key),
    data: formatBase64(data),
  };
}

const verify = (ops: unknown, root: Uint8Array = ROOT, value = VALUE) => {
  verifyStateProof(root, [encodeUtf8(KEY)], value, { ops });
};
const refused = (action: () => void, code: string) => {
  expect(action).toThrow(expect.objectContaining({ code: `cometbft/${code}` }));
};

describe('a proof of a value', () => {
  it('stands for an entry of the registry', () => {
    verify([op()]);
  });

  it('is what the engine asks under the app hash of a trusted header', () => {
    const facts = { chainId: 'x', height: 2, timeNs: 0n, hash: ROOT, appHash: ROOT };
    const header = trustHeader(facts);
    const engine = cometbftEngine();
    engine.verifyState(header, [encodeUtf8(KEY)], VALUE, { ops: [op()] });
    refused(() => {
      engine.verifyState(header, [encodeUtf8(KEY)], encodeUtf8('other'), { ops: [op()] });
    }, 'proof-mismatch');
  });

  const aunt = PROOF.aunts[0] ?? new Uint8Array(32);
  const mismatches: readonly [string, Change][] = [
    ['another key in the proof', { key: encodeUtf8('status/tax/8') }],
    ['another key in the op', { opKey: encodeUtf8('status/tax/8') }],
    ['another leaf hash', { leaf: aunt }],
    ['a short leaf hash', { leaf: new Uint8Array(10) }],
    ['another index', { index: 6 }],
    ['an index at the total', { index: 11 }],
    ['a total of zero', { index: 0, total: 0, aunts: [] }],
    ['a negative total', { total: -1 }],
    ['a negative index', { index: -1 }],
    ['an aunt too few', { aunts: PROOF.aunts.slice(1) }],
    ['an aunt too many', { aunts: [...PROOF.aunts, aunt] }],
    ['a short aunt', { aunts: [aunt.slice(1), ...PROOF.aunts.slice(1)] }],
    ['reordered aunts', { aunts: [...PROOF.aunts].reverse() }],
    ['101 aunts', { aunts: Array<Uint8Array>(101).fill(aunt) }],
  ];
  it.each(mismatches)('with %s is refused', (_, change) => {
    refused(() => {
      verify([op(change)]);
    }, 'proof-mismatch');
  });

  it('is refused for another value, under another root, and under none', () => {
    for (const [root, value] of [
      [ROOT, encodeUtf8('value 8')],
      [aunt, VALUE],
      [new Uint8Array(), VALUE],
    ] as const) {
      refused(() => {
        verify([op()], root, value);
      }, 'proof-mismatch');
    }
  });

  it('is refused without a root even when it needs no aunt', () => {
    const leaf = leafHash(simpleValueLeaf(Uint8Array.of(0x13), Uint8Array.of(0x37)));
    const key = Uint8Array.of(0x13);
    const empty = { ops: [op({ key, leaf, total: 0, index: 0, aunts: [] })] };
    refused(() => {
      verifyStateProof(new Uint8Array(), [key], Uint8Array.of(0x37), empty);
    }, 'proof-mismatch');
  });

  it('of an unknown kind is not supported', () => {
    refused(() => {
      verify([op({ type: 'simple:x' })]);
    }, 'unsupported-proof');
  });

  it('cannot prove an absence', () => {
    refused(() => {
      verifyStateProof(ROOT, [encodeUtf8(KEY)], undefined, { ops: [op()] });
    }, 'unsupported-proof');
  });

  it('with more or fewer operators than keys proves nothing', () => {
    for (const ops of [[], null, [op(), op()]]) {
      refused(() => {
        verify(ops);
      }, 'proof-mismatch');
    }
    refused(() => {
      const keyPath = [encodeUtf8('store'), encodeUtf8(KEY)];
      verifyStateProof(ROOT, keyPath, VALUE, { ops: [op()] });
    }, 'proof-mismatch');
  });

  it('with something behind it is malformed', () => {
    for (const extra of [field(1, VALUE), field(3, VALUE), Uint8Array.of(0x1a, 9)]) {
      refused(() => {
        verify([op({ extra })]);
      }, 'malformed');
    }
  });

  it('never breaks on random bytes or shapes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.anything()), (input) => {
        const data = input instanceof Uint8Array ? formatBase64(input) : input;
        try {
          verify([{ type: 'simple:v', key: formatBase64(encodeUtf8(KEY)), data }]);
        } catch (thrown) {
          return isRefusal(thrown);
        }
        return false;
      }),
    );
  });
});
