import { argon2id } from '@noble/hashes/argon2.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { argon2idWorker, type KdfWorker } from '#platform/vault/argon2id-worker.ts';

const PASSPHRASE = encodeUtf8('春眠不觉晓 42');
const SALT = new Uint8Array(16).fill(3);
const CHEAP = { memoryKib: 64, iterations: 2, parallelism: 1 };

type Listener = (event: { readonly data: unknown }) => void;

let terminated = 0;

/** The real worker's script beside a page that is played by this file. */
async function startedWorker(): Promise<() => KdfWorker> {
  let inWorker: Listener = () => undefined;
  let onPage: Listener = () => undefined;
  vi.stubGlobal('addEventListener', (_: string, listener: Listener) => (inWorker = listener));
  vi.stubGlobal('postMessage', (data: unknown) => {
    onPage({ data });
  });
  vi.resetModules();
  await import('#workers/vault.worker.ts');
  const worker = {
    postMessage: (data: unknown) => {
      inWorker({ data });
    },
    addEventListener: (type: string, listener: Listener) => {
      if (type === 'message') onPage = listener;
    },
    terminate: () => (terminated += 1),
  };
  return () => worker as unknown as KdfWorker;
}

beforeEach(() => {
  terminated = 0;
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('key derivation in the worker', () => {
  it('is Argon2id as another implementation computes it, and ends the worker', async () => {
    const derive = argon2idWorker(await startedWorker());
    const expected = argon2id(PASSPHRASE, SALT, { m: 64, t: 2, p: 1, dkLen: 32 });
    expect(Buffer.from(await derive(PASSPHRASE, SALT, CHEAP))).toEqual(Buffer.from(expected));
    expect(terminated).toBe(1);
  });

  it('depends on passphrase, salt and every parameter', async () => {
    const derive = argon2idWorker(await startedWorker());
    const keys = await Promise.all([derive(PASSPHRASE, SALT, CHEAP)]);
    const more = [
      await derive(encodeUtf8('x'), SALT, CHEAP),
      await derive(PASSPHRASE, new Uint8Array(16), CHEAP),
      await derive(PASSPHRASE, SALT, { ...CHEAP, memoryKib: 72 }),
      await derive(PASSPHRASE, SALT, { ...CHEAP, iterations: 3 }),
      await derive(PASSPHRASE, SALT, { ...CHEAP, parallelism: 2 }),
    ];
    const all = [...keys, ...more].map((key) => Buffer.from(key).toString('hex'));
    expect(new Set(all).size).toBe(6);
  });

  it('that fails has a code, and ends the worker as well', async () => {
    const derive = argon2idWorker(await startedWorker());
    const deriving = derive(PASSPHRASE, SALT, { ...CHEAP, memoryKib: 1 });
    await expect(deriving).rejects.toMatchObject({ code: 'vault/unavailable' });
    expect(terminated).toBe(1);
  });

  it('that cannot even start has the same code', async () => {
    const worker = {
      postMessage: () => undefined,
      addEventListener: (type: string, listener: (event: unknown) => void) => {
        if (type === 'error') listener({ message: 'no such script' });
      },
      terminate: () => undefined,
    };
    const derive = argon2idWorker(() => worker);
    await expect(derive(PASSPHRASE, SALT, CHEAP)).rejects.toMatchObject({
      code: 'vault/unavailable',
    });
  });
});
