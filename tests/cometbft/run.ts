/** `npm run -s test:cometbft`: everything that needs real nodes. Skipped aloud without their program. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cometbftPath } from '#consortium/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const path = join(ROOT, 'node_modules', '.bin', program);
  const options = { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } } as const;
  return spawnSync(path, [...args], options).status === 0;
}

function hasProgram(): boolean {
  try {
    console.log(`cometbft: ${cometbftPath()}`);
    return true;
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    console.log(`SKIPPED, every test with real nodes: ${refusal.message}`);
    return false;
  }
}

if (hasProgram()) {
  const inNode = run('vitest', ['run', '--config', 'tests/cometbft/vitest.config.ts']);
  const isBuilt = run('vite', ['build', '--logLevel', 'warn']);
  // The main job, unchanged: the app cannot tell the engines apart.
  const inChromium =
    isBuilt &&
    run('playwright', ['test', 'tests/e2e/main-job.spec.ts'], { LIGHTSEAL_ENGINE: 'cometbft' });
  process.exitCode = inNode && inChromium ? 0 : 1;
}
