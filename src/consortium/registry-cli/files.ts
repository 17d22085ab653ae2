/** Files that people hand to each other: read within a limit, never written over. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { decodeUtf8, isNestedDeeper } from '#core/bytes/index.ts';
import { isRefusal } from '#core/errors.ts';
import { CliError } from './cli-error.ts';

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 16;

/** JSON object from outside. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws {@link CliError} `registry-cli/file-unreadable`, also for over one mebibyte. */
export function readBytes(path: string): Uint8Array {
  try {
    if (statSync(path).size > MAX_BYTES) throw new Error('too large');
    return Uint8Array.from(readFileSync(path));
  } catch (cause) {
    throw new CliError('registry-cli/file-unreadable', `${path} cannot be read`, { cause });
  }
}

/** @throws {@link CliError} as {@link readBytes}, and `registry-cli/malformed` if it is no text. */
export function readText(path: string): string {
  const bytes = readBytes(path);
  return orMalformed(path, () => decodeUtf8(bytes));
}

/** @throws {@link CliError} as {@link readText}, and `registry-cli/malformed` if it is no JSON object. */
export function readObject(path: string): Fields {
  return parseObject(path, readText(path));
}

/** @throws {@link CliError} `registry-cli/malformed` if a text is no JSON object. */
export function parseObject(path: string, untrusted: string): Fields {
  return orMalformed(path, () => {
    if (isNestedDeeper(untrusted, MAX_DEPTH)) throw new SyntaxError('nesting');
    const value: unknown = JSON.parse(untrusted);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new SyntaxError('no object');
    }
    return value as Fields;
  });
}

/**
 * Writes a new file that only its owner can read.
 *
 * @throws {@link CliError} `registry-cli/file-exists`: nothing is ever overwritten;
 * `registry-cli/file-unreadable` where nothing can be written.
 */
export function writeNew(path: string, content: string): void {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600, flush: true });
  } catch (cause) {
    const exists = (cause as { readonly code?: unknown }).code === 'EEXIST';
    const code = exists ? 'registry-cli/file-exists' : 'registry-cli/file-unreadable';
    throw new CliError(code, `${path} ${exists ? 'exists already' : 'cannot be written'}`, {
      cause,
    });
  }
}

/** Writes a value as JSON for people to read, as {@link writeNew}. */
export function writeObject(path: string, value: object): void {
  writeNew(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

/**
 * Runs `read`; what it cannot read is no file of this format.
 *
 * @throws {@link CliError} `registry-cli/malformed`.
 */
export function orMalformed<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof CliError || !(isRefusal(cause) || cause instanceof SyntaxError)) {
      throw cause;
    }
    throw new CliError('registry-cli/malformed', `${path} is not what it should be`, { cause });
  }
}
