import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consortium } from '#consortium/chain/index.ts';
import { encodeUtf8, formatBase64, formatHex } from '#core/bytes/index.ts';
import { hashHeader, parseSignedHeader, parseValidators } from '#core/cometbft/index.ts';
import { readVector, vectorsDir } from '../../support/vectors.ts';
import { at, shapeOf, startTestConsortium, type RpcClient, type RpcJson } from './rpc-client.ts';

const FIXTURES = 'tendermint-rs/rpc/kvstore_fixtures/v0_38/incoming';

let consortium: Consortium;
let node: RpcClient;

beforeAll(async () => {
  ({ consortium, node } = await startTestConsortium());
});

afterAll(async () => {
  await consortium.stop();
});

describe('answers', () => {
  const cases: readonly (readonly [file: string, method: string, params: object])[] = [
    ['status.json', 'status', {}],
    ['genesis.json', 'genesis', {}],
    ['block_at_height_10.json', 'block', { height: '3' }],
    ['block_results_at_height_10.json', 'block_results', { height: '1' }],
    ['blockchain_from_1_to_10.json', 'blockchain', { minHeight: '1', maxHeight: '10' }],
    ['commit_at_height_10.json', 'commit', { height: '2' }],
    ['abci_info.json', 'abci_info', {}],
  ];

  it.skipIf(vectorsDir() === undefined).each(cases)(
    'have the shape of a CometBFT node (%s)',
    async (file, method, params) => {
      const fixture = JSON.parse(readVector(`${FIXTURES}/${file}`)) as RpcJson;
      const answer = await node.result(method, params);
      if (method === 'block_results') {
        expect(Object.keys(answer as object).sort()).toEqual(
          Object.keys(fixture.result as object).sort(),
        );
      } else expect(shapeOf(answer)).toEqual(shapeOf(fixture.result));
    },
  );

  it.skipIf(vectorsDir() === undefined)('to broadcasts have it too', async () => {
    const keys = (file: string) =>
      shapeOf((JSON.parse(readVector(`${FIXTURES}/${file}`)) as RpcJson).result);
    const tx = formatBase64(Uint8Array.of(1));
    expect(shapeOf(await node.result('broadcast_tx_sync', { tx }))).toEqual(
      keys('broadcast_tx_sync.json'),
    );
    expect(shapeOf(await node.result('broadcast_tx_async', { tx }))).toEqual(
      keys('broadcast_tx_async.json'),
    );
    const committed = await node.result('broadcast_tx_commit', { tx });
    expect(Object.keys(committed as object).sort()).toEqual(
      Object.keys(keys('broadcast_tx_commit.json') as object).sort(),
    );
    expect(shapeOf(at(committed, 'check_tx'))).toEqual({
      ...(at(keys('broadcast_tx_commit.json'), 'check_tx') as object),
    });
    const asked = await node.result('abci_query', { path: '/key', data: '00' });
    expect(Object.keys(at(asked, 'response') as object).sort()).toEqual(
      Object.keys(at(keys('abci_query_with_existing_key.json'), 'response') as object).sort(),
    );
  });

  it('come over POST by name and by position, and over GET', async () => {
    const byName = await node.result('commit', { height: '2' });
    expect(await node.result('commit', ['2'])).toEqual(byName);
    expect(await node.result('commit', { height: 2 })).toEqual(byName);
    expect((await node.get('commit?height=2')).result).toEqual(byName);
    expect((await node.get('commit?height="2"')).result).toEqual(byName);
    const data = formatHex(encodeUtf8('issuer/tax'));
    const posted = await node.result('abci_query', { path: '/key', data });
    expect((await node.get('abci_query?path="/key"&data="issuer/tax"')).result).toEqual(posted);
    expect((await node.get(`abci_query?path="/key"&data=0x${data}`)).result).toEqual(posted);
  });

  it('to a batch come as a batch', async () => {
    const requests = [
      { jsonrpc: '2.0', id: 'a', method: 'health' },
      { jsonrpc: '2.0', id: 'b', method: 'nope' },
    ];
    const response = await fetch(node.url, { method: 'POST', body: JSON.stringify(requests) });
    const answers = (await response.json()) as readonly unknown[];
    expect(answers.map((answer) => at(answer, 'id'))).toEqual(['a', 'b']);
    expect(at(answers, 1, 'error', 'code')).toBe(-32601);
  });

  it('say whether a commit is canonical yet', async () => {
    expect(at(await node.result('commit'), 'canonical')).toBe(false);
    expect(at(await node.result('commit', { height: '1' }), 'canonical')).toBe(true);
  });

  it('may be kept for ever only when they can never change', async () => {
    const cached = async (path: string) =>
      (await fetch(`${node.url}/${path}`)).headers.get('cache-control');
    expect(await cached('commit?height=1')).toBe('public, max-age=86400');
    expect(await cached('commit')).toBe('no-store');
    expect(await cached('status')).toBe('no-store');
    expect(await cached('commit?height=999')).toBe('no-store');
  });
});

describe('blocks', () => {
  it('are found by height and by hash', async () => {
    const { header } = parseSignedHeader(
      at(await node.result('commit', { height: '2' }), 'signed_header'),
    );
    const hash = hashHeader(header);
    const byHash = await node.result('header_by_hash', { hash: formatHex(hash) });
    expect(byHash).toEqual(await node.result('header', { height: '2' }));
    const block = await node.result('block_by_hash', { hash: formatBase64(hash) });
    expect(block).toEqual(await node.result('block', { height: '2' }));
    expect(at(await node.result('header_by_hash', { hash: '00' }), 'header')).toBeNull();
    expect(at(await node.result('block_by_hash', { hash: 'AA==' }), 'block')).toBeNull();
  });

  it('are listed, the newest first, at most twenty', async () => {
    const metas = at(
      await node.result('blockchain', { minHeight: '1', maxHeight: '3' }),
      'block_metas',
    );
    expect((metas as unknown[]).map((meta) => at(meta, 'header', 'height'))).toEqual([
      '3',
      '2',
      '1',
    ]);
  });

  it('have validators in pages, with the next set known ahead', async () => {
    const page = async (number: number) =>
      parseValidators(
        at(
          await node.result('validators', { height: '2', page: String(number), per_page: '3' }),
          'validators',
        ),
      );
    const paged = [...(await page(1)), ...(await page(2))];
    expect(paged).toEqual(consortium.validators);
    const next = await node.result('validators');
    expect(at(next, 'block_height')).toBe(String(consortium.chain.height + 1));
    expect(at(next, 'total')).toBe('4');
  });

  it('are refused by height in the words that clients know', async () => {
    const data = async (method: string, params: object) => (await node.post(method, params)).error;
    expect(await data('commit', { height: '0' })).toEqual({
      code: -32603,
      message: 'Internal error',
      data: 'height must be greater than 0, but got 0',
    });
    const latest = consortium.chain.height;
    expect((await data('header', { height: '9999' }))?.data).toBe(
      `height 9999 must be less than or equal to the current blockchain height ${String(latest)}`,
    );
    expect((await data('validators', { height: '1', page: '2' }))?.data).toBe(
      'page should be within [1, 1] range, given 2',
    );
    expect((await data('blockchain', { minHeight: '5', maxHeight: '2' }))?.data).toBe(
      "min height 5 can't be greater than max height 2",
    );
    expect((await data('tx', { hash: 'AA==' }))?.data).toBe('tx (00) not found');
  });
});
