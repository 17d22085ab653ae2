/** A light block that comes along with something else: read back as it was, or refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCbor, encodeCbor, type Cbor } from '#core/bytes/index.ts';
import {
  BLOCK_ID_FLAG,
  CometbftError,
  decodeLightBlock,
  encodeLightBlock,
  verifyLightBlock,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { buildChain, CHAIN_ID, members } from '../../support/chain-builder.ts';

const POOL = members(9);
const FLAGS = [BLOCK_ID_FLAG.commit, BLOCK_ID_FLAG.nil, BLOCK_ID_FLAG.absent] as const;
/** The first block of a chain, one whose set changes, one with votes of all kinds. */
const CHAIN = buildChain({
  length: 4,
  membersAt: (height) => POOL.slice(height, height + 4),
  vote: (_, index, height) => (height === 4 ? (FLAGS[index] ?? BLOCK_ID_FLAG.commit) : 2),
});
const STEADY = buildChain({ length: 2 });
const BLOCKS: readonly LightBlock[] = [...CHAIN, ...STEADY];

function blockAt(chain: readonly LightBlock[], at: number): LightBlock {
  const block = chain[at];
  if (block === undefined) throw new Error('no such block');
  return block;
}

function refusalOf(untrusted: Uint8Array): string | undefined {
  try {
    decodeLightBlock(untrusted);
    return undefined;
  } catch (refusal) {
    if (!(refusal instanceof CometbftError)) throw refusal;
    return refusal.code;
  }
}

/** The encoded parts of a block, one of them changed. */
function changed(block: LightBlock, change: (parts: Cbor[]) => void): Uint8Array {
  const parts = decodeCbor(encodeLightBlock(block), 100_000) as Cbor[];
  change(parts);
  return encodeCbor(parts);
}

describe('a light block as bytes', () => {
  it('is read back as it was', () => {
    for (const block of BLOCKS) {
      expect(decodeLightBlock(encodeLightBlock(block))).toEqual(block);
      expect(() => {
        verifyLightBlock(decodeLightBlock(encodeLightBlock(block)), CHAIN_ID);
      }).not.toThrow();
    }
  });

  it('of four validators takes less than 900 bytes', () => {
    expect(encodeLightBlock(blockAt(STEADY, 1)).length).toBeLessThan(900);
  });

  it('is not written if it would become another one', () => {
    const block = blockAt(STEADY, 1);
    const header = { ...block.header, height: 7 };
    expect(() => encodeLightBlock({ ...block, header })).toThrow(CometbftError);
  });

  it('is refused for each part of another shape', () => {
    const block = blockAt(CHAIN, 2);
    const wrong: readonly ((parts: Cbor[]) => void)[] = [
      (parts) => parts.push(null),
      (parts) => (parts[0] = []),
      (parts) => ((parts[0] as Cbor[])[1] = 'x'.repeat(51)),
      (parts) => ((parts[0] as Cbor[])[2] = -1),
      (parts) => ((parts[0] as Cbor[])[3] = [0, 1_000_000_000]),
      (parts) => ((parts[0] as Cbor[])[3] = [2n ** 63n, 0]),
      (parts) => (((parts[0] as Cbor[])[5] as Cbor[])[0] = new Uint8Array(65)),
      (parts) => ((parts[1] as Cbor[])[0] = 2 ** 31),
      (parts) => ((parts[1] as Cbor[])[2] = new Uint8Array(31)),
      (parts) => (((parts[1] as Cbor[])[3] as Cbor[])[0] = [1, 0, 0, new Uint8Array(64)]),
      (parts) => (((parts[1] as Cbor[])[3] as Cbor[])[0] = [2, 0, 0, new Uint8Array(63)]),
      (parts) => (parts[2] = (parts[2] as Cbor[]).slice(1)),
      (parts) => ((parts[2] as Cbor[])[0] = [new Uint8Array(31), 1]),
      (parts) => ((parts[2] as Cbor[])[0] = [new Uint8Array(32), 'much']),
      (parts) => (parts[3] = parts[2] ?? null),
    ];
    for (const change of wrong) {
      expect(refusalOf(changed(block, change))).toBe('cometbft/malformed');
    }
  });

  it('without validators has no hash', () => {
    const noSet = changed(blockAt(CHAIN, 2), (parts) => {
      ((parts[0] as Cbor[])[5] as Cbor[])[2] = new Uint8Array();
    });
    expect(refusalOf(noSet)).toBe('cometbft/no-validators-hash');
  });

  it('is refused above 256 KiB, however it goes on', () => {
    expect(refusalOf(new Uint8Array(256 * 1024 + 1))).toBe('cometbft/malformed');
  });

  it('has one encoding: whatever is read is written in the same way', () => {
    const damaged = fc
      .tuple(fc.constantFrom(...BLOCKS.map(encodeLightBlock)), fc.nat(), fc.nat(255))
      .map(([bytes, at, value]) => bytes.with(at % bytes.length, value));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (untrusted) => {
        if (refusalOf(untrusted) !== undefined) return;
        expect(encodeLightBlock(decodeLightBlock(untrusted))).toEqual(Uint8Array.from(untrusted));
      }),
      { numRuns: 2_000 },
    );
  });
});
