/** What is on the disk before the nodes start. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { formatHex } from '#core/bytes/index.ts';
import type { LocalText } from '#core/chain/index.ts';
import { ConsortiumError, DEPARTMENTS } from '../chain/index.ts';
import type { CometbftOptions } from './options.ts';
import { freePorts } from './free-ports.ts';
import {
  readNetworkFile,
  writeNetworkFile,
  type NetworkFile,
  type NodePorts,
} from './network-file.ts';
import { writeConfigs, writeHomes, writeJoiningHome } from './node-homes.ts';

/** Founders that must sign together. */
export const THRESHOLD = 3;

/** The homes as they are to be: made at the first start, with one more when somebody joins. */
export async function prepareHomes(home: string, options: CometbftOptions): Promise<NetworkFile> {
  if (existsSync(join(home, 'consortium.json'))) {
    throw new ConsortiumError('consortium/home-unreadable', 'the folder of another engine');
  }
  const known = readNetworkFile(home);
  const network = known ?? (await found(home, options));
  const nodes =
    options.join === true
      ? [...network.nodes, await freePorts(undefined, network.nodes)]
      : network.nodes;
  for (const index of nodes.keys()) await writeJoiningHome(home, index);
  const { blockMs, idleMs } = options.intervals ?? { blockMs: 1_000, idleMs: 10_000 };
  const pace = { blockMs, idleMs, corsOrigins: options.corsOrigins ?? [] };
  await writeConfigs(home, nodes, pace, stateSyncOf(network, options));
  const next = { ...network, nodes };
  writeNetworkFile(home, next);
  return next;
}

/** From the anchor on, which the consortium's own profile trusts as well. */
function stateSyncOf(
  { anchor, nodes }: NetworkFile,
  { join: joining, stateSync }: CometbftOptions,
) {
  if (joining !== true || stateSync !== true || anchor === undefined) return undefined;
  return { ...anchor, rpcPorts: nodes.slice(0, 2).map(({ rpc }) => rpc) };
}

async function found(home: string, options: CometbftOptions): Promise<NetworkFile> {
  const count = Math.max(DEPARTMENTS.length, options.validators ?? 0);
  const chainId = `lightseal-demo-${formatHex(randomBytes(4))}`;
  const founderKeys = new Map(DEPARTMENTS.map(({ id }) => [id, Uint8Array.from(randomBytes(32))]));
  const governance = { founders: publicFounders(founderKeys), threshold: THRESHOLD };
  const names = Array.from({ length: count }, (_, index) => departmentOf(index).name);
  await writeHomes(home, chainId, names, governance);
  const nodes: NodePorts[] = [];
  for (let index = 0; index < count; index++) {
    nodes.push(await freePorts(options.ports?.[index], nodes));
  }
  return { chainId, nodes, founderKeys, anchor: undefined };
}

/** Whose a node is: the demo's departments, then numbered ones. */
export function departmentOf(index: number): { readonly id: string; readonly name: LocalText } {
  const department = DEPARTMENTS[index];
  if (department !== undefined) return department;
  const number = index + 1;
  const name = { 'zh-CN': `示例市第${number}共识节点`, en: `Example City Validator ${number}` };
  return { id: `validator-${number}`, name };
}

/** Founders without their secrets. */
export function publicFounders(keys: ReadonlyMap<string, Uint8Array>) {
  return DEPARTMENTS.map(({ id, name }) => {
    const publicKey = ed25519.getPublicKey(keys.get(id) ?? new Uint8Array(32));
    return { id, name, publicKey };
  });
}
