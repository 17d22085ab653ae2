/** The light client over real RPC, among nodes that lie, lag, or never stop answering. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeProfile, type Consortium } from '#consortium/chain/index.ts';
import {
  AttackError,
  exportEvidence,
  reportEvidence,
  sync,
  verifyAtHeight,
  type ClientPorts,
  type ConsortiumProfile,
  type Synced,
} from '#core/chain/index.ts';
import { formatHex } from '#core/bytes/index.ts';
import { cometbftEngine, hashHeader, rpcSource, type LightBlock } from '#core/cometbft/index.ts';
import type { Mutation } from '#consortium/rpc/index.ts';
import { isRefusal } from '#core/errors.ts';
import { createNetwork } from '#platform/network.ts';
import { rpcCall } from '#platform/rpc-node.ts';
import { memoryStore } from '../support/chain-builder.ts';
import { html, otherChain, slow } from '../support/dishonest-node.ts';
import { drippingServer, gigabyteServer, type EvilServer } from '../support/evil-server.ts';
import { forgedHistory } from '../support/forger.ts';
import { LIES } from '../support/lies.ts';
import { startTestConsortium } from './rpc/rpc-client.ts';

const PATIENCE_MS = 1_500;
const GRACE_MS = 100;

let consortium: Consortium;
let profile: ConsortiumProfile;

beforeAll(async () => {
  ({ consortium } = await startTestConsortium());
  profile = makeProfile(consortium, []);
});

afterAll(() => consortium.stop());

afterEach(() => {
  for (const node of consortium.nodes) node.setMutation(undefined);
});

const network = createNetwork(() => allowed);
let allowed: readonly string[] = [];

function sourcesOf(urls: readonly string[]) {
  allowed = urls.map((url) => new URL(url).origin);
  return urls.map((url) => rpcSource(rpcCall(network, url)));
}

const ownUrls = () => consortium.nodes.map(({ url }) => url);
const later = (ms: number) => () => new Promise((resolve) => setTimeout(resolve, ms));

function portsOf(urls: readonly string[] = ownUrls()): ClientPorts<LightBlock> {
  return {
    profile,
    engine: cometbftEngine(),
    sources: sourcesOf(urls),
    store: memoryStore(),
    now: new Date(),
    elapsedMs: () => 0,
    patience: later(PATIENCE_MS),
    grace: later(GRACE_MS),
    onProgress: () => undefined,
  };
}

/** The header that all nodes have when nobody lies. */
function expectHonest({ header }: Synced<LightBlock>): void {
  const block = consortium.chain.block(header.height);
  if (block === undefined) throw new Error('no such block');
  expect(header.hash).toEqual(hashHeader(block.header));
  expect(header.height).toBe(consortium.chain.height);
}

async function timed<T>(work: Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const began = performance.now();
  return { value: await work, ms: performance.now() - began };
}

describe('a node that tells', () => {
  it.each(LIES)('$name is replaced, and its word is not taken', async ({ mutation }) => {
    consortium.nodes[0]?.setMutation(mutation);
    const synced = await sync(portsOf());
    expectHonest(synced);
    expect(synced.witnesses[0]?.node).not.toBe(0);
  });

  it.each(LIES)('$name, and two others with it, win nothing', async ({ mutation }) => {
    for (const node of consortium.nodes.slice(0, 3)) node.setMutation(mutation);
    const ports = portsOf();
    const outcome = await sync(ports).catch((refusal: unknown) => refusal);
    if (isRefusal(outcome)) expect(await ports.store.loadLatest()).toBeUndefined();
    else expectHonest(outcome as Synced<LightBlock>);
  });

  it.each([
    ['a page in HTML', html],
    ['about another chain', otherChain('another-chain')],
    ['nothing for a long time', slow(20_000)],
  ])('%s is left aside', async (_, mutation) => {
    consortium.nodes[0]?.setMutation(mutation);
    const synced = await sync(portsOf());
    expectHonest(synced);
    expect(synced.witnesses.find(({ node }) => node === 0)?.outcome).not.toBe('agrees');
  });
});

describe('a fixed height over RPC', () => {
  it('is reached forwards and backwards', async () => {
    const latest = consortium.chain.height;
    const block = consortium.chain.block(latest);
    if (block === undefined) throw new Error('no block');
    const anchor = { height: latest, hash: formatHex(hashHeader(block.header)) };
    const back = await verifyAtHeight({ ...portsOf(), profile: { ...profile, anchor } }, 1);
    const first = consortium.chain.block(1);
    expect(back.header.hash).toEqual(first && hashHeader(first.header));
    expectHonest(await verifyAtHeight(portsOf(), latest));
    const sequential = await verifyAtHeight({ ...portsOf(), mode: 'sequential' }, latest);
    expect(sequential.trace).toHaveLength(latest - profile.anchor.height + 1);
  });

  it.each([
    ['too high', 9_999],
    ['not there', 0],
  ])('that is %s is refused', async (_, height) => {
    await expect(verifyAtHeight(portsOf(), height)).rejects.toMatchObject({
      code: expect.stringMatching(/^chain\//) as string,
    });
  });
});

describe('a primary that lies midway', () => {
  /** Only about the block at `height`; all others it gives as they are. */
  const onlyAt =
    (height: number, lie: Mutation): Mutation =>
    (request, reply) =>
      request.body.includes(`"height":"${height}"`) ? lie(request, reply) : reply;

  it.each(LIES)('with $name is replaced on the way', async ({ mutation }) => {
    const latest = consortium.chain.height;
    const midway = profile.anchor.height + 1;
    expect(midway).toBeLessThan(latest);
    consortium.nodes[0]?.setMutation(onlyAt(midway, mutation));
    const synced = await verifyAtHeight({ ...portsOf(), mode: 'sequential' }, latest);
    expectHonest(synced);
    expect(synced.trace.map(({ header }) => header.height)).toContain(midway);
    expect(synced.witnesses.find(({ node }) => node === 0)?.outcome).toBe('invalid');
  });
});

describe('a server that never stops', () => {
  it.each<[string, () => Promise<EvilServer>]>([
    ['sends a gibibyte', gigabyteServer],
    ['sends a byte a second', drippingServer],
  ])('%s delays nobody, wherever it stands', async (_, start) => {
    const evil = await start();
    try {
      for (const place of [0, 3]) {
        const urls = ownUrls().map((url, node) => (node === place ? evil.url : url));
        const { value, ms } = await timed(sync(portsOf(urls)));
        expectHonest(value);
        expect(ms).toBeLessThan(2 * PATIENCE_MS);
      }
      expect(evil.longest()).toBeLessThan(64 * 1024 * 1024);
    } finally {
      await evil.stop();
    }
  });

  it('is cut off at four mebibytes, or after four seconds', async () => {
    const [large, slowly] = await Promise.all([gigabyteServer(), drippingServer()]);
    try {
      const [first, second] = sourcesOf([large.url, slowly.url]);
      const codes = [first, second].map(async (source) => {
        const answer: unknown = await source?.lightBlock('latest').catch((e: unknown) => e);
        return isRefusal(answer) ? answer.code : answer;
      });
      expect(await Promise.all(codes)).toEqual(['source/garbage', 'source/slow']);
    } finally {
      await Promise.all([large.stop(), slowly.stop()]);
    }
  }, 10_000);
});

describe('one honest node among three with stolen keys', () => {
  async function attacked() {
    const forged = forgedHistory(consortium.chain.rules, 3, consortium.chain.height);
    for (const node of consortium.nodes.slice(0, 3)) node.setMutation(forged);
    const ports = portsOf();
    const thrown: unknown = await sync(ports).catch((refusal: unknown) => refusal);
    if (!(thrown instanceof AttackError)) throw new Error('no attack', { cause: thrown });
    return { ports, attack: thrown.attack };
  }

  it('is enough: the attack is found, and nothing is stored', async () => {
    const { ports, attack } = await attacked();
    expect(attack).toMatchObject({ node: 3, kind: 'lunatic', height: consortium.chain.height });
    expect(await ports.store.loadLatest()).toBeUndefined();
  });

  it('takes our evidence: the forged block was really signed, the other is its own', async () => {
    const { ports, attack } = await attacked();
    const before = consortium.chain.evidence.evidence.length;
    const reports = await reportEvidence(ports.sources, attack, later(300));
    const taken = reports.filter(({ isTaken }) => isTaken);
    expect(taken.map(({ against }) => against)).toContain('primary');
    expect(taken.map(({ against }) => against)).not.toContain('witness');
    expect(taken.map(({ node }) => node)).toContain(3);
    const kept = consortium.chain.evidence.evidence;
    expect(kept).toHaveLength(before + 1);
    expect(kept.at(-1)?.kind).toBe('lunatic');
  });

  it('stands in the file with the names of both sides', async () => {
    const { attack } = await attacked();
    const file = exportEvidence(attack, profile);
    const json = JSON.parse(file.text) as Record<string, unknown>;
    expect(json).toMatchObject({
      chainId: profile.chainId,
      height: String(consortium.chain.height),
      witness: { url: consortium.nodes[3]?.url },
    });
    const [, { evidence }] = json['evidence'] as [unknown, { evidence: unknown }];
    await expect(consortium.chain.evidence.add(evidence)).resolves.toMatchObject({
      kind: 'lunatic',
    });
  });
});
