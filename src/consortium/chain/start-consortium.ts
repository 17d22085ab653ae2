import { randomBytes } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { formatHex } from '#core/bytes/index.ts';
import type { ConsortiumProfile, LocalText } from '#core/chain/index.ts';
import { genesisState, type TxSigner } from '#core/registry/index.ts';
import { RegistryApp } from '../registry-app/index.ts';
import { timeNs, timestampOf } from '#core/cometbft/index.ts';
import { ConsortiumError } from './chain-error.ts';
import { ConsortiumHome, type Genesis } from './consortium-home.ts';
import type { Consortium, ConsortiumOptions } from './consortium.ts';
import { DEPARTMENTS } from './departments.ts';
import { EmbeddedChain } from './embedded-chain.ts';
import { TRUSTING_PERIOD_MS } from './make-profile.ts';
import { Network } from './network.ts';
import { missingSettings } from './set-up-registry.ts';
import { Transactor } from './transactor.ts';
import { inSetOrder, validatorIdentity } from './validators.ts';

const THRESHOLD = 3;

/**
 * Starts four departments on one embedded chain, registers issuers and types, and opens the nodes.
 *
 * @throws {@link ConsortiumError} `consortium/port-taken`, `consortium/home-in-use`,
 * `consortium/home-unreadable`, `consortium/log-corrupt`, or `consortium/refused` if the set-up is refused by the registry.
 */
export async function startConsortium(options: ConsortiumOptions = {}): Promise<Consortium> {
  const nowNs = options.nowNs ?? (() => BigInt(Date.now()) * 1_000_000n);
  const random = options.random ?? ((size) => Uint8Array.from(randomBytes(size)));
  const home = ConsortiumHome.open(options.home, random, nowNs());
  try {
    return await startIn(home, options, nowNs);
  } catch (error) {
    home.close();
    throw error;
  }
}

async function startIn(
  home: ConsortiumHome,
  options: ConsortiumOptions,
  nowNs: () => bigint,
): Promise<Consortium> {
  const chain = chainOf(home, nowNs);
  const founders = foundersOf(home.genesis);
  await setUp(chain, founders, options);
  const anchor = anchorOf(chain, home, nowNs());
  const network = new Network(chain, options);
  try {
    await network.start();
  } catch (error) {
    await network.stop();
    throw error;
  }
  return {
    chainId: chain.rules.chainId,
    chain,
    anchor,
    founders: founders.map(({ id, name, publicKey }) => ({
      id,
      name,
      publicKey: formatHex(publicKey),
    })),
    validators: chain.rules.validators.map(({ validator }) => validator),
    nodes: network.nodes,
    submit: (tx) => network.transactor.submit(tx),
    transact: (signer, body, signers) => network.transactor.transact(signer, body, signers),
    foundersSign: (body) =>
      network.transactor.transact('governance', body, founders.slice(0, THRESHOLD)),
    nextSequence: (signer) => chain.app.nextSequence(signer),
    stop: async () => {
      await network.stop();
      home.close();
    },
  };
}

interface Founder extends TxSigner {
  readonly id: string;
  readonly name: LocalText;
  readonly publicKey: Uint8Array;
}

function foundersOf({ founderKeys }: Genesis): readonly Founder[] {
  return DEPARTMENTS.map(({ id, name }) => {
    const secret = seedOf(founderKeys, id);
    const sign = (message: Uint8Array) => ed25519.sign(message, secret);
    return { id, name, key: id, publicKey: ed25519.getPublicKey(secret), sign };
  });
}

function chainOf(home: ConsortiumHome, nowNs: () => bigint): EmbeddedChain {
  const { genesis } = home;
  const founders = foundersOf(genesis).map(({ id, name, publicKey }) => ({ id, name, publicKey }));
  const app = new RegistryApp(genesisState(genesis.chainId, { founders, threshold: THRESHOLD }));
  const rules = {
    chainId: genesis.chainId,
    genesisTime: timestampOf(genesis.genesisTimeNs),
    appVersion: 1n,
    validators: inSetOrder(
      DEPARTMENTS.map(({ id, name }) =>
        validatorIdentity(id, name, seedOf(genesis.validatorKeys, id)),
      ),
    ),
  };
  const chain = new EmbeddedChain(rules, app, nowNs, home.log);
  chain.replay(home.records);
  return chain;
}

/** Governance speaks before the doors open: blocks are made at once, without waiting. */
async function setUp(
  chain: EmbeddedChain,
  founders: readonly Founder[],
  wanted: ConsortiumOptions,
): Promise<void> {
  const everyone = new Set(DEPARTMENTS.keys());
  if (chain.height === 0) chain.produceBlock(everyone);
  const transactor = new Transactor(chain, (tx) => chain.submit(tx), 10_000);
  const receipts = missingSettings(chain.app.state, wanted).map(async (body) => {
    const receipt = transactor.transact('governance', body, founders.slice(0, THRESHOLD));
    return receipt;
  });
  let pending = receipts.length > 0;
  const settled = Promise.all(receipts).finally(() => {
    pending = false;
  });
  while (pending) {
    await new Promise((resolve) => setImmediate(resolve));
    if (chain.waiting > 0) chain.produceBlock(everyone);
  }
  const refused = (await settled).find(({ code }) => code !== 'ok');
  if (refused !== undefined) throw new ConsortiumError('consortium/refused', refused.code);
  while (chain.isBlockDue) chain.produceBlock(everyone);
}

/** The anchor once chosen stays, until half of its trusting period is over. */
function anchorOf(
  chain: EmbeddedChain,
  home: ConsortiumHome,
  nowNs: bigint,
): ConsortiumProfile['anchor'] {
  const kept = chain.block(home.genesis.anchorHeight ?? 0);
  const ageMs = kept === undefined ? Infinity : ageOf(kept.header.time, nowNs);
  if (kept !== undefined && ageMs < TRUSTING_PERIOD_MS / 2) {
    return { height: kept.header.height, hash: formatHex(kept.id.hash) };
  }
  if (kept !== undefined) {
    // The first new block still has the time of the old votes.
    for (let count = 0; count < 2; count++) chain.produceBlock(new Set(DEPARTMENTS.keys()));
  }
  const { latest } = chain;
  if (latest === undefined) throw new ConsortiumError('consortium/log-corrupt', 'no block');
  home.rememberAnchor(latest.header.height);
  return { height: latest.header.height, hash: formatHex(latest.id.hash) };
}

function ageOf(time: Parameters<typeof timeNs>[0], nowNs: bigint): number {
  return Number((nowNs - timeNs(time)) / 1_000_000n);
}

function seedOf(keys: ReadonlyMap<string, Uint8Array>, id: string): Uint8Array {
  const seed = keys.get(id);
  if (seed === undefined)
    throw new ConsortiumError('consortium/home-unreadable', `no key of ${id}`);
  return seed;
}
