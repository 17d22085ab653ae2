/** Turns between tabs: by the browser's locks, or in one tab where there are none. */
import { describe, expect, it } from 'vitest';
import { turnsBy } from '#platform/vault/tab-turns.ts';

/** Locks of one browser, as far as they are used. */
function browserLocks(): LockManager {
  const last = new Map<string, Promise<unknown>>();
  const request = async (
    name: string,
    { signal }: { signal: AbortSignal },
    act: () => Promise<unknown>,
  ) => {
    const before = last.get(name) ?? Promise.resolve();
    let end = (): void => undefined;
    last.set(name, Promise.all([before, new Promise<void>((resolve) => (end = resolve))]));
    const given = new Promise((_, refuse) => {
      signal.addEventListener('abort', () => {
        refuse(signal.reason as Error);
      });
    });
    try {
      await Promise.race([before, given]);
      return await act();
    } finally {
      end();
    }
  };
  return { request } as unknown as LockManager;
}

/** Something that lasts until the test ends it. */
function lasting(log: string[], name: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const act = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
    return name;
  };
  return {
    act,
    end: () => {
      end();
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe.each([
  ['two tabs', browserLocks],
  ['one tab without locks', () => undefined],
])('in %s', (_, open) => {
  function turns() {
    const locks = open();
    const one = turnsBy(locks);
    return { one, other: locks === undefined ? one : turnsBy(locks) };
  }

  it('one thing of a name is done after the other', async () => {
    const { one, other } = turns();
    const log: string[] = [];
    const [first, second] = [lasting(log, 'first'), lasting(log, 'second')];
    const done = [one('same', first.act), other('same', second.act)];
    await settle();
    expect(log).toEqual(['first begins']);
    first.end();
    second.end();
    expect(await Promise.all(done)).toEqual(['first', 'second']);
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('things of other names do not wait', async () => {
    const { one, other } = turns();
    const log: string[] = [];
    const [first, second] = [lasting(log, 'first'), lasting(log, 'second')];
    const done = [one('same', first.act), other('other', second.act)];
    await settle();
    expect(log).toEqual(['first begins', 'second begins']);
    first.end();
    second.end();
    await Promise.all(done);
  });

  it('one that fails holds up nobody, and is done once', async () => {
    const { one, other } = turns();
    let done = 0;
    const failing = one('same', () => {
      done++;
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(await other('same', () => Promise.resolve('next'))).toBe('next');
    expect(done).toBe(1);
  });
});

it('a tab that was put to sleep in the middle is not waited for without end', async () => {
  const locks = browserLocks();
  void turnsBy(locks)('same', () => new Promise(() => undefined));
  expect(await turnsBy(locks, 20)('same', () => Promise.resolve('alone'))).toBe('alone');
});
