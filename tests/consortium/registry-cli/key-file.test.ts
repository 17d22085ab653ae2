/** Key files: only the right passphrase opens them, and nothing but a key comes out. */
import { statSync } from 'node:fs';
import { armor, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createSecret,
  departmentKey,
  formatPublicKey,
  openKey,
  parsePublicKey,
  sealKey,
  txSigner,
} from '#consortium/registry-cli/key-file.ts';
import { isValidSignature } from '#core/crypto/index.ts';
import { isRefusal } from '#core/errors.ts';
import { seed } from '../../core/registry/departments.ts';
import { Folder, PASSPHRASE, run } from './desk-of-founders.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const key = departmentKey('tax', 'EdDSA', seed('tax'));
const refused = (code: string) => expect.objectContaining({ code }) as unknown;

async function sealed(content: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(PASSPHRASE);
  encrypter.setScryptWorkFactor(4);
  return armor.encode(await encrypter.encrypt(content));
}

describe('a key file', () => {
  it.each(['EdDSA', 'ES256'] as const)('keeps a key of %s, which signs', async (alg) => {
    const made = departmentKey(
      'tax-1',
      alg,
      createSecret(alg, (size) => new Uint8Array(size).fill(7)),
    );
    const opened = await openKey(await sealKey(made, PASSPHRASE, 4), PASSPHRASE);
    expect(opened).toEqual(made);
    const message = seed('message');
    const signature = await txSigner(opened).sign(message);
    expect(isValidSignature(alg, made.publicKey, message, signature)).toBe(true);
  });

  it('does not open with another passphrase', async () => {
    const file = await sealKey(key, PASSPHRASE, 4);
    await expect(openKey(file, `${PASSPHRASE}!`)).rejects.toEqual(
      refused('registry-cli/wrong-passphrase'),
    );
  });

  it('is not made under a short passphrase', async () => {
    await expect(sealKey(key, 'eleven chrs', 4)).rejects.toEqual(
      refused('registry-cli/weak-passphrase'),
    );
  });

  it.each([
    '',
    'null',
    '{}',
    '{"format":"lightseal/department-key/1","id":"tax","alg":"EdDSA","secret":"00"}',
    `{"format":"lightseal/department-key/1","id":"tax","alg":"ES256","secret":"${'f'.repeat(64)}"}`,
    `{"format":"lightseal/department-key/2","id":"tax","alg":"EdDSA","secret":"${'1'.repeat(64)}"}`,
    `{"format":"lightseal/department-key/1","id":"a b","alg":"EdDSA","secret":"${'1'.repeat(64)}"}`,
  ])('holding %s is refused', async (content) => {
    const opened = openKey(await sealed(content), PASSPHRASE);
    await expect(opened).rejects.toEqual(refused('registry-cli/malformed'));
  });

  it('of any other content is refused with a code', async () => {
    const file = await sealKey(key, PASSPHRASE, 4);
    const damaged = fc
      .tuple(fc.nat(file.length - 1), fc.string({ maxLength: 8 }))
      .map(([at, text]) => file.slice(0, at) + text + file.slice(at + text.length + 1));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), damaged), async (text) => {
        const outcome = await openKey(text, PASSPHRASE).catch((refusal: unknown) => refusal);
        expect(isRefusal(outcome) || JSON.stringify(outcome) === JSON.stringify(key)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a public key file', () => {
  it('gives back the public part and nothing else', () => {
    const { secret, ...rest } = key;
    expect(parsePublicKey(formatPublicKey(key))).toEqual(rest);
    expect(JSON.stringify(formatPublicKey(key))).not.toContain(Buffer.from(secret).toString('hex'));
  });

  it('of any other shape is refused with a code', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        expect(() => parsePublicKey(fields)).toThrow(
          expect.objectContaining({ code: 'registry-cli/malformed' }) as Error,
        );
      }),
    );
  });
});

describe('the commands for keys', () => {
  const make = (out: string, ...more: readonly string[]) =>
    ['keys', 'new', 'tax', '--alg', 'EdDSA', '--out', out, ...more] as const;

  it('make a file for its owner only, and never write over one', async () => {
    const out = folder.file('tax.key');
    expect((await run(make(out), [PASSPHRASE, PASSPHRASE])).status).toBe(0);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const before = folder.read('tax.key');
    expect((await run(make(out), [PASSPHRASE, PASSPHRASE])).code).toBe('registry-cli/file-exists');
    expect(folder.read('tax.key')).toBe(before);
  });

  it('want the same passphrase twice', async () => {
    const { code } = await run(make(folder.file('typo.key')), [PASSPHRASE, 'another passphrase']);
    expect(code).toBe('registry-cli/wrong-passphrase');
  });

  it('bring a key back from paper', async () => {
    const shown = await run(
      ['keys', 'show', folder.file('tax.key'), '--secret', '--json'],
      [PASSPHRASE],
    );
    const { secret, publicKey } = shown.json as { secret: string; publicKey: string };
    const typed = folder.write('typed.txt', `${secret.slice(0, 32)}\n${secret.slice(32)}\n`);
    const words = ['keys', 'import', 'tax', '--alg', 'EdDSA', '--hex-file', typed, '--json'];
    const again = await run(
      [...words, '--out', folder.file('again.key')],
      [PASSPHRASE, PASSPHRASE],
    );
    expect(again.json).toMatchObject({ publicKey });
  });

  it('show the secret only when asked', async () => {
    const { text } = await run(['keys', 'show', folder.file('tax.key'), '--json'], [PASSPHRASE]);
    expect(text).not.toContain('secret');
  });
});
