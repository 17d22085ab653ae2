import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ConsortiumError } from './chain-error.ts';

/**
 * Keeps two processes from writing one chain. A lock whose process is gone is taken over.
 *
 * @returns How to give it back; doing so twice is harmless.
 * @throws {@link ConsortiumError} `consortium/home-in-use`.
 */
export function lockHome(path: string): () => void {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
  } catch {
    if (isHeld(path)) throw new ConsortiumError('consortium/home-in-use', 'another one runs here');
    writeFileSync(path, String(process.pid), { mode: 0o600 });
  }
  let isMine = true;
  return () => {
    if (isMine) rmSync(path, { force: true });
    isMine = false;
  };
}

function isHeld(path: string): boolean {
  const pid = Number(readFileSync(path, 'utf8'));
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to ask means that it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
