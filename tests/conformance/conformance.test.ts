/** The vectors of others, as part of the test run; and the runner itself, which must be able to fail. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  formatCommit,
  formatHeader,
  formatTime,
  formatValidator,
  hashHeader,
  timestampOf,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { formatHex } from '#core/bytes/index.ts';
import { buildChain, FIRST_TIME_NS, members, STEP_NS } from '../support/chain-builder.ts';
import { vectorsDir } from '../support/vectors.ts';
import { runConformance } from './conformance.ts';

const dir = vectorsDir();

describe.skipIf(dir === undefined)('vectors of others', () => {
  const folder = dir ?? '';

  it('come out as their files say', { timeout: 120_000 }, async () => {
    const { suites, failures, unknown } = await runConformance(folder, false);
    expect(failures).toEqual([]);
    expect(unknown).toEqual([]);
    expect(suites.reduce((sum, { passed }) => sum + passed, 0)).toBeGreaterThan(1_500);
    for (const { name, passed, skipped, reasons } of suites) {
      const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
      console.log(`conformance: ${name}: ${passed} passed, ${skipped} skipped${why}`);
    }
  });

  it('survive no broken bit', { timeout: 120_000 }, async () => {
    const { suites, failures } = await runConformance(folder, true);
    expect(failures).toEqual([]);
    expect(suites.reduce((sum, { passed }) => sum + passed, 0)).toBeGreaterThan(900);
  });
});

const RUN = fileURLToPath(new URL('run.ts', import.meta.url));
const SET = members(4);
const CHAIN = buildChain({ length: 9, membersAt: () => SET });
const NOW = formatTime(timestampOf(FIRST_TIME_NS + 10n * STEP_NS));

function jsonOf({ header, commit, validators, nextValidators }: LightBlock) {
  return {
    signed_header: { header: formatHeader(header), commit: formatCommit(commit) },
    validator_set: { validators: validators.map(formatValidator) },
    next_validator_set: { validators: nextValidators.map(formatValidator) },
  };
}

const [first, ...rest] = CHAIN.map(jsonOf);
const [anchor] = CHAIN;
if (first === undefined || anchor === undefined) throw new Error('an empty chain');

/** The older layouts, which the shared folder does not have. */
const SINGLE_STEP = {
  initial: {
    signed_header: first.signed_header,
    next_validator_set: first.next_validator_set,
    trusting_period: '3600000000000',
    now: NOW,
  },
  input: [rest[0], { block: rest[3] }],
  expected_output: 'no error',
};
const BISECTION = {
  trust_options: {
    period: '3600000000000',
    height: '1',
    hash: formatHex(hashHeader(anchor.header)).toUpperCase(),
    trust_level: { numerator: '1', denominator: '3' },
  },
  primary: { chain_id: anchor.header.chainId, lite_blocks: [first, ...rest] },
  witnesses: [{ value: { chain_id: anchor.header.chainId, lite_blocks: [first, ...rest] } }],
  height_to_verify: '9',
  now: NOW,
  expected_output: 'no error',
};

describe('the runner', () => {
  let place = '';
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'lightseal-conformance-'));
  });
  afterAll(() => {
    rmSync(place, { recursive: true, force: true });
  });

  /** Runs it as a person does, over a folder with these files. */
  function run(name: string, files: Readonly<Record<string, unknown>>, ...options: string[]) {
    const folder = join(place, name);
    mkdirSync(folder, { recursive: true });
    for (const [path, json] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(json));
    }
    const args = ['--import', 'tsx', RUN, ...options, folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, lines: stdout.trim().split('\n'), stderr };
  }

  const both = (change: object = {}) => ({
    'conformance-tests/single_step/skipping/one.json': { ...SINGLE_STEP, ...change },
    'conformance-tests/bisection/one.json': { ...BISECTION, ...change },
  });

  it('walks the layouts of single steps and of bisection', () => {
    const { status, lines } = run('good', both());
    expect(lines.at(-1)).toBe('2 passed, 0 failed, 0 skipped');
    expect(status).toBe(0);
  });

  it('fails, and names the file and the case, if a verdict is another one', () => {
    const { status, lines } = run('bad', both({ expected_output: 'error' }));
    expect(lines).toContain(
      'FAIL conformance-tests/bisection/one.json: outcome: expected refused, got accepted',
    );
    expect(lines.at(-1)).toBe('0 passed, 2 failed, 0 skipped');
    expect(status).toBe(1);
  });

  it('accepts nothing of which a bit is broken', () => {
    const { status, lines } = run('broken', both(), '--oracle-broken');
    expect(lines.at(-1)).toBe('2 passed, 0 failed, 0 skipped');
    expect(status).toBe(0);
  });

  it('fails if nothing ran, and names what it does not know', () => {
    const { status, lines } = run('strange', { 'elsewhere/file.json': {} });
    expect(lines).toEqual([
      'no suite knows the files in elsewhere',
      '0 passed, 0 failed, 0 skipped',
    ]);
    expect(status).toBe(1);
  });

  it('fails if all is skipped, and says why', () => {
    const { status, lines } = run('skipped', { 'sm/case.json': {} });
    expect(lines).toEqual([
      'SM2 and SM3 (1 files): 0 passed, 0 failed, 1 skipped (no suite yet: no engine for them)',
      '0 passed, 0 failed, 1 skipped',
    ]);
    expect(status).toBe(1);
  });

  it('fails over an empty folder', () => {
    const { status, lines } = run('empty', {});
    expect(lines).toEqual(['0 passed, 0 failed, 0 skipped']);
    expect(status).toBe(1);
  });

  it('says plainly that a folder is absent, or that none was named', () => {
    const absent = join(place, 'absent');
    const args = ['--import', 'tsx', RUN];
    const found = spawnSync(process.execPath, [...args, absent], { encoding: 'utf8' });
    expect(found.stderr).toContain(`conformance vectors not found at ${absent}`);
    expect(found.status).toBe(1);
    expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).status).toBe(2);
  });
});
