/** The issuers' secret keys: made at the first start, kept in `issuers.json` if there is a folder. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHex, parseHex } from '#core/bytes/index.ts';
import { createIssuerSecret, DEMO_ISSUERS, deskIssuer, type DeskIssuer } from '../desk/index.ts';
import { DemoError } from './demo-error.ts';

const FILE = 'issuers.json';
const SECRET_SIZE = 32;

/**
 * Every demo issuer with its key.
 *
 * @param home - Folder that keeps the keys, readable by its owner only; in memory if left out.
 * @throws {@link DemoError} `demo/home-unreadable` if the folder holds something else: keys are
 * never replaced silently.
 */
export function loadIssuers(
  home: string | undefined,
  random: (size: number) => Uint8Array,
): readonly DeskIssuer[] {
  const kept = home === undefined ? undefined : readSecrets(join(home, FILE));
  const secrets = kept ?? new Map(DEMO_ISSUERS.map(({ id }) => [id, createIssuerSecret(random)]));
  if (home !== undefined && kept === undefined) writeSecrets(home, secrets);
  return DEMO_ISSUERS.map((facts) => deskIssuer(facts, secretOf(secrets, facts.id)));
}

function secretOf(secrets: ReadonlyMap<string, Uint8Array>, issuer: string): Uint8Array {
  const secret = secrets.get(issuer);
  if (secret === undefined) throw new DemoError('demo/home-unreadable', `no key of ${issuer}`);
  return secret;
}

function readSecrets(path: string): ReadonlyMap<string, Uint8Array> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { version, keys } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly version?: unknown;
      readonly keys?: Readonly<Record<string, string>>;
    };
    if (version !== 1 || keys === undefined) throw new Error('version');
    return new Map(Object.entries(keys).map(([issuer, hex]) => [issuer, parseSecret(hex)]));
  } catch (cause) {
    throw new DemoError('demo/home-unreadable', `${path} is unreadable`, { cause });
  }
}

function parseSecret(hex: string): Uint8Array {
  const secret = parseHex(hex);
  if (secret.length !== SECRET_SIZE) throw new Error('key of another size');
  return secret;
}

function writeSecrets(home: string, secrets: ReadonlyMap<string, Uint8Array>): void {
  const keys = Object.fromEntries([...secrets].map(([id, secret]) => [id, formatHex(secret)]));
  const text = `${JSON.stringify({ version: 1, keys }, undefined, 2)}\n`;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const path = join(home, FILE);
  // Whole or not at all: a half-written file would lose the keys.
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}
