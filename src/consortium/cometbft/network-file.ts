/** What a consortium on CometBFT keeps between starts, beside what its nodes keep themselves. */
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHex, parseHex } from '#core/bytes/index.ts';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { ConsortiumError } from '../chain/chain-error.ts';

/** Ports of one node, all on the loopback interface. */
export interface NodePorts {
  /** What the profile names. */
  readonly public: number;
  readonly rpc: number;
  readonly p2p: number;
  readonly app: number;
}

/** Secrets and facts of one consortium. */
export interface NetworkFile {
  readonly chainId: string;
  readonly nodes: readonly NodePorts[];
  /** Ed25519 seeds by department. */
  readonly founderKeys: ReadonlyMap<string, Uint8Array>;
  /** Once the set-up is done. */
  readonly anchor: ConsortiumProfile['anchor'] | undefined;
}

/** @throws {@link ConsortiumError} `consortium/home-unreadable`. */
export function readNetworkFile(home: string): NetworkFile | undefined {
  const path = pathOf(home);
  if (!existsSync(path)) return undefined;
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly version: number;
      readonly chainId: string;
      readonly nodes: readonly NodePorts[];
      readonly founderKeys: Readonly<Record<string, string>>;
      readonly anchor?: ConsortiumProfile['anchor'];
    };
    if (file.version !== 1) throw new Error('version');
    const keys = Object.entries(file.founderKeys).map(([id, hex]) => [id, parseHex(hex)] as const);
    const { chainId, nodes, anchor } = file;
    return { chainId, nodes, founderKeys: new Map(keys), anchor };
  } catch (cause) {
    throw new ConsortiumError('consortium/home-unreadable', `${path} is unreadable`, { cause });
  }
}

/** Whole or not at all: a half-written file would lose the keys. */
export function writeNetworkFile(home: string, network: NetworkFile): void {
  const { founderKeys, ...rest } = network;
  const keys = Object.fromEntries([...founderKeys].map(([id, seed]) => [id, formatHex(seed)]));
  const text = `${JSON.stringify({ version: 1, ...rest, founderKeys: keys }, undefined, 2)}\n`;
  const path = pathOf(home);
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}

function pathOf(home: string): string {
  return join(home, 'network.json');
}
