import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeProfile, startConsortium, type Consortium } from '#consortium/chain/index.ts';
import type { Mutation } from '#consortium/rpc/index.ts';
import { cometbftEngine } from '#core/cometbft/index.ts';
import type { TxBody } from '#core/registry/index.ts';
import { PagePort } from '#workers/page-port.ts';
import { TrustKeeper } from '#workers/trust-keeper.ts';
import { rpcCall } from '../consortium/chain/light-client.ts';
import { batchOf, es256, nameOf, statusOf, VCT } from '../core/registry/departments.ts';

const key = es256('tax-1');
const stored = new Map<string, unknown>();
let consortium: Consortium;
let keeper: TrustKeeper;

beforeEach(async () => {
  consortium = await startConsortium({
    ports: [0, 0, 0, 0],
    intervals: { blockMs: 10, idleMs: 40 },
    issuers: [
      {
        id: 'tax',
        name: nameOf('tax'),
        keys: [{ kid: 'tax-1', publicKey: key.publicKey }],
        vcts: [VCT],
      },
    ],
    types: new Map([[VCT, new Uint8Array(32).fill(3)]]),
  });
  await consortium.transact('issuer/tax', batchOf('tax'), [key]);
  const status = { ...statusOf('tax'), validUntilMs: Date.now() + 60_000 } as TxBody;
  await consortium.transact('issuer/tax', status, [key]);
  stored.clear();
  keeper = new TrustKeeper(makeProfile(consortium, []), cometbftEngine(), pageOf());
});

afterEach(() => consortium.stop());

/** A page that asks the real nodes and keeps what it is told to. */
function pageOf(): PagePort {
  const page: PagePort = new PagePort((message) => {
    if (message.kind !== 'ask') return;
    const { ask, question } = message;
    if (question.to === 'load') page.answer(ask, stored.get(question.key));
    else if (question.to === 'keys') {
      page.answer(
        ask,
        [...stored.keys()].filter((key) => key.startsWith(question.prefix)),
      );
    } else if (question.to === 'save') {
      for (const [name, value] of question.entries) stored.set(name, value);
      page.answer(ask, undefined);
    } else {
      const url = consortium.nodes[question.node]?.url ?? '';
      rpcCall(url)(question.method, question.params).then(
        (value) => {
          page.answer(ask, value);
        },
        () => {
          page.refuse(ask, 'source/garbage');
        },
      );
    }
  });
  return page;
}

const sync = () => keeper.sync(new Date(), () => undefined);

/** Answers that the page asks the application for, emptied. */
const withholds: Mutation = ({ method, body }, reply) =>
  method === 'abci_query' && body.includes('/blob')
    ? { ...reply, body: reply.body.replace(/"value":"[^"]*"/, '"value":""') }
    : reply;

const inventsRegistry: Mutation = ({ method, body }, reply) =>
  method === 'abci_query' && body.includes('/registry')
    ? { ...reply, body: reply.body.replace(/"value":"[^"]*"/, '"value":"oA=="') }
    : reply;

it('a status list that one node holds back is taken from another', async () => {
  for (const faulty of [0, 1, 2]) consortium.nodes[faulty]?.setMutation(withholds);
  const { pack } = await sync();
  expect(pack.statusTokens.size).toBe(1);
});

it('where every node holds a list back, the pack comes without it', async () => {
  for (const node of consortium.nodes) node.setMutation(withholds);
  const { pack } = await sync();
  expect(pack.statusTokens.size).toBe(0);
  expect(pack.registry.statuses.size).toBe(1);
});

it('a registry that does not lead to the header is taken from another node', async () => {
  for (const faulty of [0, 2]) consortium.nodes[faulty]?.setMutation(inventsRegistry);
  const { pack } = await sync();
  expect(pack.registry.issuers.size).toBe(1);
});

it('a stored pack that cannot be read is fetched anew', async () => {
  await sync();
  for (const [name, value] of stored) {
    if (name.endsWith('/pack')) stored.set(name, { ...(value as object), file: new Uint8Array(9) });
  }
  expect(await keeper.restore()).toBeUndefined();
  const { pack } = await sync();
  expect(pack.statusTokens.size).toBe(1);
});
