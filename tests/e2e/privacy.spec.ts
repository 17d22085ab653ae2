/** Nothing personal lies in the browser's storage in plain text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWallet, offerOf, PASSPHRASE, receive } from './citizen.ts';
import { expect, test, useDemo } from './harness.ts';

const demo = useDemo();
/** The registry's own lists are public: a type's name alone says nothing about anybody. */
const PERSONAL = ['老灶面馆', '王示例', 'JY29', '柳荫路', PASSPHRASE];

test('the browser’s own files hold no name, number, type or passphrase', async ({ openDevice }) => {
  const device = await openDevice();
  const wallet = await device.visit('/');
  await createWallet(wallet);
  await receive(wallet, await offerOf(demo(), 'food-business-licence'));
  await expect(wallet.getByText('老灶面馆').first()).toBeVisible();
  await device.context.close();
  const stored = filesUnder(join(device.folder, 'Default', 'IndexedDB')).map((file) =>
    readFileSync(file),
  );
  expect(stored.length).toBeGreaterThan(0);
  for (const secret of PERSONAL) {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const needle = Buffer.from(secret, encoding);
      expect(
        stored.some((bytes) => bytes.includes(needle)),
        `${secret} as ${encoding}`,
      ).toBe(false);
    }
  }
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}
