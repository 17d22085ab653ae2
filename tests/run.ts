/** `npm test`: everything, in Node and in Chromium. The last line is `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './support/browser.ts';
import {
  add,
  closingLine,
  isSuccess,
  NO_REPORT,
  NOTHING,
  tallyPlaywright,
  tallyVitest,
  withExitCode,
  type Tally,
} from './support/tally.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORTS = join(ROOT, 'test-results');
const UNIT_REPORT = join(REPORTS, 'unit.json');
const E2E_REPORT = join(REPORTS, 'e2e.json');

/** Runs a program of the project, its output going straight through; resolves with its exit code. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const path = join(ROOT, 'node_modules', '.bin', program);
  return new Promise<number>((resolve, reject) => {
    const child = spawn(path, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

function read(report: string, tally: (json: string) => Tally, code: number): Tally {
  if (!existsSync(report)) return NO_REPORT;
  return withExitCode(tally(readFileSync(report, 'utf8')), code);
}

async function testInNode(): Promise<Tally> {
  const reporters = ['--reporter=default', '--reporter=json'];
  const code = await run('vitest', ['run', ...reporters, `--outputFile.json=${UNIT_REPORT}`]);
  return read(UNIT_REPORT, tallyVitest, code);
}

async function testInChromium(): Promise<Tally> {
  const folder = join(ROOT, 'tests', 'e2e');
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
    : [];
  if (!files.some((file) => file.endsWith('.spec.ts'))) return NOTHING;
  chromiumPath();
  console.log('\nbuilding the app for the browser tests');
  if ((await run('vite', ['build', '--logLevel', 'warn'])) !== 0) return NO_REPORT;
  const code = await run('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: E2E_REPORT,
  });
  return read(E2E_REPORT, tallyPlaywright, code);
}

/** A stage that cannot even start has failed once, and says why. */
async function stage(name: string, tests: () => Promise<Tally>): Promise<Tally> {
  try {
    return await tests();
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return NO_REPORT;
  }
}

mkdirSync(REPORTS, { recursive: true });
for (const report of [UNIT_REPORT, E2E_REPORT]) rmSync(report, { force: true });
const total = add(await stage('vitest', testInNode), await stage('playwright', testInChromium));
if (total.passed + total.failed === 0) console.error('no test was run');
console.log(closingLine(total));
process.exitCode = isSuccess(total) ? 0 : 1;
