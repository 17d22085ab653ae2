/**
 * One registry alone, with its store on disk, that takes batches in blocks until it has as many as it is
 * told; a process of its own, so that its memory is nobody else's. Prints one JSON line per milestone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingSettings } from '#consortium/chain/set-up-registry.ts';
import { foundersOf } from '#consortium/cometbft/governance.ts';
import { publicFounders, THRESHOLD } from '#consortium/cometbft/prepare-homes.ts';
import { rememberedSignatures } from '#consortium/registry-app/remembered-signatures.ts';
import { LevelStore, RegistryApp } from '#consortium/registry-app/index.ts';
import { DEPARTMENTS } from '#consortium/chain/index.ts';
import { genesisState, signTx } from '#core/registry/index.ts';
import { BatchIssuer } from './signed-batches.ts';
import { milestones, PER_BLOCK, type Milestone } from './milestones.ts';

const CHAIN = 'lightseal-bench';
const ISSUERS = 20;

const keys = new Map(DEPARTMENTS.map(({ id }, index) => [id, new Uint8Array(32).fill(index + 1)]));
const folder = mkdtempSync(join(tmpdir(), 'lightseal-growth-'));
const issuers = Array.from(
  { length: ISSUERS },
  (_, index) => new BatchIssuer(`issuer-${index}`, () => new Uint8Array(64)),
);
let timeMs = Date.now();

async function runBlock(app: RegistryApp, txs: readonly Uint8Array[]): Promise<number> {
  const block = { height: app.height + 1, timeMs: (timeMs += 1_000) };
  const start = performance.now();
  const { results } = app.finalizeBlock(txs, block);
  await app.commit();
  const spent = performance.now() - start;
  if (results.some(({ code }) => code !== 0)) throw new Error('a transaction was refused');
  return spent;
}

async function setUp(app: RegistryApp): Promise<void> {
  const bodies = missingSettings(app.state, {
    issuers: issuers.map(({ registration }) => registration),
  });
  const signers = foundersOf(keys).slice(0, THRESHOLD);
  const signed = bodies.map((body, sequence) =>
    signTx({ chainId: CHAIN, signer: 'governance', sequence, body }, signers),
  );
  await runBlock(app, await Promise.all(signed));
  await runBlock(app, []);
}

function batches(count: number): Promise<Uint8Array[]> {
  const turns = Array.from({ length: count / ISSUERS }, () => issuers);
  return Promise.all(turns.flat().map((issuer) => issuer.next(CHAIN)));
}

/** Blocks until there are as many batches as the milestone says; the last ones are what it tells of. */
async function growTo(app: RegistryApp, from: number, batchCount: number): Promise<Milestone> {
  const blockMs: number[] = [];
  for (let have = from; have < batchCount; have += PER_BLOCK) {
    blockMs.push(await runBlock(app, await batches(PER_BLOCK)));
  }
  return { batchCount, blockMs, rssBytes: process.memoryUsage.rss() };
}

const store = await LevelStore.open(join(folder, 'registry'));
try {
  const governance = { founders: publicFounders(keys), threshold: THRESHOLD };
  // A node verifies what comes in, and a block only looks up what held: this is about blocks alone.
  const lookUp = rememberedSignatures(() => true);
  const app = new RegistryApp(genesisState(CHAIN, governance), store, 0, lookUp);
  await setUp(app);
  let have = 0;
  for (const batchCount of milestones(Number(process.argv[2]))) {
    console.log(JSON.stringify(await growTo(app, have, batchCount)));
    have = batchCount;
  }
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}
