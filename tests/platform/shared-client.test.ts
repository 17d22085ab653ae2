/** Several tabs on one store: one syncs, the others follow. */
import { describe, expect, it, vi } from 'vitest';
import type { ChainUpdate } from '#platform/chain-client.ts';
import { SyncFailure } from '#core/chain/index.ts';
import { RemoteRefusal } from '#platform/remote-refusal.ts';
import { SharedClient, type LoneClient, type TabChannel } from '#platform/shared-client.ts';
import { laterRefusalOf } from '../support/refusal.ts';

const NAME = 'lightseal-sync/test';
const nothing = () => undefined;

/** Locks and channels of one browser. */
class Browser {
  /** What any tab has verified last. */
  stored: ChainUpdate | undefined;
  readonly #channels = new Set<{ hear: (data: unknown) => void }>();
  #holder: (() => void) | undefined;
  readonly #queue: (() => void)[] = [];

  /** A lock manager for one tab; `die` gives up what it holds. */
  locks(): { readonly locks: LockManager; readonly die: () => void } {
    let holds = false;
    const take = (grant: (lock: object | null) => unknown) => {
      holds = true;
      this.#holder = () => undefined;
      grant({});
    };
    const request = (_name: string, ...rest: unknown[]) => {
      const [options, grant] = (rest.length === 2 ? rest : [{}, rest[0]]) as [
        { ifAvailable?: boolean },
        (lock: object | null) => unknown,
      ];
      if (this.#holder === undefined) take(grant);
      else if (options.ifAvailable === true) grant(null);
      else {
        this.#queue.push(() => {
          take(grant);
        });
      }
      return new Promise(nothing);
    };
    const die = () => {
      if (!holds) return;
      this.#holder = undefined;
      this.#queue.shift()?.();
    };
    return { locks: { request } as unknown as LockManager, die };
  }

  channel(): TabChannel & { readonly close: () => void } {
    const own: { hear: (data: unknown) => void } = { hear: nothing };
    this.#channels.add(own);
    return {
      postMessage: (data: unknown) => {
        for (const other of this.#channels) {
          if (other !== own)
            queueMicrotask(() => {
              other.hear(structuredClone(data));
            });
        }
      },
      addEventListener: (_type: string, listener: unknown) => {
        own.hear = (data) => {
          (listener as (event: { data: unknown }) => void)({ data });
        };
      },
      close: () => this.#channels.delete(own),
    };
  }
}

const CHANGES = {
  from: undefined,
  to: { height: 7, timeMs: 1 },
  batches: 1,
  lists: 0,
  issuers: 0,
};
const update = (height: number) => ({ height }) as unknown as ChainUpdate;

/** A tab whose own syncs end with `outcomes`, one after the other. */
function tabOf(browser: Browser, outcomes: readonly (number | string)[]) {
  const { locks, die } = browser.locks();
  const channel = browser.channel();
  const left = [...outcomes];
  const alone = {
    restore: () => Promise.resolve(browser.stored),
    attack: () => Promise.resolve(undefined),
    cancel: vi.fn(),
    take: vi.fn<LoneClient['take']>((untrusted) => {
      if (untrusted.length === 0) return Promise.reject(new RemoteRefusal('qr/malformed', 'empty'));
      browser.stored = update(untrusted.length);
      return Promise.resolve({ update: browser.stored, changes: CHANGES });
    }),
    sync: vi.fn<LoneClient['sync']>(async (onProgress) => {
      await Promise.resolve();
      onProgress({ stage: 'headers', height: 1, target: 2, fetches: 3 });
      const outcome = left.shift() ?? 0;
      if (typeof outcome === 'string') throw new RemoteRefusal(outcome, 'for a test');
      browser.stored = update(outcome);
      return browser.stored;
    }),
  };
  const client = new SharedClient(alone, NAME, locks, channel);
  const close = () => {
    channel.close();
    die();
  };
  return { client, alone, close };
}

describe('two tabs', () => {
  it('sync in the first one; the second follows, and sees how far it is', async () => {
    const browser = new Browser();
    const [first, second] = [tabOf(browser, [5, 6]), tabOf(browser, [])];
    expect(await first.client.sync(nothing)).toEqual(update(5));
    const seen: number[] = [];
    expect(await second.client.sync(({ fetches }) => seen.push(fetches))).toEqual(update(6));
    expect(seen).toEqual([3]);
    expect(first.alone.sync).toHaveBeenCalledTimes(2);
    expect(second.alone.sync).not.toHaveBeenCalled();
  });

  it('hear why a sync in the other one failed, and at which nodes', async () => {
    const browser = new Browser();
    const [first, second] = [tabOf(browser, [5]), tabOf(browser, [])];
    await first.client.sync(nothing);
    const findings = [{ node: 1, code: 'source/down' }];
    first.alone.sync.mockRejectedValueOnce(new SyncFailure('chain/no-witness', findings));
    await expect(second.client.sync(nothing)).rejects.toMatchObject({
      code: 'chain/no-witness',
      findings,
    });
  });

  it('tell each other what is new, without being asked', async () => {
    const browser = new Browser();
    const [first, second] = [tabOf(browser, [5]), tabOf(browser, [])];
    const news: unknown[] = [];
    second.client.onNews((told) => news.push(told));
    await first.client.sync(nothing);
    await vi.waitFor(() => {
      expect(news).toEqual([update(5)]);
    });
  });

  it('tell each other what was taken from another device, wherever that was', async () => {
    const browser = new Browser();
    const [first, second] = [tabOf(browser, [5]), tabOf(browser, [])];
    const news: unknown[] = [];
    first.client.onNews((told) => news.push(told));
    expect(await laterRefusalOf(second.client.take(new Uint8Array()))).toBe('qr/malformed');
    const taken = await second.client.take(new Uint8Array(7));
    expect(taken).toEqual({ update: update(7), changes: CHANGES });
    await vi.waitFor(() => {
      expect(news).toEqual([update(7)]);
    });
  });

  it('hear at once of an attack that stopped the other, and of no other refusal', async () => {
    const browser = new Browser();
    browser.stored = update(5);
    const outcomes = ['chain/no-source', 'chain/attack'];
    const [first, second] = [tabOf(browser, outcomes), tabOf(browser, [])];
    const news: unknown[] = [];
    second.client.onNews((told) => news.push(told));
    await laterRefusalOf(first.client.sync(nothing));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(news).toEqual([]);
    await laterRefusalOf(first.client.sync(nothing));
    await vi.waitFor(() => {
      expect(news).toEqual([update(5)]);
    });
  });

  it('share a refusal, with its code', async () => {
    const browser = new Browser();
    const [, second] = [tabOf(browser, ['chain/attack']), tabOf(browser, [])];
    expect(await laterRefusalOf(second.client.sync(nothing))).toBe('chain/attack');
  });

  it('hand over when the first one is closed, also in the middle of following', async () => {
    const browser = new Browser();
    const first = tabOf(browser, []);
    first.alone.sync.mockReturnValue(new Promise(nothing));
    const second = tabOf(browser, [7]);
    const following = second.client.sync(nothing);
    await vi.waitFor(() => {
      expect(first.alone.sync).toHaveBeenCalled();
    });
    first.close();
    expect(await following).toEqual(update(7));
    expect(second.alone.sync).toHaveBeenCalledOnce();
  });

  it('do not wait for a leader that is silent', async () => {
    vi.useFakeTimers();
    try {
      const browser = new Browser();
      const first = tabOf(browser, []);
      first.alone.sync.mockReturnValue(new Promise(nothing));
      const second = tabOf(browser, [7]);
      const following = second.client.sync(nothing);
      await vi.advanceTimersByTimeAsync(8_000);
      expect(await following).toEqual(update(7));
    } finally {
      vi.useRealTimers();
    }
  });

  it('run one sync for all who ask at once', async () => {
    const browser = new Browser();
    const [first, second] = [tabOf(browser, [5]), tabOf(browser, [])];
    const both = await Promise.all([first.client.sync(nothing), second.client.sync(nothing)]);
    expect(both).toEqual([update(5), update(5)]);
    expect(first.alone.sync).toHaveBeenCalledOnce();
  });

  it('can be cancelled where they follow', async () => {
    const browser = new Browser();
    const first = tabOf(browser, []);
    first.alone.sync.mockReturnValue(new Promise(nothing));
    const second = tabOf(browser, []);
    const following = second.client.sync(nothing);
    await vi.waitFor(() => {
      expect(first.alone.sync).toHaveBeenCalled();
    });
    second.client.cancel();
    expect(await laterRefusalOf(following)).toBe('chain/cancelled');
  });
});

describe('a tab alone', () => {
  it('syncs for itself and can be cancelled', async () => {
    const { client, alone } = tabOf(new Browser(), [5]);
    expect(await client.sync(nothing)).toEqual(update(5));
    client.cancel();
    expect(alone.cancel).toHaveBeenCalledOnce();
  });
});
