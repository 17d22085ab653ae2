import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '#core/errors.ts';
import { openRecord, sealRecord, vaultKeys, type VaultKeys } from '#core/vault/index.ts';
import { cipherOf, countingRandom } from '../../support/node-crypto.ts';

const RECORD = {
  collection: 'documents',
  id: 'first',
  value: { name: '示例餐饮店', amount: 12.5 },
};
const random = countingRandom();
let keys: VaultKeys;
let sealed: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  keys = await vaultKeys(new Uint8Array(32).fill(7), cipherOf);
  sealed = await sealRecord(keys, RECORD, random);
});

describe('a record', () => {
  it('comes back as it was', async () => {
    expect(await openRecord(keys, keys.nameOf(RECORD), sealed)).toEqual(RECORD);
  });

  it('shows nothing but a size in whole kibibytes', async () => {
    const small = await sealRecord(keys, { collection: 'a', id: 'b', value: 1 }, random);
    expect(small.length).toBe(sealed.length);
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('documents');
  });

  it('has an opaque name that depends on the vault', async () => {
    const others = await vaultKeys(new Uint8Array(32).fill(8), cipherOf);
    expect(keys.nameOf(RECORD)).toMatch(/^[\w-]{22}$/);
    expect(others.nameOf(RECORD)).not.toBe(keys.nameOf(RECORD));
  });

  it('is refused under another name', async () => {
    await expect(
      openRecord(keys, keys.nameOf({ ...RECORD, id: 'second' }), sealed),
    ).rejects.toMatchObject({
      code: 'vault/damaged',
    });
  });

  it('is refused with another data key', async () => {
    const others = await vaultKeys(new Uint8Array(32).fill(8), cipherOf);
    await expect(openRecord(others, keys.nameOf(RECORD), sealed)).rejects.toMatchObject({
      code: 'vault/damaged',
    });
  });

  it('is refused when any single byte was changed or cut off', async () => {
    for (const index of [1, 12, 13, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const opening = openRecord(keys, keys.nameOf(RECORD), changed);
      await expect(opening).rejects.toMatchObject({ code: 'vault/damaged' });
    }
    const torn = openRecord(keys, keys.nameOf(RECORD), sealed.slice(0, -1));
    await expect(torn).rejects.toMatchObject({ code: 'vault/damaged' });
  });

  it('of a later format is recognised as such', async () => {
    const newer = Uint8Array.from(sealed);
    newer[0] = 2;
    await expect(openRecord(keys, keys.nameOf(RECORD), newer)).rejects.toMatchObject({
      code: 'vault/newer-version',
    });
  });

  it('survives a round trip for any JSON value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string(), async (value, id) => {
        const text = JSON.stringify(value);
        const bytes = await sealRecord(keys, { collection: 'c', id, value }, random);
        const opened = await openRecord(keys, keys.nameOf({ collection: 'c', id }), bytes);
        return JSON.stringify(opened.value) === text && opened.id === id;
      }),
      { numRuns: 50 },
    );
  });

  it('refuses random bytes with a code, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        return await openRecord(keys, 'name', bytes).then(
          () => false,
          (refusal: unknown) => refusal instanceof CodedError,
        );
      }),
      { numRuns: 50 },
    );
  });
});
