import { describe, expect, it } from 'vitest';
import { FileError } from '#state/chosen-file.ts';
import { Attempt } from '#state/attempt.svelte.ts';

const refuse = () => Promise.reject(new FileError('file/unreadable', 'gone'));

describe('an attempt', () => {
  it('is busy until it is over', async () => {
    const attempt = new Attempt();
    const seen: boolean[] = [];
    await attempt.make(() => {
      seen.push(attempt.busy);
      return Promise.resolve();
    });
    expect([...seen, attempt.busy]).toEqual([true, false]);
  });

  it('tells why it came to nothing, until the next begins', async () => {
    const attempt = new Attempt();
    await attempt.make(refuse);
    expect(attempt).toMatchObject({ busy: false, failure: 'file/unreadable' });
    await attempt.make(() => Promise.resolve());
    expect(attempt.failure).toBeUndefined();
  });

  it('throws a bug on, and is over', async () => {
    const attempt = new Attempt();
    const bug = new TypeError('not a refusal');
    await expect(attempt.make(() => Promise.reject(bug))).rejects.toBe(bug);
    expect(attempt).toMatchObject({ busy: false, failure: undefined });
  });
});
