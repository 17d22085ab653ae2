/** Ports for the state classes: a vault in memory, keys by name, a clock that the test moves. */
import { parseBase64Url, decodeUtf8, encodeUtf8, formatBase64Url } from '#core/bytes/index.ts';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { CodedError } from '#core/errors.ts';
import { credentialLeaf } from '#core/registry/index.ts';
import type { Trust } from '#core/verify/index.ts';
import { turnsBy } from '#platform/vault/tab-turns.ts';
import { Chain } from '#state/chain.svelte.ts';
import type { HeldDocument } from '#state/held-document.ts';
import type {
  AttackRecord,
  DamagedRecord,
  ChainClient,
  ChainUpdate,
  HolderKeys,
  PrivateJwk,
  Proofs,
  SyncProgress,
  Vault,
  VaultChanges,
  Settings,
} from '#state/ports.ts';
import { Wallet } from '#state/wallet.svelte.ts';
import { HOLDER, testKey, text, type TestKey } from '../core/credential/craft.ts';
import { CHAIN, nameOf } from '../core/registry/departments.ts';
import {
  batchWith,
  HIDDEN,
  ISSUER_ID,
  licence,
  NOW_MS,
  trustOver,
  type CaseChange,
} from '../support/case-builder.ts';
import { buildChain, profileOf } from '../support/chain-builder.ts';

export class TestRefusal extends CodedError {}

export const refusal = (code: string): TestRefusal => new TestRefusal(code, 'for a test');

export const ISSUER_URL = 'https://issuer.example/market';

export const PROFILE: ConsortiumProfile = profileOf(buildChain({ length: 1 }), 2, {
  chainId: CHAIN,
  issuers: [{ id: ISSUER_ID, name: nameOf(ISSUER_ID), url: ISSUER_URL }],
});

/** All or nothing, like the real one; its content survives a lock. */
export class MemoryVault implements Vault {
  /** Wallets over one vault are tabs of one browser. */
  readonly inTurn = turnsBy(undefined);
  readonly commits: VaultChanges[] = [];
  /** The next commits refuse with it. */
  failure: string | undefined;
  #passphrase: string | undefined;
  #open = false;
  #content = new Map<string, Map<string, unknown>>();

  exists(): Promise<boolean> {
    return Promise.resolve(this.#passphrase !== undefined);
  }

  create(passphrase: string): Promise<void> {
    this.#passphrase = passphrase;
    this.#open = true;
    return Promise.resolve();
  }

  unlock(passphrase: string): Promise<void> {
    if (passphrase !== this.#passphrase) return Promise.reject(refusal('vault/wrong-passphrase'));
    this.#open = true;
    return Promise.resolve();
  }

  lock(): void {
    this.#open = false;
  }

  list(collection: string): ReturnType<Vault['list']> {
    if (!this.#open) return Promise.reject(refusal('vault/locked'));
    const found = this.#content.get(collection) ?? new Map<string, unknown>();
    return Promise.resolve(
      [...found].map(([id, value]) => ({ id, value: structuredClone(value) })),
    );
  }

  async commit(changes: VaultChanges): Promise<void> {
    await Promise.resolve();
    if (!this.#open) throw refusal('vault/locked');
    if (this.failure !== undefined) throw refusal(this.failure);
    this.commits.push(structuredClone(changes));
    for (const { collection, id, value } of changes.put ?? []) {
      const items = this.#content.get(collection) ?? new Map<string, unknown>();
      this.#content.set(collection, items.set(id, structuredClone(value)));
    }
    for (const { collection, id } of changes.remove ?? [])
      this.#content.get(collection)?.delete(id);
  }
}

/** Keys called `wallet 0`, `wallet 1`, …; the secret half is only a name here. */
export function namedKeys(): HolderKeys & { readonly made: string[] } {
  const made: string[] = [];
  return {
    made,
    create: (count) =>
      Promise.resolve(
        Array.from({ length: count }, () => {
          const name = `wallet ${String(made.push(`wallet ${String(made.length)}`) - 1)}`;
          return { publicJwk: testKey(name).jwk, privateJwk: privateJwkOf(name) };
        }),
      ),
    sign: (privateJwk, message) => Promise.resolve(keyOf(privateJwk).sign(message)),
  };
}

export function privateJwkOf(name: string): PrivateJwk {
  return { ...testKey(name).jwk, d: formatBase64Url(encodeUtf8(name)) };
}

function keyOf({ d }: PrivateJwk): TestKey {
  return testKey(decodeUtf8(parseBase64Url(d)));
}

/** Pauses are as long as they may be. */
export const noChance = (size: number): Uint8Array => new Uint8Array(size);

export interface TestClock {
  (): Date;
  ms: number;
}

export function testClock(): TestClock {
  const clock = Object.assign(() => new Date(clock.ms), { ms: NOW_MS });
  return clock;
}

export function updateOf(trust: Trust): ChainUpdate {
  return { trust, validators: [], trace: [], watched: undefined, syncedAt: new Date(NOW_MS) };
}

/** A light client whose answers the test gives, one after the other; the last one stays. */
export class FakeClient implements ChainClient {
  stored: ChainUpdate | undefined;
  answers: (ChainUpdate | Error | Promise<ChainUpdate>)[] = [];
  syncs = 0;
  cancelled = false;
  found: AttackRecord | DamagedRecord | undefined;

  restore(): Promise<ChainUpdate | undefined> {
    return Promise.resolve(this.stored);
  }

  async sync(progress: (progress: SyncProgress) => void): Promise<ChainUpdate> {
    this.syncs++;
    progress({ stage: 'headers', height: 5, target: 9, fetches: 2 });
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (answer === undefined) throw refusal('chain/no-source');
    if (answer instanceof Error) throw answer;
    return await answer;
  }

  cancel(): void {
    this.cancelled = true;
  }

  attack(): Promise<AttackRecord | DamagedRecord | undefined> {
    return Promise.resolve(this.found);
  }
}

/** For screens on which nothing brings data along. */
export const NO_PROOFS: Proofs = {
  bring: () => Promise.reject(new Error('nothing was to be brought along')),
  supply: () => Promise.reject(new Error('nothing was brought along')),
};

/** A chain that has synced to this trust, unless it is `undefined`. */
export async function chainWith(trust: Trust | undefined, clock = testClock()): Promise<Chain> {
  const client = new FakeClient();
  if (trust !== undefined) client.answers = [updateOf(trust)];
  const chain = new Chain(PROFILE, client, clock, () => undefined);
  await chain.sync();
  return chain;
}

let ids = 0;

/** An open wallet over this vault. */
export async function openWallet(vault = new MemoryVault()): Promise<Wallet> {
  const wallet = new Wallet(
    vault,
    () => `id-${String(ids++)}`,
    () => undefined,
  );
  await wallet.create('passphrase');
  return wallet;
}

/** A document of `count` copies in as many batches, and the trust that knows them. */
export async function documentOf(
  count: number,
  change: CaseChange = {},
): Promise<{ readonly held: HeldDocument; readonly trust: Trust }> {
  const made = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = `wallet ${String(index)}`;
      const cnf = { jwk: { ...testKey(name).jwk } };
      const jwt = await licence({ ...change, payload: { cnf, ...change.payload } });
      const { place, batch } = batchWith(credentialLeaf(jwt), change);
      const path = place.path.map(formatBase64Url);
      const anchor = { issuer: ISSUER_ID, batch: index, ...place, path };
      const sdJwt = [jwt, text(HIDDEN), ''].join('~');
      return { batch, copy: { sdJwt, privateJwk: privateJwkOf(name), anchor, shows: 0 } };
    }),
  );
  const trust = await trustOver(
    made.map(({ batch }) => batch),
    change,
  );
  const held = {
    id: 'doc',
    chainId: CHAIN,
    credentialIssuer: ISSUER_URL,
    receivedAtMs: NOW_MS,
    copies: made.map(({ copy }) => copy),
  };
  return { held, trust };
}

/** Puts a document into a wallet's vault as it is, and lets the wallet see it. */
export async function keep(vault: MemoryVault, wallet: Wallet, held: HeldDocument): Promise<void> {
  await vault.commit({ put: [{ collection: 'documents', id: held.id, value: held }] });
  await wallet.unlock('passphrase');
}

export { HOLDER };

/** Settings that last as long as a test. */
export function memorySettings(): Settings {
  const kept = new Map<string, string>();
  return {
    load: (key) => kept.get(key),
    save: (key, value) => {
      kept.set(key, value);
    },
  };
}
