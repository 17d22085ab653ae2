/**
 * `npm run consortium`: a consortium alone, without app and desk; prints the profile to give to apps. With
 * `mailbox`: the mailbox of one node, for a real deployment.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TYPE_LIST } from '#core/credential/index.ts';
import { isRefusal } from '#core/errors.ts';
import { makeProfile, startConsortium, type RunningConsortium } from './chain/index.ts';
import { startCometbft } from './cometbft/index.ts';
import { serveMailbox } from './mailbox/index.ts';
import { untilInterrupted } from './until-interrupted.ts';

const USAGE = `Usage: npm run consortium [-- OPTION…]
       npm run consortium -- mailbox [--port N] [--cors ORIGIN…]

  --engine NAME    embedded (all in this process; left out) or cometbft (one program for each node)
  --home DIR       keep everything in DIR and go on from there (left out: new each time)
  --validators N   with cometbft: how many departments begin, 4 or more
  --join           with cometbft and --home: add one more validator to what is there
  --state-sync     with --join: begin with a snapshot of the others, if they have one (every 1,000 blocks)
  --cors ORIGIN    let pages of this origin ask the nodes; may be repeated
  --port N         with mailbox: where it listens on 127.0.0.1 (26662 if left out)
  --help           show this

Examples / 示例:
  npm run consortium -- --engine cometbft --validators 4 --home ./consortium
  npm run consortium -- --engine cometbft --home ./consortium --join
  npm run consortium -- mailbox --cors https://wallet.city.example

用法：启动联盟节点（不含应用和发证台），并给出供应用导入的联盟配置；mailbox 只启动节点旁的数字码信箱。`;

const APP = 'http://localhost:4173';

const OPTIONS = {
  engine: { type: 'string', default: 'embedded' },
  home: { type: 'string' },
  validators: { type: 'string', default: '4' },
  join: { type: 'boolean', default: false },
  'state-sync': { type: 'boolean', default: false },
  cors: { type: 'string', multiple: true },
  port: { type: 'string', default: '26662' },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readOptions>;

function readOptions(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS }).values;
}

function start({ engine, home, validators, join: joining, cors = [APP], ...more }: Values) {
  const stateSync = more['state-sync'];
  const options = {
    ...(home === undefined ? {} : { home: resolve(home) }),
    corsOrigins: cors,
    types: new Map(TYPE_LIST.map(({ vct, digest }) => [vct, digest])),
  };
  if (engine === 'embedded') return startConsortium(options);
  return startCometbft({ ...options, validators: Number(validators), join: joining, stateSync });
}

function isUsable({ engine, home, validators, join: joining }: Values): boolean {
  if (engine !== 'embedded' && engine !== 'cometbft') return false;
  const count = Number(validators);
  if (!Number.isInteger(count) || count < 4 || count > 100) return false;
  return !joining || (engine === 'cometbft' && home !== undefined);
}

/** On standard output alone, so that it can go into a file. */
function tell(consortium: RunningConsortium, home: string | undefined): void {
  const text = `${JSON.stringify(makeProfile(consortium, []), undefined, 2)}\n`;
  process.stdout.write(text);
  if (home !== undefined) {
    mkdirSync(resolve(home), { recursive: true });
    writeFileSync(join(resolve(home), 'profile.json'), text);
  }
  console.error(`${consortium.chainId}: ${consortium.nodes.map(({ url }) => url).join(' ')}`);
  console.error('按 Ctrl-C 停止。Press Ctrl-C to stop.');
}

async function run(values: Values): Promise<number> {
  const { interrupted } = untilInterrupted();
  try {
    const consortium = await start(values);
    tell(consortium, values.home);
    await interrupted;
    await consortium.stop();
    return 0;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function runMailbox({ port, cors = [APP] }: Values): Promise<number> {
  const { interrupted } = untilInterrupted();
  const server = await serveMailbox(Number(port), cors).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
  });
  if (server === undefined) return 1;
  console.error(`mailbox on 127.0.0.1:${port} for ${cors.join(' ')}`);
  await interrupted;
  server.closeAllConnections();
  server.close();
  return 0;
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536;
}

function usage(status: number): number {
  console.error(USAGE);
  return status;
}

function main(args: readonly string[]): number | Promise<number> {
  try {
    const isMailbox = args[0] === 'mailbox';
    const values = readOptions(isMailbox ? args.slice(1) : args);
    if (values.help) return usage(0);
    if (isMailbox) return isPort(values.port) ? runMailbox(values) : usage(2);
    return isUsable(values) ? run(values) : usage(2);
  } catch {
    return usage(2);
  }
}

process.exit(await main(process.argv.slice(2)));
