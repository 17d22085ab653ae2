/** `npm run -s bench -- NAME [--json] [--node]`: measures; a missed target is said, not an error. */
import { readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { runInChromium } from './support/in-chromium.ts';
import { formatResult } from './support/table.ts';
import type { BenchModule, BenchResult } from './support/types.ts';

const FLAGS = ['--json', '--node'];
const FOLDER = import.meta.dirname;
const NAMES = readdirSync(FOLDER)
  .filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const args = process.argv.slice(2);
const [name = '', ...more] = args.filter((arg) => !FLAGS.includes(arg));

if (!NAMES.includes(name) || more.length > 0) {
  console.error('usage: npm run -s bench -- NAME [--json] [--node]');
  console.error(`benchmarks: ${NAMES.join(', ')}`);
  process.exitCode = 2;
} else {
  const result = await run(name, args.includes('--node'));
  console.log(args.includes('--json') ? JSON.stringify(result) : formatResult(result));
}

async function run(bench: string, inNode: boolean): Promise<BenchResult> {
  const file = join(FOLDER, `${bench}.ts`);
  const module = (await import(file)) as BenchModule;
  const load = loadOf();
  if (module.inChromium !== true || inNode) {
    const { rows, targets } = await module.bench({ place: 'node' });
    return { name: bench, machine: { ...hardware(), load, node: process.version }, rows, targets };
  }
  const { rows, targets, browser } = await runInChromium(file, { place: 'chromium' });
  return { name: bench, machine: { ...hardware(), load, chromium: browser }, rows, targets };
}

function hardware() {
  const all = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GiB`;
  return { cpu: all[0]?.model ?? 'unknown', cores: all.length, memory };
}

/** What else the machine was doing: ratios stand it better than times. */
function loadOf(): number {
  return Number((loadavg()[0] ?? 0).toFixed(1));
}
