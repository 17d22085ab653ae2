/** Four CometBFT nodes with an application, the registry or CometBFT's own `kvstore`: alike but for that. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { makeProfile } from '#consortium/chain/index.ts';
import { nodeCall, ProvenChain } from '#consortium/client/index.ts';
import { cometbftPath } from '#consortium/cometbft/binary.ts';
import { Child } from '#consortium/cometbft/child.ts';
import { anchorAt } from '#consortium/cometbft/governance.ts';
import { startCometbft } from '#consortium/cometbft/index.ts';
import { readNetworkFile } from '#consortium/cometbft/network-file.ts';
import { logFile, nodeHome } from '#consortium/cometbft/node-homes.ts';
import { prepareHomes } from '#consortium/cometbft/prepare-homes.ts';
import { BatchIssuer } from './signed-batches.ts';

/** Octets of one transaction, made when it is asked for. */
export type TxSource = () => Promise<Uint8Array>;

/** What is measured. */
export interface Cluster {
  readonly name: string;
  /** RPC of the nodes themselves, without anything in between. */
  readonly urls: readonly string[];
  /** Transactions for each node; one node's are to come in their order. */
  readonly sources: readonly TxSource[];
  /** For those who wait for each of theirs before they send the next. */
  readonly probes: readonly TxSource[];
  readonly chain: ProvenChain;
  stop(): Promise<void>;
}

export const NODES = 4;
const ISSUERS_PER_NODE = 4;
const PROBES = 4;
const PACE = { blockMs: 1_000, idleMs: 10_000 };
const POLL_MS = 200;
const PATIENCE_MS = 60_000;

export async function startRegistry(): Promise<Cluster> {
  const issuers = Array.from(
    { length: NODES * ISSUERS_PER_NODE + PROBES },
    (_, index) => new BatchIssuer(`issuer-${index}`),
  );
  const registrations = issuers.map(({ registration }) => registration);
  const consortium = await startCometbft({ issuers: registrations, intervals: PACE });
  const { chainId, anchor } = consortium;
  const sourceOf = (issuer: BatchIssuer) => () => issuer.next(chainId);
  const urls = urlsOf(consortium.home);
  return {
    name: 'registry',
    urls,
    sources: urls.map((_, node) =>
      inTurns(issuers.filter((_, at) => at >= PROBES && at % NODES === node).map(sourceOf)),
    ),
    probes: issuers.slice(0, PROBES).map(sourceOf),
    chain: provenChain(chainId, anchor, urls),
    stop: () => consortium.stop(),
  };
}

/** @param txBytes - How long each transaction is. */
export async function startKvstore(txBytes: number): Promise<Cluster> {
  const home = mkdtempSync(join(tmpdir(), 'lightseal-kvstore-'));
  const { chainId } = await prepareHomes(home, { home, intervals: PACE });
  const children = startPrograms(home);
  const urls = urlsOf(home);
  const source = () => Promise.resolve(pairOf(txBytes));
  return {
    name: 'kvstore',
    urls,
    sources: urls.map(() => source),
    probes: Array.from({ length: PROBES }, () => source),
    chain: provenChain(chainId, await firstHeader(urls[0] ?? ''), urls),
    stop: async () => {
      for (const child of children) await child.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function startPrograms(home: string): readonly Child[] {
  const nodes = readNetworkFile(home)?.nodes ?? [];
  const apps = nodes.map(({ app }, index) => {
    const address = `tcp://127.0.0.1:${app}`;
    const flags = ['--address', address, '--log_level', 'error'];
    return new Child(abciCli(), ['kvstore', ...flags], logFile(home, index, 'registry'));
  });
  const engines = nodes.map((_, index) => {
    const flags = ['start', '--home', nodeHome(home, index)];
    return new Child(cometbftPath(), flags, logFile(home, index, 'node'));
  });
  return [...engines, ...apps];
}

/** Beside `cometbft`, or in `PATH`. */
function abciCli(): string {
  const folders = [dirname(cometbftPath()), ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, 'abci-cli')).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    'abci-cli is not installed: go install github.com/cometbft/cometbft/abci/cmd/abci-cli@v0.38.25',
  );
}

function pairOf(length: number): Uint8Array {
  const key = randomBytes(16).toString('hex');
  return new TextEncoder().encode(`${key}=`.padEnd(length, '0123456789'));
}

function urlsOf(home: string): readonly string[] {
  return (readNetworkFile(home)?.nodes ?? []).map(({ rpc }) => `http://127.0.0.1:${rpc}`);
}

function inTurns(sources: readonly TxSource[]): TxSource {
  let turn = 0;
  return () => {
    const source = sources[turn++ % sources.length];
    if (source === undefined) throw new Error('no sources');
    return source();
  };
}

function provenChain(
  chainId: string,
  anchor: { readonly height: number; readonly hash: string },
  urls: readonly string[],
): ProvenChain {
  const nodes = urls.map((url) => ({ name: { 'zh-CN': url, en: url }, url }));
  const facts = { chainId, anchor, founders: [] };
  return new ProvenChain({ ...makeProfile({ ...facts, nodes: [] }, []), nodes });
}

async function firstHeader(url: string) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await anchorAt(nodeCall(url), 2);
    } catch (trouble) {
      if (performance.now() > end) throw trouble;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
