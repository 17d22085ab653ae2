import { describe, expect, it } from 'vitest';
import type { FromChainWorker } from '#workers/chain-protocol.ts';
import { PagePort } from '#workers/page-port.ts';

function open() {
  const posted: FromChainWorker[] = [];
  return { posted, port: new PagePort((message) => posted.push(message)) };
}

describe('the page, asked by the worker,', () => {
  it('answers each question to whoever asked it, in any order', async () => {
    const { port, posted } = open();
    const first = port.load('a');
    const second = port.node(2)('commit', { height: '5' });
    expect(posted).toEqual([
      { kind: 'ask', ask: 0, question: { to: 'load', key: 'a' } },
      {
        kind: 'ask',
        ask: 1,
        question: { to: 'node', node: 2, method: 'commit', params: { height: '5' } },
      },
    ]);
    port.answer(1, 'block');
    port.answer(0, undefined);
    expect(await Promise.all([first, second])).toEqual([undefined, 'block']);
  });

  it.each([
    ['source/slow', 'source/slow'],
    ['source/garbage', 'source/garbage'],
    ['source/other-chain', 'source/other-chain'],
    ['source/down', 'source/down'],
    ['source/too-high', 'source/too-high'],
    ['source/pruned', 'source/pruned'],
    ['toString', 'source/down'],
    ['network/blocked', 'source/down'],
    ['', 'source/down'],
  ])('refuses with %j, which is %s', async (code, expected) => {
    const { port } = open();
    const asked = port.load('a');
    port.refuse(0, code);
    await expect(asked).rejects.toMatchObject({ code: expected });
  });

  it('is not heard twice, nor when nobody asked', async () => {
    const { port } = open();
    const asked = port.load('a');
    port.answer(7, 'nobody');
    port.answer(0, 'once');
    port.refuse(0, 'source/down');
    port.answer(0, 'twice');
    expect(await asked).toBe('once');
  });
});
