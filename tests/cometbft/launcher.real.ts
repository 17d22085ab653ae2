/** `npm run consortium` as it is typed: joining, and nothing left behind however it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeCall } from '#consortium/client/index.ts';
import { until } from './nodes.ts';

const LAUNCHER = fileURLToPath(new URL('../../src/consortium/run-consortium.ts', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lightseal-typed-'));
const profile = join(home, 'profile.json');
const started: ChildProcess[] = [];

afterAll(() => {
  for (const launcher of started) launcher.kill('SIGKILL');
  for (const pid of running()) process.kill(pid, 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** Programs with this home in their command line, but for launchers. */
function running(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes(`${home}/node`))
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has just ended.
    return '';
  }
}

/** Starts it, and waits until it gives out its profile. */
async function launch(...words: readonly string[]): Promise<ChildProcess> {
  rmSync(profile, { force: true });
  const args = ['--import', 'tsx', LAUNCHER, '--engine', 'cometbft', '--home', home, ...words];
  const launcher = spawn(process.execPath, args, { stdio: 'ignore' });
  started.push(launcher);
  await until(() => Promise.resolve(existsSync(profile) || launcher.exitCode !== null));
  expect(launcher.exitCode).toBeNull();
  return launcher;
}

async function isOver(launcher: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => launcher.once('exit', resolve));
  launcher.kill(signal);
  await ended;
  await until(() => Promise.resolve(running().length === 0));
}

interface Profile {
  readonly nodes: readonly { readonly url: string }[];
}

describe('a consortium from a terminal', () => {
  it('leaves nothing behind when it is killed, goes on, and takes a fifth', async () => {
    const four = await launch();
    expect(running()).toHaveLength(8);
    await isOver(four, 'SIGKILL');
    // There is no snapshot yet: it begins with the first block.
    const five = await launch('--join', '--state-sync');
    expect(running()).toHaveLength(10);
    const { nodes } = JSON.parse(readFileSync(profile, 'utf8')) as Profile;
    const validators = async () => {
      const answer = await nodeCall(nodes[4]?.url ?? '')('validators', {});
      return (answer as { readonly total: string }).total;
    };
    await until(async () => (await validators()) === '5');
    await isOver(five, 'SIGHUP');
    expect(five.exitCode).toBe(0);
  });
});
