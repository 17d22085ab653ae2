/** Runs every suite over every file that it knows, and says what did not come out as the file says. */
import { Flip } from './flip.ts';
import { vectorFiles } from './folder.ts';
import type { Case, Suite, VectorFile } from './suite.ts';
import { SUITES } from './suites/index.ts';

export interface SuiteResult {
  readonly name: string;
  readonly files: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why, each reason once. */
  readonly reasons: readonly string[];
}

export interface Report {
  readonly suites: readonly SuiteResult[];
  /** One line for each failing case. */
  readonly failures: readonly string[];
  /** Folders with files that no suite knows. */
  readonly unknown: readonly string[];
}

/** @param broken - Breaks a bit of each case first: no positive case may survive. */
export async function runConformance(
  dir: string,
  broken: boolean,
  suites: readonly Suite[] = SUITES,
): Promise<Report> {
  const files = vectorFiles(dir);
  const results: SuiteResult[] = [];
  const failures: string[] = [];
  for (const suite of suites) {
    const own = files.filter(({ path }) => suite.matches(path));
    if (own.length > 0) results.push(await runSuite(suite, own, broken, failures));
  }
  const strangers = files.filter(({ path }) => !suites.some((suite) => suite.matches(path)));
  return { suites: results, failures, unknown: foldersOf(strangers) };
}

type Outcome = 'passed' | 'failed' | 'skipped';

async function runSuite(
  suite: Suite,
  files: readonly VectorFile[],
  broken: boolean,
  failures: string[],
): Promise<SuiteResult> {
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, skipped: 0 };
  const reasons = new Set<string>();
  for (const file of files) {
    const flip = new Flip(broken);
    let flipped = 0;
    try {
      for await (const found of suite.run(file, flip)) {
        const reason = reasonToSkip(found, broken);
        const failure = failureOf(found, broken, flip.count > flipped);
        flipped = flip.count;
        if (reason !== undefined) {
          counts.skipped++;
          reasons.add(reason);
        } else if (failure === undefined) counts.passed++;
        else {
          counts.failed++;
          failures.push(`${file.path}: ${found.name}: ${failure}`);
        }
      }
    } catch (error) {
      counts.failed++;
      failures.push(`${file.path}: the suite ${suite.name} broke: ${String(error)}`);
    }
  }
  return { name: suite.name, files: files.length, ...counts, reasons: [...reasons] };
}

function reasonToSkip(found: Case, broken: boolean): string | undefined {
  if ('skipped' in found) return found.skipped;
  return broken && !found.positive ? 'to be refused anyway' : undefined;
}

/** `undefined` if all is well. */
function failureOf(found: Case, broken: boolean, wasFlipped: boolean): string | undefined {
  if ('skipped' in found) return undefined;
  const { expected, got } = found;
  if (!broken) return expected === got ? undefined : `expected ${expected}, got ${got}`;
  if (!wasFlipped) return 'nothing of it was broken';
  return expected === got ? `expected anything but ${expected}, which survived` : undefined;
}

function foldersOf(files: readonly VectorFile[]): readonly string[] {
  return [...new Set(files.map(({ path }) => path.split('/').slice(0, -1).join('/') || '.'))];
}
