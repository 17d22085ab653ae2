/** A node's answers, honest and otherwise, as light blocks. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { encodeUtf8, formatBase64, formatHex } from '#core/bytes/index.ts';
import { SourceError, sync } from '#core/chain/index.ts';
import {
  formatCommit,
  formatHeader,
  formatValidator,
  headerFacts,
  queryApp,
  rpcSource,
  type LightBlock,
  type RpcCall,
} from '#core/cometbft/index.ts';
import { buildChain, members } from '../../support/chain-builder.ts';
import { portsOf } from '../chain/sync-harness.ts';

fc.configureGlobal({ seed: 1 });

const CHAIN = buildChain({ length: 6 });

const tooHigh = () => new SourceError('source/too-high', 'no such height yet', { nodeHeight: 6 });

function orLacking(answer: unknown): Promise<unknown> {
  return answer === undefined ? Promise.reject(tooHigh()) : Promise.resolve(answer);
}

/** The methods of a node that serves `chain`. */
function rpcOf(chain: readonly LightBlock[]): RpcCall {
  const at = (height: unknown) => (height === undefined ? chain.at(-1) : chain[Number(height) - 1]);
  return (method, params) => {
    if (method === 'broadcast_evidence') return Promise.resolve({ hash: '' });
    if (method === 'blockchain') {
      const [min, max] = [Number(params['minHeight']), Number(params['maxHeight'])];
      const metas = chain
        .slice(min - 1, max)
        .map(({ header }) => ({ header: formatHeader(header) }));
      return Promise.resolve({
        last_height: String(chain.length),
        block_metas: metas.toReversed(),
      });
    }
    if (method === 'commit') {
      const block = at(params['height']);
      const signed_header = block && {
        header: formatHeader(block.header),
        commit: formatCommit(block.commit),
      };
      return orLacking(signed_header && { signed_header, canonical: true });
    }
    const height = Number(params['height']);
    const set = at(params['height'])?.validators ?? chain[height - 2]?.nextValidators;
    const start = (Number(params['page']) - 1) * Number(params['per_page']);
    const page = set?.slice(start, start + Number(params['per_page'])).map(formatValidator);
    return orLacking(
      set && {
        block_height: String(height),
        validators: page,
        count: String(page?.length),
        total: String(set.length),
      },
    );
  };
}

it('says that keys are of a type that cannot be verified, up to the person', async () => {
  const honest = rpcOf(CHAIN);
  const future: RpcCall = async (method, params) => {
    const answer = await honest(method, params);
    const text = JSON.stringify(answer).replaceAll('PubKeyEd25519', 'PubKeyFuture');
    return JSON.parse(text) as unknown;
  };
  const code = 'source/unsupported-key';
  await expect(rpcSource(future).lightBlock(2)).rejects.toMatchObject({ code });
  const nodes = [rpcSource(future), rpcSource(future)];
  await expect(sync(portsOf(CHAIN, nodes))).rejects.toMatchObject({ code });
});

it('takes no next validators but those that the header names', async () => {
  const honest = rpcOf(CHAIN);
  const others = rpcOf(buildChain({ length: 6, membersAt: () => members(4, 'invented') }));
  const inventive: RpcCall = (method, params) =>
    method === 'validators' && params['height'] === '3'
      ? others(method, params)
      : honest(method, params);
  await expect(rpcSource(inventive).lightBlock(2)).rejects.toMatchObject({
    code: 'source/garbage',
    cause: { message: expect.stringContaining('next validators') as string },
  });
  expect((await rpcSource(inventive).lightBlock(4)).nextValidators).toEqual(CHAIN[4]?.validators);
});

const garbage = async (action: Promise<unknown>) => {
  await expect(action).rejects.toMatchObject({ code: 'source/garbage' });
};
/** A node whose answers to one method are changed. */
function lying(method: string, change: (answer: unknown) => unknown): RpcCall {
  return async (asked, params) => {
    const answer = await rpcOf(CHAIN)(asked, params);
    return asked === method ? change(answer) : answer;
  };
}

describe('a node as a source', () => {
  it('gives the block of a height and the newest one, with both sets', async () => {
    const source = rpcSource(rpcOf(CHAIN));
    expect(await source.lightBlock(3)).toEqual(CHAIN[2]);
    expect(await source.lightBlock('latest')).toEqual(CHAIN[5]);
  });

  it('passes on that a height is too new, with the height that the node states', async () => {
    const refused = { code: 'source/too-high', nodeHeight: 6 };
    await expect(rpcSource(rpcOf(CHAIN)).lightBlock(7)).rejects.toMatchObject(refused);
  });

  it('collects all pages of a large set', async () => {
    const large = members(230);
    const chain = buildChain({ length: 1, membersAt: () => large });
    const block = await rpcSource(rpcOf(chain)).lightBlock(1);
    expect(block.validators).toHaveLength(230);
    expect(block).toEqual(chain[0]);
  });

  it('does without the next set where the node does not give it', async () => {
    const call: RpcCall = (method, params) =>
      params['height'] === '4' ? Promise.reject(tooHigh()) : rpcOf(CHAIN)(method, params);
    expect((await rpcSource(call).lightBlock(3)).nextValidators).toEqual([]);
  });

  it('feeds the light client', async () => {
    const nodes = [rpcSource(rpcOf(CHAIN)), rpcSource(rpcOf(CHAIN))];
    expect((await sync(portsOf(CHAIN, nodes))).header.height).toBe(6);
  });

  it.each([
    ['another height', lying('commit', () => rpcOf(CHAIN)('commit', { height: '4' }))],
    ['something else than a commit', lying('commit', () => ({ signed_header: 'none' }))],
    ['a page in HTML', lying('commit', () => '<html></html>')],
    ['validators that are no list', lying('validators', () => ({ validators: 7, total: '1' }))],
    [
      'more validators than a page holds',
      lying('validators', (answer) => ({ ...(answer as object), validators: Array(101).fill({}) })),
    ],
    [
      'a total that is no number',
      lying('validators', (answer) => ({ ...(answer as object), total: 'many' })),
    ],
    [
      'the validators of another height',
      lying('validators', (answer) => ({ ...(answer as object), block_height: '5' })),
    ],
    [
      'fewer validators than it says',
      lying('validators', (answer) => ({ ...(answer as object), validators: [] })),
    ],
    [
      'pages without end',
      lying('validators', (answer) => ({ ...(answer as object), total: '9999999' })),
    ],
  ])('that answers %s gives garbage', async (_, call) => {
    await garbage(rpcSource(call).lightBlock(3));
  });

  it.each([
    ['10,001 validators by their number', { total: '10001' }],
    ['10,001 validators in one page', { total: '10001', validators: Array(10_001).fill({}) }],
    ['a page that is not full', { total: '101' }],
  ])('that answers with %s gives garbage', async (_, change) => {
    let calls = 0;
    const call = lying('validators', (answer) => {
      calls++;
      return { ...(answer as object), ...change };
    });
    await garbage(rpcSource(call).lightBlock(3));
    expect(calls).toBeLessThanOrEqual(2);
  });

  it.each(['9223372036854775808', '99999999999999999999', '-1e3', '0x10', '1.5'])(
    'that states the power %s gives garbage',
    async (power) => {
      const call = lying('validators', (answer) => {
        const { validators, ...rest } = answer as { validators: object[] };
        const changed = validators.map((one) => ({ ...one, voting_power: power }));
        return { ...rest, validators: changed };
      });
      await garbage(rpcSource(call).lightBlock(3));
    },
  );

  it('that changes its total between pages gives garbage', async () => {
    const chain = buildChain({ length: 1, membersAt: () => members(150) });
    const call: RpcCall = async (method, params) => {
      const answer = await rpcOf(chain)(method, params);
      const total = params['page'] === '2' ? '151' : '150';
      return method === 'validators' ? { ...(answer as object), total } : answer;
    };
    await garbage(rpcSource(call).lightBlock(1));
  });

  it('gives headers, whose hashes it computes itself', async () => {
    const source = rpcSource(rpcOf(CHAIN));
    const facts = CHAIN.slice(1, 5).map(({ header }) => headerFacts(header));
    expect(await source.headers?.(2, 5)).toEqual(facts);
    expect(await source.headers?.(6, 6)).toMatchObject([{ height: 6 }]);
  });

  it('says how far down its headers go', async () => {
    const pruned = lying('blockchain', (answer) => {
      const { block_metas } = answer as { block_metas: unknown[] };
      return { block_metas: block_metas.slice(0, 2) };
    });
    await expect(rpcSource(pruned).headers?.(2, 5)).rejects.toMatchObject({
      code: 'source/pruned',
      nodeHeight: 4,
    });
  });

  it.each<[string, (metas: unknown[]) => unknown]>([
    ['none', () => []],
    ['other heights', (metas) => metas.slice(1)],
    ['a gap', ([first, , ...rest]) => [first, ...rest]],
    ['one twice', ([first, ...rest]) => [first, first, ...rest]],
    ['the wrong order', (metas) => metas.toReversed()],
    ['more than a page', (metas) => Array.from({ length: 21 }, () => metas[0])],
    ['no list', () => 'none'],
    ['no header', () => [{}]],
  ])('takes no headers where the answer holds %s', async (_, change) => {
    const call = lying('blockchain', (answer) => ({
      block_metas: change((answer as { block_metas: unknown[] }).block_metas),
    }));
    await expect(rpcSource(call).headers?.(2, 5)).rejects.toMatchObject({
      code: 'source/garbage',
    });
  });

  it('hands evidence in as the node wants it', async () => {
    const asked: unknown[] = [];
    const call: RpcCall = (method, params) => {
      asked.push([method, params]);
      return Promise.resolve({ hash: 'AA==' });
    };
    await rpcSource(call).reportEvidence?.({ type: 't', value: {} });
    expect(asked).toEqual([['broadcast_evidence', { evidence: { type: 't', value: {} } }]]);
  });

  it('passes on that a node is down', async () => {
    const call: RpcCall = () => Promise.reject(new SourceError('source/down', 'down'));
    await expect(rpcSource(call).lightBlock(1)).rejects.toMatchObject({ code: 'source/down' });
  });

  it('never breaks on arbitrary answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (answer) => {
        const source = rpcSource(() => Promise.resolve(answer));
        for (const asked of [source.lightBlock(1), source.headers?.(1, 2)]) {
          const thrown: unknown = await asked?.then(
            () => undefined,
            (error: unknown) => error,
          );
          expect(thrown === undefined || thrown instanceof SourceError).toBe(true);
        }
      }),
    );
  });
});

describe('the application', () => {
  const answering =
    (response: unknown): RpcCall =>
    () =>
      Promise.resolve({ response });

  it('is asked at a height, and its value handed on', async () => {
    const asked: unknown[] = [];
    const call: RpcCall = (method, params) => {
      asked.push([method, params]);
      return Promise.resolve({ response: { value: formatBase64(encodeUtf8('state')) } });
    };
    expect(await queryApp(call, '/key', encodeUtf8('k'), 9)).toEqual(encodeUtf8('state'));
    const params = { path: '/key', data: formatHex(encodeUtf8('k')), height: '9', prove: false };
    expect(asked).toEqual([['abci_query', params]]);
  });

  it.each([
    ['an error', { code: 4, value: '' }],
    ['a value that is no text', { value: 7 }],
    ['a value that is not base64', { value: '%' }],
    ['nothing', undefined],
  ])('that answers with %s gives garbage', async (_, response) => {
    await garbage(queryApp(answering(response), '/key', new Uint8Array(), 1));
  });
});
