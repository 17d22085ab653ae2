/** The desk before a real (embedded) consortium, over RPC. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { equalBytes, encodeUtf8 } from '#core/bytes/index.ts';
import { TYPE_LIST } from '#core/credential/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  decodeRegistry,
  parseAnchorProof,
  verifyAnchor,
  credentialLeaf,
} from '#core/registry/index.ts';
import { makeProfile, startConsortium, type Consortium } from '#consortium/chain/index.ts';
import { DEMO_ISSUERS, DeskError, RpcLedger, type Desk } from '#consortium/desk/index.ts';
import { collect, ISSUERS, makeOffer, openDesk, post, until } from './bench.ts';
import { batchesOf } from '../../support/app-log.ts';

let consortium: Consortium;
let desk: Desk;

function ledgerOf(nodes: readonly string[]): RpcLedger {
  const profile = {
    ...makeProfile(consortium, []),
    nodes: nodes.map((url) => ({ name: { 'zh-CN': url, en: url }, url })),
  };
  return new RpcLedger({ profile, issuers: ISSUERS, pollMs: 20, timeoutMs: 5_000 });
}

beforeAll(async () => {
  consortium = await startConsortium({
    ports: [0, 0, 0, 0],
    issuers: ISSUERS.map(({ id, name, kid, publicKey, vcts }) => ({
      id,
      name,
      keys: [{ kid, publicKey }],
      vcts,
    })),
    types: new Map(TYPE_LIST.map(({ vct, digest }) => [vct, digest])),
  });
  const [dead, ...nodes] = ['http://localhost:9', ...consortium.nodes.map(({ url }) => url)];
  desk = await openDesk(ledgerOf([dead, ...nodes]));
}, 30_000);
afterAll(async () => {
  await desk.stop();
  await consortium.stop();
});

describe('a desk on a chain', () => {
  it('has its status lists in the registry from the start', () => {
    const { statuses } = decodeRegistry(consortium.chain.app.state.entries);
    expect([...statuses.keys()].sort()).toEqual(DEMO_ISSUERS.map(({ id }) => `${id}/1`).sort());
  });

  it('anchors every copy within seconds, past a node that is down', async () => {
    const { copies } = await collect(desk, await makeOffer(desk, 'printing-invoice'), 3);
    for (const { sdJwt } of copies) {
      const leaf = credentialLeaf(sdJwt.split('~')[0] ?? '');
      const hex = Buffer.from(leaf).toString('hex');
      const text = await until(async () => {
        const response = await fetch(`${desk.url}/tax/anchor/${hex}`);
        return response.status === 200 ? response.text() : undefined;
      });
      const proof = parseAnchorProof(text);
      const batch = batchesOf(consortium.chain.app, 'tax')[proof.batch];
      if (batch === undefined) throw new Error('no such batch');
      verifyAnchor(leaf, proof, batch);
    }
  });

  it('has answered a revocation only when the new list is on the chain', async () => {
    await collect(desk, await makeOffer(desk), 1);
    const rows = (await (await fetch(`${desk.url}/desk/issued`)).json()) as { id: string }[];
    await post(`${desk.url}/desk/revoke`, { id: rows.at(-1)?.id ?? '', status: 'revoked' });
    const token = await (await fetch(`${desk.url}/market-regulation/status/1`)).text();
    const entry = decodeRegistry(consortium.chain.app.state.entries).statuses.get(
      'market-regulation/1',
    );
    expect(equalBytes(entry?.digest ?? new Uint8Array(), sha256(encodeUtf8(token)))).toBe(true);
  });

  it('finds its place again when another program wrote in its name', async () => {
    const mine = ledgerOf(consortium.nodes.map(({ url }) => url));
    const other = ledgerOf(consortium.nodes.map(({ url }) => url));
    const root = sha256(encodeUtf8('root'));
    await mine.appendBatch('tax', root, 256);
    await other.appendBatch('tax', sha256(root), 256);
    const number = await mine.appendBatch('tax', sha256(sha256(root)), 256);
    expect(batchesOf(consortium.chain.app, 'tax')[number]?.root).toEqual(sha256(sha256(root)));
  });

  it('says what the registry says, and that nobody answers', async () => {
    const nodes = consortium.nodes.map(({ url }) => url);
    const refused = ledgerOf(nodes).appendBatch('tax', new Uint8Array(32), 255);
    await expect(refused).rejects.toBeInstanceOf(DeskError);
    const code = 'desk/ledger-unreachable';
    const lonely = ledgerOf(['http://localhost:9']).appendBatch('tax', new Uint8Array(32), 256);
    await expect(lonely).rejects.toMatchObject({ code });
  });
});
