/** Validators that lie: one key in two nodes, and three stolen ones. A block holds it against them. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEPARTMENTS, makeProfile } from '#consortium/chain/index.ts';
import { nodeCall } from '#consortium/client/index.ts';
import { startCometbft, type CometbftConsortium } from '#consortium/cometbft/index.ts';
import { nodeHome, writeJoiningHome } from '#consortium/cometbft/node-homes.ts';
import { prepareHomes } from '#consortium/cometbft/prepare-homes.ts';
import { formatHex } from '#core/bytes/index.ts';
import {
  AttackError,
  reportEvidence,
  sync,
  verifyAtHeight,
  type ClientPorts,
} from '#core/chain/index.ts';
import {
  cometbftEngine,
  rpcSource,
  verifyEvidenceList,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { memoryStore } from '../support/chain-builder.ts';
import { forgingSource, stolenKey } from '../support/stolen-keys.ts';
import { PaperPage } from '../workers/paper-page.ts';
import { heightAfter, heightOf, until } from './nodes.ts';

const DUPLICATE = 'tendermint/DuplicateVoteEvidence';
const ATTACK = 'tendermint/LightClientAttackEvidence';
const PATIENCE_MS = 5_000;

/** Long enough for a block. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 500));

const home = mkdtempSync(join(tmpdir(), 'lightseal-twins-'));
let consortium: CometbftConsortium;

/** A fifth node with the key of the fourth. */
beforeAll(async () => {
  const pace = { home, intervals: { blockMs: 100, idleMs: 200 } };
  await prepareHomes(home, pace);
  await writeJoiningHome(home, 4);
  const key = 'config/priv_validator_key.json';
  cpSync(join(nodeHome(home, 3), key), join(nodeHome(home, 4), key));
  consortium = await startCometbft({ ...pace, join: true });
});

afterAll(async () => {
  await consortium.stop();
  rmSync(home, { recursive: true, force: true });
});

function portsOf(change: Partial<ClientPorts<LightBlock>> = {}): ClientPorts<LightBlock> {
  const profile = makeProfile(consortium, []);
  return {
    profile,
    engine: cometbftEngine(),
    sources: profile.nodes.map(({ url }) => rpcSource(nodeCall(url))),
    store: memoryStore(),
    now: new Date(),
    elapsedMs: () => 0,
    patience: () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
    onProgress: () => undefined,
    ...change,
  };
}

function firstNode() {
  const [node] = consortium.nodes;
  if (node === undefined) throw new Error('no nodes');
  return node;
}

/** The first block from a height on that carries evidence of a kind. */
async function evidenceFrom(height: number, kind: string) {
  const call = nodeCall(firstNode().url);
  for (let at = height; ; at++) {
    await heightAfter(firstNode(), at);
    const answer = (await call('block', { height: String(at) })) as {
      readonly block: { readonly evidence: { readonly evidence: readonly { type: string }[] } };
    };
    const list = answer.block.evidence.evidence;
    if (list.some(({ type }) => type === kind)) return { height: at, untrusted: list };
  }
}

describe('a validator whose key is in two nodes', () => {
  it('is held to both of its votes, in a block that our client proves', async () => {
    const { address } = stolenKey(nodeHome(home, 3)).validator;
    const { height, untrusted } = await evidenceFrom(1, DUPLICATE);
    const { block } = await verifyAtHeight(portsOf(), height);
    const list = verifyEvidenceList(block.header, untrusted);
    expect(list.length).toBeGreaterThan(0);
    for (const found of list) {
      if (found.kind !== 'duplicate-vote') throw new Error(found.kind);
      expect(found.votes.map((vote) => vote.address)).toEqual([address, address]);
      expect(found.votes[0].blockId).not.toEqual(found.votes[1].blockId);
    }
    await heightAfter(firstNode(), (await heightOf(firstNode())) + 3);
  });
});

describe('a wallet', () => {
  it('names the department that signed twice, and goes on', async () => {
    const { address } = stolenKey(nodeHome(home, 3)).validator;
    const { profile } = portsOf();
    const page = new PaperPage(profile.nodes.map(({ url }) => nodeCall(url)));
    const wallet = page.keeper(profile);
    const misconduct = async () =>
      (await wallet.sync(new Date(), () => undefined)).watched?.misconduct ?? [];
    await until(async () => (await misconduct()).length > 0);
    for (const found of await misconduct()) {
      expect(found).toMatchObject({
        kind: 'signed-twice',
        address: formatHex(address),
        name: DEPARTMENTS[3]?.name,
      });
      expect(found.blockHeight).toBeGreaterThan(found.height);
    }
  });
});

describe('three stolen keys of four', () => {
  it('are found out by an honest node, whose chain takes the evidence into a block', async () => {
    const thieves = [0, 1, 2].map((index) => stolenKey(nodeHome(home, index)));
    const store = memoryStore();
    await sync(portsOf({ store }));
    const held = await heightOf(firstNode());
    await heightAfter(firstNode(), held + 1);
    const [honest, ...witnesses] = portsOf().sources;
    if (honest === undefined) throw new Error('no nodes');
    const sources = [forgingSource(honest, thieves, held), ...witnesses];
    const thrown: unknown = await sync(portsOf({ store, sources })).catch((e: unknown) => e);
    if (!(thrown instanceof AttackError)) throw new Error('no attack', { cause: thrown });
    const { attack } = thrown;
    expect(attack).toMatchObject({ kind: 'lunatic' });
    expect(attack.height).toBeGreaterThan(held);
    const reports = await reportEvidence(portsOf().sources, attack, soon);
    const taken = reports.filter(({ isTaken }) => isTaken);
    expect(taken.map(({ node }) => node)).toEqual([1, 2, 3, 4]);
    expect(new Set(taken.map(({ against }) => against))).toEqual(new Set(['primary']));
    const { height, untrusted } = await evidenceFrom(attack.height, ATTACK);
    const { block } = await verifyAtHeight(portsOf(), height);
    const [found] = verifyEvidenceList(block.header, untrusted);
    if (found?.kind !== 'light-client-attack') throw new Error('other evidence');
    expect(found.culprits.map(({ address }) => formatHex(address)).sort()).toEqual(
      thieves.map(({ validator }) => formatHex(validator.address)).sort(),
    );
  });
});
