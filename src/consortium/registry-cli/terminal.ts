/** The person at the terminal. */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliError } from './cli-error.ts';
import type { Io } from './io.ts';

const KEY_WORK = 18;
const WAITING = { pollMs: 500, timeoutMs: 60_000 };

/** Standard streams of this process. */
export const TERMINAL: Io = {
  out: (text) => {
    process.stdout.write(`${text}\n`);
  },
  err: (text) => {
    process.stderr.write(`${text}\n`);
  },
  askPassphrase,
  random: (size) => Uint8Array.from(randomBytes(size)),
  keyWork: KEY_WORK,
  waiting: WAITING,
};

/** Asks on standard error, and echoes nothing. */
async function askPassphrase(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const message = 'no terminal to ask at: use --passphrase-file';
    throw new CliError('registry-cli/passphrase-needed', message);
  }
  process.stderr.write(prompt);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () => {
        reject(new CliError('registry-cli/passphrase-needed', 'no passphrase was given'));
      });
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
