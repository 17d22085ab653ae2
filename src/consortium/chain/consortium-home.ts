/**
 * What a consortium keeps between starts: keys and genesis in `consortium.json`, readable by its
 * owner only, and decided blocks in `blocks.log`. Without a folder everything stays in memory.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHex, parseHex } from '#core/bytes/index.ts';
import { BlockLog, type BlockRecord } from './block-log.ts';
import { ConsortiumError } from './chain-error.ts';
import { DEPARTMENTS } from './departments.ts';
import { lockHome } from './home-lock.ts';

/** Secrets and genesis of one consortium. */
export interface Genesis {
  readonly chainId: string;
  readonly genesisTimeNs: bigint;
  /** Ed25519 seeds by department. */
  readonly validatorKeys: ReadonlyMap<string, Uint8Array>;
  readonly founderKeys: ReadonlyMap<string, Uint8Array>;
  /** Height of the trust anchor, once the set-up is done. */
  readonly anchorHeight: number | undefined;
}

/** Random bytes fit for keys. */
export type Random = (size: number) => Uint8Array;

export class ConsortiumHome {
  readonly records: readonly BlockRecord[];
  readonly log: BlockLog | undefined;
  readonly #folder: string | undefined;
  readonly #unlock: () => void;
  #genesis: Genesis;

  private constructor(folder: string | undefined, genesis: Genesis, unlock: () => void) {
    this.#folder = folder;
    this.#genesis = genesis;
    this.#unlock = unlock;
    const opened = folder === undefined ? undefined : BlockLog.open(join(folder, 'blocks.log'));
    this.log = opened?.log;
    this.records = opened?.records ?? [];
  }

  /**
   * Opens the folder, or makes a new consortium if it holds none.
   *
   * @throws {@link ConsortiumError} `consortium/home-in-use`, `consortium/home-unreadable` or
   * `consortium/log-corrupt`.
   */
  static open(folder: string | undefined, random: Random, nowNs: bigint): ConsortiumHome {
    const fresh = () => newGenesis(random, nowNs);
    if (folder === undefined) return new ConsortiumHome(undefined, fresh(), () => undefined);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const unlock = lockHome(join(folder, 'lock'));
    try {
      return ConsortiumHome.#openFolder(folder, fresh, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  static #openFolder(folder: string, fresh: () => Genesis, unlock: () => void): ConsortiumHome {
    if (existsSync(join(folder, 'network.json'))) {
      throw new ConsortiumError('consortium/home-unreadable', 'the folder of another engine');
    }
    const path = join(folder, 'consortium.json');
    if (existsSync(path)) return new ConsortiumHome(folder, readGenesis(path), unlock);
    const genesis = fresh();
    const home = new ConsortiumHome(folder, genesis, unlock);
    if (home.records.length > 0) {
      home.log?.close();
      throw new ConsortiumError('consortium/home-unreadable', 'blocks without their keys');
    }
    home.#write(genesis);
    return home;
  }

  get genesis(): Genesis {
    return this.#genesis;
  }

  rememberAnchor(anchorHeight: number): void {
    this.#write({ ...this.#genesis, anchorHeight });
  }

  close(): void {
    this.log?.close();
    this.#unlock();
  }

  #write(genesis: Genesis): void {
    this.#genesis = genesis;
    if (this.#folder === undefined) return;
    const path = join(this.#folder, 'consortium.json');
    // Whole or not at all: a half-written file would lose the keys.
    writeFileSync(`${path}.new`, formatGenesis(genesis), { mode: 0o600, flush: true });
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
  }
}

function newGenesis(random: Random, nowNs: bigint): Genesis {
  const keys = () => new Map(DEPARTMENTS.map(({ id }) => [id, random(32)]));
  return {
    chainId: `lightseal-demo-${formatHex(random(4))}`,
    genesisTimeNs: nowNs,
    validatorKeys: keys(),
    founderKeys: keys(),
    anchorHeight: undefined,
  };
}

function formatGenesis(genesis: Genesis): string {
  const hex = (keys: Genesis['founderKeys']) =>
    Object.fromEntries([...keys].map(([id, seed]) => [id, formatHex(seed)]));
  const file = {
    version: 1,
    chainId: genesis.chainId,
    genesisTimeNs: String(genesis.genesisTimeNs),
    anchorHeight: genesis.anchorHeight,
    validatorKeys: hex(genesis.validatorKeys),
    founderKeys: hex(genesis.founderKeys),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function readGenesis(path: string): Genesis {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const { chainId, genesisTimeNs, anchorHeight } = file;
    if (file['version'] !== 1 || typeof chainId !== 'string') throw new Error('version');
    if (typeof genesisTimeNs !== 'string') throw new Error('genesis time');
    return {
      chainId,
      genesisTimeNs: BigInt(genesisTimeNs),
      anchorHeight: typeof anchorHeight === 'number' ? anchorHeight : undefined,
      validatorKeys: readKeys(file['validatorKeys']),
      founderKeys: readKeys(file['founderKeys']),
    };
  } catch (cause) {
    throw new ConsortiumError('consortium/home-unreadable', 'consortium.json is unreadable', {
      cause,
    });
  }
}

function readKeys(untrusted: unknown): ReadonlyMap<string, Uint8Array> {
  const keys = untrusted as Readonly<Record<string, unknown>>;
  return new Map(
    DEPARTMENTS.map(({ id }) => {
      const seed = parseHex(String(keys[id]));
      if (seed.length !== 32) throw new Error(`key of ${id}`);
      return [id, seed];
    }),
  );
}
