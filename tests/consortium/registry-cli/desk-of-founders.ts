/** An embedded consortium, its founders' key files, and the program run in this process. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProfile, startConsortium, type Consortium } from '#consortium/chain/index.ts';
import type { Io } from '#consortium/registry-cli/io.ts';
import { runCli } from '#consortium/registry-cli/run-cli.ts';
import { formatHex } from '#core/bytes/index.ts';
import { seed } from '../../core/registry/departments.ts';
import { at } from '../rpc/rpc-client.ts';
import { ISSUERS } from '../desk/bench.ts';

export const PASSPHRASE = 'correct horse battery';
export const VCT = 'https://lightseal.example/vct/e-invoice/1';

/** What one command line gave. */
export interface Run {
  readonly status: number;
  readonly json: unknown;
  readonly code: string;
  readonly text: string;
}

/** A folder of one's own. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'lightseal-registry-'));

  file(name: string): string {
    return join(this.path, name);
  }

  write(name: string, content: string): string {
    writeFileSync(this.file(name), content);
    return this.file(name);
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** Runs one command line; `typed` answers the questions for passphrases, one after the other. */
export async function run(words: readonly string[], typed: readonly string[] = []): Promise<Run> {
  const lines: string[] = [];
  const answers = [...typed];
  let made = 0;
  const io: Io = {
    out: (text) => lines.push(text),
    err: (text) => lines.push(text),
    askPassphrase: () => Promise.resolve(answers.shift() ?? ''),
    random: (size) => {
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 32) {
        bytes.set(seed(`random ${made++}`).subarray(0, size - at), at);
      }
      return bytes;
    },
    keyWork: 4,
    waiting: { pollMs: 20, timeoutMs: 1_500 },
  };
  const status = await runCli(words, io);
  const text = lines.join('\n');
  const json: unknown = words.includes('--json') ? JSON.parse(text) : undefined;
  const code = status === 0 ? 'none' : (/\[(.+)\]$/.exec(text)?.[1] ?? codeOf(json));
  return { status, json, code, text };
}

function codeOf(json: unknown): string {
  return json === undefined ? 'no code' : String(at(json, 'error', 'code'));
}

export class FoundersDesk {
  readonly folder = new Folder();
  readonly consortium: Consortium;
  readonly #passphrase = this.folder.write('passphrase', `${PASSPHRASE}\n`);
  readonly #profile: string;

  private constructor(consortium: Consortium) {
    this.consortium = consortium;
    const profile = JSON.stringify(makeProfile(consortium, []));
    this.#profile = this.folder.write('profile.json', profile);
  }

  /** With the issuers of the demo, and a key file for every founder and for `tax-1`. */
  static async open(): Promise<FoundersDesk> {
    const home = new Folder();
    const consortium = await startConsortium({
      home: home.path,
      ports: [0, 0, 0, 0],
      intervals: { blockMs: 20, idleMs: 300 },
      issuers: ISSUERS.map(({ id, name, kid, publicKey, vcts }) => ({
        id,
        name,
        keys: [{ kid, publicKey }],
        vcts,
      })),
    });
    const desk = new FoundersDesk(consortium);
    const { founderKeys } = JSON.parse(home.read('consortium.json')) as {
      readonly founderKeys: Readonly<Record<string, string>>;
    };
    home.remove();
    for (const [id, hex] of Object.entries(founderKeys)) await desk.import(id, 'EdDSA', hex);
    return desk;
  }

  async close(): Promise<void> {
    await this.consortium.stop();
    this.folder.remove();
  }

  /** A key file under its id. */
  async import(id: string, alg: string, secretHex: string): Promise<void> {
    const hex = this.folder.write(`${id}.hex`, secretHex);
    const words = ['keys', 'import', id, '--alg', alg, '--hex-file', hex, '--out', this.key(id)];
    const { text, status } = await run([...words, '--passphrase-file', this.#passphrase]);
    if (status !== 0) throw new Error(text);
  }

  async importSeed(id: string, alg: string, name = id): Promise<void> {
    await this.import(id, alg, formatHex(seed(name)));
  }

  /** The public key file of a key. */
  async publicKey(id: string): Promise<string> {
    const out = this.folder.file(`${id}.public.json`);
    await run(['keys', 'show', this.key(id), '--out', out, '--passphrase-file', this.#passphrase]);
    return out;
  }

  key(id: string): string {
    return this.folder.file(`${id}.key`);
  }

  /** Runs a command of the registry with the profile. */
  async run(...words: readonly string[]): Promise<Run> {
    return run([...words, '--profile', this.#profile, '--json']);
  }

  /** Signs with these keys and submits at once. */
  async transact(keys: readonly string[], ...words: readonly string[]): Promise<Run> {
    const named = keys.flatMap((id) => ['--key', this.key(id)]);
    return this.run(...words, ...named, '--passphrase-file', this.#passphrase);
  }

  /** Writes a proposal and gives its path. */
  async propose(name: string, ...words: readonly string[]): Promise<string> {
    const out = this.folder.file(name);
    const { status, text } = await this.run('propose', ...words, '--out', out);
    if (status !== 0) throw new Error(text);
    return out;
  }

  /** Signs a proposal with a key file, without the chain. */
  async sign(proposal: string, id: string): Promise<string> {
    const words = ['sign', proposal, '--key', this.key(id), '--passphrase-file', this.#passphrase];
    const { status, text } = await run(words);
    if (status !== 0) throw new Error(text);
    return `${proposal}.${id}.sig`;
  }

  async signChecked(proposal: string, id: string): Promise<Run> {
    const words = ['sign', proposal, '--key', this.key(id)];
    return this.run(...words, '--passphrase-file', this.#passphrase);
  }
}
