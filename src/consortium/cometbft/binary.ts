/** The program `cometbft`, which is not part of this one. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ConsortiumError } from '../chain/chain-error.ts';

const VERSION = 'v0.38.25';
const GET_IT = `go install github.com/cometbft/cometbft/cmd/cometbft@${VERSION}`;

/**
 * Path of the program: `LIGHTSEAL_COMETBFT`, or the first in `PATH` and Go's own folder.
 *
 * @throws {@link ConsortiumError} `consortium/no-cometbft`, saying how to get it.
 */
export function cometbftPath(env: NodeJS.ProcessEnv = process.env): string {
  const folders = [
    ...(env['PATH'] ?? '').split(delimiter),
    ...(env['GOBIN'] === undefined ? [] : [env['GOBIN']]),
    join(env['GOPATH'] ?? join(homedir(), 'go'), 'bin'),
  ];
  const named = env['LIGHTSEAL_COMETBFT'];
  const candidates = named === undefined ? folders.map((dir) => join(dir, 'cometbft')) : [named];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new ConsortiumError('consortium/no-cometbft', `cometbft is not installed: ${GET_IT}`);
}

/** Runs it to its end and gives what it printed. */
export async function runCometbft(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(cometbftPath(), [...args]);
  return stdout;
}
