/** The homes of the nodes, as CometBFT wants them. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHex, parseBase64 } from '#core/bytes/index.ts';
import type { LocalText } from '#core/chain/index.ts';
import { genesisJson, type RegistryGenesis } from '../abci/index.ts';
import { runCometbft } from './binary.ts';
import { configure, type NodeConfig } from './node-config.ts';
import type { NodePorts } from './network-file.ts';

const BLOCK_MAX_BYTES = '4194304';

/** Pace of the blocks, and who may ask from a browser. */
export type NodePace = Pick<NodeConfig, 'blockMs' | 'idleMs' | 'corsOrigins'>;

interface GenesisFile {
  readonly validators: readonly { readonly pub_key: { readonly value: string } }[];
  readonly consensus_params: { readonly block: object };
}

/** Folder of one node. */
export function nodeHome(home: string, index: number): string {
  return join(home, `node${index}`);
}

/** Makes keys and a common genesis for `names.length` validators of equal power. */
export async function writeHomes(
  home: string,
  chainId: string,
  names: readonly LocalText[],
  governance: RegistryGenesis['governance'],
): Promise<void> {
  await runCometbft(['testnet', '--v', String(names.length), '--o', home]);
  const file = readJson(genesisPath(home, 0)) as GenesisFile;
  const validators = file.validators.map(
    ({ pub_key }, index) =>
      [formatHex(parseBase64(pub_key.value)), names[index] ?? { 'zh-CN': '', en: '' }] as const,
  );
  const { block } = file.consensus_params;
  const genesis = {
    ...file,
    chain_id: chainId,
    consensus_params: { ...file.consensus_params, block: { ...block, max_bytes: BLOCK_MAX_BYTES } },
    app_state: genesisJson({ governance, validators: new Map(validators) }),
  };
  for (const index of names.keys()) writeJson(genesisPath(home, index), genesis);
}

/** Makes one more home with keys of its own and the genesis of the others. */
export async function writeJoiningHome(home: string, index: number): Promise<void> {
  const folder = nodeHome(home, index);
  if (existsSync(folder)) return;
  await runCometbft(['init', '--home', folder]);
  cpSync(genesisPath(home, 0), genesisPath(home, index));
}

/** Writes the settings of every node: each is told of all others. Only the last one ever joins by a snapshot. */
export async function writeConfigs(
  home: string,
  nodes: readonly NodePorts[],
  pace: NodePace,
  stateSync?: NodeConfig['stateSync'],
): Promise<void> {
  const ids = await Promise.all(
    nodes.map((_, index) => runCometbft(['show-node-id', '--home', nodeHome(home, index)])),
  );
  for (const [index, { rpc, p2p, app }] of nodes.entries()) {
    const peers = nodes
      .map((other, at) => `${ids[at]?.trim() ?? ''}@127.0.0.1:${other.p2p}`)
      .filter((_, at) => at !== index);
    const path = join(nodeHome(home, index), 'config', 'config.toml');
    const isLast = index === nodes.length - 1;
    const joining = isLast && stateSync !== undefined ? { stateSync } : {};
    const config = { ...pace, ...joining, rpcPort: rpc, p2pPort: p2p, appPort: app, peers };
    writeFileSync(path, configure(readFileSync(path, 'utf8'), config));
  }
}

/** Public key of a node's validator. */
export function validatorKeyOf(home: string, index: number): Uint8Array {
  const path = join(nodeHome(home, index), 'config', 'priv_validator_key.json');
  const { pub_key } = readJson(path) as { readonly pub_key: { readonly value: string } };
  return parseBase64(pub_key.value);
}

/** Where what a node and its registry print goes. */
export function logFile(home: string, index: number, program: 'node' | 'registry'): string {
  const folder = join(nodeHome(home, index), 'log');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${program}.log`);
}

function genesisPath(home: string, index: number): string {
  return join(nodeHome(home, index), 'config', 'genesis.json');
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
