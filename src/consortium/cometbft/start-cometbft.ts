import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatHex } from '#core/bytes/index.ts';
import { nextSequence, type TxBody } from '#core/registry/index.ts';
import {
  ConsortiumError,
  lockHome,
  missingSettings,
  TRUSTING_PERIOD_MS,
  type RunningConsortium,
} from '../chain/index.ts';
import { nodeCall } from '../client/index.ts';
import { agreement } from './agreement.ts';
import { cometbftPath } from './binary.ts';
import { CometbftNode } from './cometbft-node.ts';
import { anchorAt, foundersOf, govern, headerTimeMs, registryOf } from './governance.ts';
import { writeNetworkFile, type NetworkFile } from './network-file.ts';
import { validatorKeyOf } from './node-homes.ts';
import type { CometbftOptions } from './options.ts';
import { departmentOf, prepareHomes, publicFounders, THRESHOLD } from './prepare-homes.ts';

const POWER = 1;
const SNAPSHOT_EVERY = 1_000;
const POLL_MS = 200;
const PATIENCE_MS = 90_000;

/** A consortium whose nodes are programs of their own. */
export interface CometbftConsortium extends RunningConsortium {
  readonly nodes: readonly CometbftNode[];
  /** Where homes and logs lie. */
  readonly home: string;
  /** Has the founders sign, and waits until it is in the registry. */
  foundersSign(body: TxBody): Promise<void>;
}

/**
 * Starts the nodes and their registries, waits until they agree, and registers what is not registered.
 *
 * @throws {@link ConsortiumError} `consortium/no-cometbft`, `consortium/home-in-use`,
 * `consortium/home-unreadable`, `consortium/node-failed` with the place of the log,
 * `consortium/timeout`, `consortium/refused`.
 */
export async function startCometbft(options: CometbftOptions): Promise<CometbftConsortium> {
  cometbftPath();
  const isKept = options.home !== undefined;
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'lightseal-cometbft-'));
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const unlock = lockHome(join(home, 'lock'));
  const leave = () => {
    unlock();
    if (!isKept) rmSync(home, { recursive: true, force: true });
  };
  const nodes: CometbftNode[] = [];
  try {
    const network = await prepareHomes(home, options);
    nodes.push(...nodesOf(home, network, options));
    return await run(home, network, nodes, options, leave);
  } catch (error) {
    await Promise.all(nodes.map((node) => node.stop()));
    // The folder stays: its logs say what happened.
    unlock();
    throw error;
  }
}

async function run(
  home: string,
  network: NetworkFile,
  nodes: readonly CometbftNode[],
  options: CometbftOptions,
  leave: () => void,
): Promise<CometbftConsortium> {
  if (options.stateSync === true) await startOthers(nodes.slice(0, -1), home, options);
  await startAll(nodes, home);
  const [first] = nodes;
  if (first === undefined) throw new ConsortiumError('consortium/home-unreadable', 'no nodes');
  const { chainId, founderKeys } = network;
  const call = nodeCall(first.url);
  const signers = foundersOf(founderKeys).slice(0, THRESHOLD);
  await govern(call, chainId, signers, (state) => [
    ...missingSettings(state, options),
    ...missingValidators(home, nodes, state.entries),
  ]);
  const anchor = await anchorOf(network, first);
  writeNetworkFile(home, { ...network, anchor });
  return {
    chainId,
    home,
    anchor,
    founders: publicFounders(founderKeys).map(({ publicKey, ...founder }) => ({
      ...founder,
      publicKey: formatHex(publicKey),
    })),
    nodes,
    foundersSign: async (body) => {
      const open = nextSequence(await registryOf(call, chainId), 'governance');
      await govern(call, chainId, signers, (state) =>
        nextSequence(state, 'governance') === open ? [body] : [],
      );
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
      leave();
    },
  };
}

/**
 * A node that joins by a snapshot ends where the others cannot be asked yet. Where none of them has one,
 * it begins with the first block.
 */
async function startOthers(
  others: readonly CometbftNode[],
  home: string,
  options: CometbftOptions,
): Promise<void> {
  await startAll(others, home);
  const height = (await others[0]?.height()) ?? 0;
  if (height >= (options.snapshotEvery ?? SNAPSHOT_EVERY)) return;
  await prepareHomes(home, { ...options, join: false });
}

async function startAll(nodes: readonly CometbftNode[], home: string): Promise<void> {
  for (const node of nodes) await node.start();
  await agreement(nodes, home);
}

/** A header that proves the registry as it was set up; renewed when half of its time is over. */
async function anchorOf({ anchor }: NetworkFile, node: CometbftNode) {
  const call = nodeCall(node.url);
  if (anchor !== undefined) {
    const ageMs = Date.now() - (await headerTimeMs(call, anchor.height));
    if (ageMs < TRUSTING_PERIOD_MS / 2) return anchor;
  }
  const height = (await node.height()) ?? 1;
  // The state after a block is in the header of the next one.
  const end = performance.now() + PATIENCE_MS;
  while (((await node.height()) ?? 0) <= height) {
    if (performance.now() > end) throw new ConsortiumError('consortium/timeout', 'no new block');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return anchorAt(call, height + 1);
}

function missingValidators(
  home: string,
  nodes: readonly CometbftNode[],
  entries: ReadonlyMap<string, Uint8Array>,
): readonly TxBody[] {
  return nodes.flatMap(({ name }, index): TxBody[] => {
    const publicKey = validatorKeyOf(home, index);
    if (entries.has(`validator/${formatHex(publicKey)}`)) return [];
    return [{ kind: 'set-validator', publicKey, name, power: POWER }];
  });
}

function nodesOf(home: string, network: NetworkFile, options: CometbftOptions) {
  const { corsOrigins = [], snapshotEvery = SNAPSHOT_EVERY } = options;
  const common = { home, corsOrigins, snapshotEvery, chainId: network.chainId };
  return network.nodes.map((ports, index) => {
    const { id, name } = departmentOf(index);
    return new CometbftNode({ ...common, index, id, name, ports });
  });
}
