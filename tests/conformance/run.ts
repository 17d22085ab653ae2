/** `npm run -s conformance -- [--oracle-broken] DIR`: other people's vectors, judged by this app. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { runConformance, type Report } from './conformance.ts';

const BROKEN = '--oracle-broken';
const args = process.argv.slice(2);
const [dir, ...more] = args.filter((arg) => arg !== BROKEN);

if (dir === undefined || more.length > 0 || dir.startsWith('-')) {
  console.error(`usage: npm run -s conformance -- [${BROKEN}] DIR`);
  process.exitCode = 2;
} else if (!existsSync(dir) || !statSync(dir).isDirectory()) {
  console.error(`conformance vectors not found at ${dir}`);
  process.exitCode = 1;
} else {
  process.exitCode = print(await runConformance(resolve(dir), args.includes(BROKEN)));
}

/** @returns The exit code: 0 only if nothing failed and something ran. */
function print({ suites, failures, unknown }: Report): number {
  for (const failure of failures) console.log(`FAIL ${failure}`);
  for (const { name, files, passed, failed, skipped, reasons } of suites) {
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
    console.log(`${name} (${files} files): ${counts}${why}`);
  }
  for (const folder of unknown) console.log(`no suite knows the files in ${folder}`);
  const sum = (of: 'passed' | 'failed' | 'skipped') =>
    suites.reduce((total, suite) => total + suite[of], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
}
