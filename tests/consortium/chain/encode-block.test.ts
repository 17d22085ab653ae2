import { describe, expect, it } from 'vitest';
import { encodeBlock, partSetOf } from '#consortium/chain/encode-block.ts';
import { formatHex, parseBase64 } from '#core/bytes/index.ts';
import { parseCommit, parseHeader, type Commit } from '#core/cometbft/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';

const FOLDER = 'tendermint-rs/rpc/kvstore_fixtures/v0_38/incoming';

interface RpcBlock {
  readonly block_id: { readonly parts: { readonly hash: string; readonly total: number } };
  readonly block: {
    readonly header: { readonly height: string };
    readonly data: { readonly txs: readonly string[] };
    readonly evidence: { readonly evidence: readonly unknown[] };
    readonly last_commit: { readonly height: string };
  };
}

function result(file: string): unknown {
  return (JSON.parse(readVector(`${FOLDER}/${file}`)) as { result: unknown }).result;
}

const NONE: Commit = {
  height: 0,
  round: 0,
  blockId: { hash: new Uint8Array(), parts: { total: 0, hash: new Uint8Array() } },
  signatures: [],
};

function partsOf({ block }: RpcBlock): { total: number; hash: string } {
  const bytes = encodeBlock({
    header: parseHeader(block.header),
    txs: block.data.txs.map(parseBase64),
    lastCommit: block.last_commit.height === '0' ? NONE : parseCommit(block.last_commit),
  });
  const { total, hash } = partSetOf(bytes);
  return { total, hash: formatHex(hash).toUpperCase() };
}

describe.skipIf(vectorsDir() === undefined)('the bytes of a block', () => {
  it.each(['block_at_height_1.json', 'block_at_height_10.json', 'block_by_hash.json'])(
    'have the part-set hash that a CometBFT node gave them (%s)',
    (file) => {
      const block = result(file) as RpcBlock;
      expect(partsOf(block)).toEqual(block.block_id.parts);
    },
  );

  it('have it for every block of a search, with and without transactions', () => {
    const { blocks } = result('block_search.json') as { blocks: RpcBlock[] };
    expect(blocks.length).toBeGreaterThan(10);
    for (const block of blocks) expect(partsOf(block)).toEqual(block.block_id.parts);
  });

  it('have it for blocks of several validators', () => {
    const { blocks } = result('block_search_evidence.json') as { blocks: RpcBlock[] };
    const clean = blocks.filter(({ block }) => block.evidence.evidence.length === 0);
    for (const block of clean) expect(partsOf(block)).toEqual(block.block_id.parts);
  });
});

describe('a part set', () => {
  it('has 64 KiB parts', () => {
    expect(partSetOf(new Uint8Array(65_536)).total).toBe(1);
    expect(partSetOf(new Uint8Array(65_537)).total).toBe(2);
  });
});
