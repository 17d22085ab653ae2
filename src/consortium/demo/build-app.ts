/** Builds the app with Vite, in a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DemoError } from './demo-error.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
const TICK_MS = 5_000;

/** Where the built app lies. */
export const BUILD_FOLDER = join(ROOT, 'build');

/**
 * Builds the app into {@link BUILD_FOLDER}, telling every few seconds that it goes on.
 *
 * @throws {@link DemoError} `demo/build-failed` with what the build said; the reason of `signal` if it is aborted.
 */
export async function buildApp(
  log: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1_000);
  const ticking = setInterval(() => {
    log(`  … ${seconds()} s`);
  }, TICK_MS);
  try {
    const { code, output } = await runVite(signal);
    signal?.throwIfAborted();
    if (code !== 0) throw new DemoError('demo/build-failed', output);
    log(`  built in ${seconds()} s`);
  } finally {
    clearInterval(ticking);
  }
}

function runVite(signal: AbortSignal | undefined) {
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [VITE, 'build', '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    const kill = () => child.kill();
    signal?.addEventListener('abort', kill, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', kill);
      resolve({ code, output: Buffer.concat(said).toString('utf8') });
    });
  });
}
