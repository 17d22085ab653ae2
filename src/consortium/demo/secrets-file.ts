/** Secret keys by id: made at the first start, kept in one file if there is a folder. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHex, parseHex } from '#core/bytes/index.ts';
import { DemoError } from './demo-error.ts';

const SECRET_SIZE = 32;

/** Which keys, and where they are kept. */
export interface SecretsFile {
  /** Folder, readable by its owner only; in memory if left out. */
  readonly home: string | undefined;
  readonly file: string;
  readonly ids: readonly string[];
}

/**
 * The secret of every id; ids that are new since the file was written get theirs now.
 *
 * @throws {@link DemoError} `demo/home-unreadable` if the folder holds something else: keys are
 * never replaced silently.
 */
export function loadSecrets(
  { home, file, ids }: SecretsFile,
  create: () => Uint8Array,
): (id: string) => Uint8Array {
  const kept = home === undefined ? undefined : readSecrets(join(home, file));
  const added = ids.filter((id) => kept?.has(id) !== true);
  const secrets = new Map([...(kept ?? []), ...added.map((id) => [id, create()] as const)]);
  if (home !== undefined && added.length > 0) writeSecrets(home, file, secrets);
  return (id) => {
    const secret = secrets.get(id);
    if (secret === undefined) throw new DemoError('demo/home-unreadable', `no key of ${id}`);
    return secret;
  };
}

function readSecrets(path: string): ReadonlyMap<string, Uint8Array> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { version, keys } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly version?: unknown;
      readonly keys?: Readonly<Record<string, string>>;
    };
    if (version !== 1 || keys === undefined) throw new Error('version');
    return new Map(Object.entries(keys).map(([id, hex]) => [id, parseSecret(hex)]));
  } catch (cause) {
    throw new DemoError('demo/home-unreadable', `${path} is unreadable`, { cause });
  }
}

function parseSecret(hex: string): Uint8Array {
  const secret = parseHex(hex);
  if (secret.length !== SECRET_SIZE) throw new Error('key of another size');
  return secret;
}

function writeSecrets(home: string, file: string, secrets: ReadonlyMap<string, Uint8Array>): void {
  const keys = Object.fromEntries([...secrets].map(([id, secret]) => [id, formatHex(secret)]));
  const text = `${JSON.stringify({ version: 1, keys }, undefined, 2)}\n`;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const path = join(home, file);
  // Whole or not at all: a half-written file would lose the keys.
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}
