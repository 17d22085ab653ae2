/** What does not fit is refused with a code, before anything leaves the machine where that can be. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { txResult } from '#consortium/registry-app/index.ts';
import { openView } from '#consortium/registry-cli/chain-view.ts';
import { readProposal, readSignature } from '#consortium/registry-cli/transaction-file.ts';
import { submit } from '#consortium/registry-cli/write.ts';
import type { Mutation } from '#consortium/rpc/index.ts';
import { html } from '../../support/dishonest-node.ts';
import { FoundersDesk, run } from './desk-of-founders.ts';

const THREE = ['data', 'market-regulation', 'tax'];
let desk: FoundersDesk;
let proposal: string;

beforeAll(async () => {
  desk = await FoundersDesk.open();
  await desk.importSeed('stranger', 'EdDSA');
  await desk.importSeed('finance-forged', 'EdDSA');
  proposal = await desk.propose('suspend.json', 'issuers', 'suspend', 'tax');
}, 30_000);
afterAll(() => desk.close());
afterEach(() => {
  lie(4, undefined);
  vi.restoreAllMocks();
});

const sent = () => vi.spyOn(desk.consortium.chain, 'submit');
const status = () =>
  desk.consortium.chain.app.query({
    path: '/key',
    data: new TextEncoder().encode('sequence/governance'),
    height: 0,
    prove: false,
  }).value;

function lie(count: number, mutation: Mutation | undefined): void {
  for (const node of desk.consortium.nodes.slice(0, count)) node.setMutation(mutation);
}

function edited(name: string, from: string | RegExp, to: string): string {
  return desk.folder.write(name, desk.folder.read('suspend.json').replace(from, to));
}

const signaturesOf = (path: string, ids = THREE) =>
  Promise.all(ids.map((id) => desk.sign(path, id)));

describe('a proposal', () => {
  it.each([
    ['what it says is not what is signed', /"suspended"/, '"active"', 'registry-cli/tampered'],
    ['its bytes are cut', /"content": "../, '"content": "', 'registry-cli/malformed'],
    ['its format is another', 'transaction/1', 'transaction/2', 'registry-cli/malformed'],
    ['it is no JSON', '{', '', 'registry-cli/malformed'],
  ])('is refused if %s', async (_, from, to, code) => {
    const path = edited('edited.json', from, to);
    expect((await run(['show', path])).code).toBe(code);
    expect((await desk.signChecked(path, 'data')).code).toBe(code);
    expect((await desk.run('submit', path, 'none.sig')).code).toBe(code);
  });

  it('of another chain is refused', async () => {
    const other = await FoundersDesk.open();
    try {
      const path = await other.propose('other.json', 'issuers', 'suspend', 'tax');
      expect((await desk.signChecked(path, 'data')).code).toBe('registry/wrong-chain');
    } finally {
      await other.close();
    }
  }, 20_000);
});

describe('a signature', () => {
  it('of nobody who founded is refused', async () => {
    expect((await desk.signChecked(proposal, 'stranger')).code).toBe('registry/unknown-signer');
  });

  it('for another transaction is refused', async () => {
    const other = await desk.propose('resume.json', 'issuers', 'suspend', 'market-regulation');
    const signature = await desk.sign(other, 'data');
    const { code } = await desk.run('check', proposal, signature);
    expect(code).toBe('registry-cli/other-transaction');
  });

  it('by another key in the name of a founder is refused', async () => {
    const signature = await desk.sign(proposal, 'finance-forged');
    const forged = desk.folder
      .read('suspend.json.finance-forged.sig')
      .replace('finance-forged', 'finance');
    expect(signature).toContain('forged');
    const path = desk.folder.write('forged.sig', forged);
    expect((await desk.run('check', proposal, path)).code).toBe('registry/bad-signature');
  });

  it('given twice counts once', async () => {
    const path = await desk.propose('twice.json', 'issuers', 'suspend', 'tax');
    const [one = ''] = await signaturesOf(path, ['data']);
    expect((await desk.run('submit', path, one, one, one)).code).toBe('registry/malformed');
  });
});

describe('a submission', () => {
  it('below the threshold sends nothing', async () => {
    const spy = sent();
    const path = await desk.propose('few.json', 'issuers', 'suspend', 'tax');
    const { code } = await desk.run('submit', path, ...(await signaturesOf(path, THREE.slice(1))));
    expect(code).toBe('registry/threshold-not-met');
    expect(spy).not.toHaveBeenCalled();
  });

  it('that another one overtook is refused, by this machine, the nodes and the block', async () => {
    const late = await desk.propose('late.json', 'issuers', 'suspend', 'tax');
    const signatures = await signaturesOf(late);
    const view = await openView(desk.folder.file('profile.json'));
    const taken = await desk.transact(THREE, 'issuers', 'suspend', 'market-regulation');
    expect(taken.status).toBe(0);
    expect((await desk.run('submit', late, ...signatures)).code).toBe('registry/wrong-sequence');
    const untrusted = readProposal(late);
    const read = signatures.map((path) => readSignature(path, untrusted));
    const send = () => submit(view, untrusted, read, { waiting: { pollMs: 20 } });
    await expect(send()).rejects.toMatchObject({ code: 'registry-cli/not-taken' });
    vi.spyOn(desk.consortium.chain.app, 'checkTx').mockReturnValue(txResult('ok'));
    await expect(send()).rejects.toMatchObject({
      code: 'registry-cli/failed',
      message: expect.stringContaining('registry/wrong-sequence') as unknown,
    });
  });
});

describe('where nodes lie', () => {
  const noProof: Mutation = (request, reply) =>
    request.method === 'tx' ? { ...reply, body: '{"jsonrpc":"2.0","id":1,"error":{}}' } : reply;
  const otherRegistry: Mutation = (request, reply) =>
    request.body.includes('"/registry"')
      ? { ...reply, body: reply.body.replace(/"value":"..../, '"value":"oAAA') }
      : reply;

  it('one that tells of another registry is passed over, four are refused', async () => {
    lie(1, otherRegistry);
    expect((await desk.run('issuers', 'list')).status).toBe(0);
    lie(4, otherRegistry);
    expect((await desk.run('issuers', 'list')).code).toMatch(/^(registry|source|bytes)\//);
  });

  it('nothing is called done that is not proven', async () => {
    lie(4, noProof);
    const before = status();
    const { code } = await desk.transact(THREE, 'issuers', 'resume', 'market-regulation');
    expect(code).toBe('registry-cli/unproven');
    expect(status()).not.toEqual(before);
  });

  it('web pages are no answers', async () => {
    lie(4, html);
    const { code } = await desk.run('governance', 'show');
    expect(code).toMatch(/^chain\//);
  });
});
