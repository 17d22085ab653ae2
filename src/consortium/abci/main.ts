/** One node's registry as a process: CometBFT calls it over a socket. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRefusal } from '#core/errors.ts';
import { LevelStore } from '../registry-app/index.ts';
import { AbciServer, parseAbciAddress } from './abci-server.ts';
import { AbciApplication } from './application.ts';
import { serveMetrics } from './metrics.ts';

const USAGE = `Usage: node --import tsx src/consortium/abci/main.ts --home DIR [OPTION…]

  --home DIR          keeps the registry in DIR/registry and goes on from there
  --listen ADDRESS    tcp://host:port or unix://path (tcp://127.0.0.1:26658 if left out)
  --chain-id ID       of the chain that a new node may take a snapshot from
  --snapshot-every N  blocks from one snapshot to the next (1000 if left out)
  --with-parent       ends when its standard input does: whoever started it is gone
  --metrics PORT      tells Prometheus at http://127.0.0.1:PORT/metrics (nowhere if left out)`;

function readOptions(args: readonly string[]) {
  const options = {
    home: { type: 'string' },
    listen: { type: 'string', default: 'tcp://127.0.0.1:26658' },
    'chain-id': { type: 'string' },
    'snapshot-every': { type: 'string', default: '1000' },
    'with-parent': { type: 'boolean', default: false },
    metrics: { type: 'string', default: '0' },
  } as const;
  const values = parseArgs({ args: [...args], options }).values;
  const { home, listen, 'chain-id': chainId } = values;
  const [snapshotEvery, metricsPort] = [values['snapshot-every'], values.metrics].map(Number);
  if (home === undefined || !isCount(snapshotEvery, 1) || !isCount(metricsPort, 0))
    return undefined;
  const address = parseAbciAddress(listen);
  const chain = chainId === undefined ? {} : { chainId };
  return { home, address, metricsPort, snapshotEvery, withParent: values['with-parent'], ...chain };
}

function isCount(value: number | undefined, min: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= min;
}

type Options = NonNullable<ReturnType<typeof readOptions>>;

async function run({ home, address, metricsPort, withParent, ...options }: Options): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const store = await LevelStore.open(join(home, 'registry'));
  const onTrouble = (error: unknown) => {
    console.error(isRefusal(error) ? `${error.code}: ${error.message}` : error);
  };
  const application = await AbciApplication.open(store, { ...options, nowMs: Date.now, onTrouble });
  const server = new AbciServer({ application, address, onTrouble });
  await server.start();
  const metrics =
    metricsPort === 0 ? undefined : await serveMetrics(metricsPort, () => application);
  console.log(`registry at height ${application.height}`);
  await end(withParent);
  metrics?.closeAllConnections();
  metrics?.close();
  await server.stop();
  await store.close();
}

/** CometBFT ends by itself when its application does. */
function end(withParent: boolean): Promise<unknown> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    if (withParent) process.stdin.once('close', resolve).resume();
  });
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) throw new TypeError(USAGE);
  await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
