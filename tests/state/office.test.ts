import { describe, expect, it, vi } from 'vitest';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { Office } from '#state/office.svelte.ts';
import { testKey } from '../core/credential/craft.ts';
import { buildCase } from '../support/case-builder.ts';
import { VERIFIER, VERIFIER_ID, VERIFIER_KEY } from '../support/request-builder.ts';
import { fileOf, goneFile, unreadFile } from './files.ts';
import { D, keyFile, PaperKeys } from './paper-keys.ts';
import { chainWith, testClock } from './ports.ts';

const { trust } = await buildCase({ verifiers: { [VERIFIER_ID]: VERIFIER } });

async function setUp() {
  const [keys, changes] = [new PaperKeys(), vi.fn()];
  return { office: new Office(await chainWith(trust, testClock()), keys, changes), keys, changes };
}

describe('an office', () => {
  it('is one again after a restart', async () => {
    const { office, keys } = await setUp();
    keys.kept = VERIFIER_ID;
    await office.start();
    expect(office.listed?.id).toBe(VERIFIER_ID);
  });

  it('is nobody once its key is forgotten', async () => {
    const { office, keys, changes } = await setUp();
    await office.takeKeyText(keyFile());
    await office.forgetKey();
    expect(office.listed).toBeUndefined();
    expect(keys.kept).toBeUndefined();
    // What was asked in another name is not waited for.
    expect(changes).toHaveBeenCalledTimes(2);
  });
});

describe('a key file is refused', () => {
  it.each<readonly [string, string, string]>([
    ['verifier/malformed-key', 'for not being one', 'key'],
    ['verifier/malformed-key', 'for being of another format', keyFile({ format: 'other' })],
    ['verifier/malformed-key', 'for being too long', keyFile({ note: 'x'.repeat(5000) })],
    ['verifier/malformed-key', 'without a key', keyFile({ key: null })],
    ['verifier/malformed-key', 'without a secret', keyFile({ key: VERIFIER_KEY.jwk })],
    [
      'verifier/malformed-key',
      'with a short secret',
      keyFile({ key: { ...VERIFIER_KEY.jwk, d: 'AAAA' } }),
    ],
    ['verifier/other-chain', 'of another consortium', keyFile({ chainId: 'other' })],
    ['verifier/not-registered', 'of an office that is not registered', keyFile({ verifier: 'x' })],
    [
      'verifier/other-key',
      'with a key that is not the registered one',
      keyFile({ key: { ...testKey('stranger').jwk, d: D } }),
    ],
  ])('with %s, %s', async (code, _, text) => {
    const { office, keys } = await setUp();
    await office.takeKeyText(text);
    expect(office).toMatchObject({ failure: code, listed: undefined });
    expect(keys.kept).toBeUndefined();
  });

  it.each([
    ['file/too-large', 'that is too large', unreadFile(8193)],
    ['file/unreadable', 'that is gone', goneFile()],
    ['file/not-text', 'of rubbish', fileOf(Uint8Array.of(0xff, 0xd8, 0xff))],
  ])('with %s, from a file %s', async (code, _, file) => {
    const { office, keys } = await setUp();
    await office.takeKey(file);
    expect(office).toMatchObject({ failure: code, listed: undefined });
    expect(keys.kept).toBeUndefined();
    await office.takeKey(fileOf(encodeUtf8(keyFile())));
    expect(office).toMatchObject({ failure: undefined, listed: { id: VERIFIER_ID } });
  });

  it('with verifier/malformed-key, where the browser takes the numbers for no key', async () => {
    const { office, keys } = await setUp();
    keys.usable = false;
    await office.takeKeyText(keyFile());
    expect(office).toMatchObject({ failure: 'verifier/malformed-key', listed: undefined });
  });
});
