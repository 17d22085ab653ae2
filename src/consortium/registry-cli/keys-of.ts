/** Opening the key files that a command line names. */
import type { TxSignature } from '#core/registry/index.ts';
import type { Arguments } from './arguments.ts';
import { usage } from './cli-error.ts';
import type { Options } from './command.ts';
import { readText } from './files.ts';
import type { Io } from './io.ts';
import { openKey, txSigner, type DepartmentKey } from './key-file.ts';
import type { Proposal } from './transaction-file.ts';

/** The options by which keys are named. */
export const KEY_OPTIONS: Options = {
  key: {
    value: 'FILE',
    multiple: true,
    help: 'key file to sign with; repeat it for several people',
  },
  'passphrase-file': {
    value: 'FILE',
    multiple: true,
    help: 'passphrase of each key file, in their order, instead of asking; one alone is for all',
  },
};

/** First line of a file, or what the person types. */
export async function passphraseOf(io: Io, file: string | undefined, prompt: string) {
  if (file === undefined) return await io.askPassphrase(prompt);
  return readText(file).split(/\r?\n/, 1)[0] ?? '';
}

/** @throws {@link CliError} `registry-cli/usage` without a key, and refusals of `openKey`. */
export async function openKeys(args: Arguments, io: Io): Promise<readonly DepartmentKey[]> {
  const paths = args.texts('key');
  const secrets = args.texts('passphrase-file');
  if (paths.length === 0) throw usage('--key is needed');
  if (secrets.length > 1 && secrets.length !== paths.length) {
    throw usage('as many --passphrase-file as --key, or one');
  }
  const keys: DepartmentKey[] = [];
  for (const [index, path] of paths.entries()) {
    const file = secrets.length > 1 ? secrets[index] : secrets[0];
    const passphrase = await passphraseOf(io, file, `Passphrase of ${path} / 口令: `);
    keys.push(await openKey(readText(path), passphrase));
  }
  return keys;
}

/** A proposal's signature by a key. */
export async function signProposal(proposal: Proposal, key: DepartmentKey): Promise<TxSignature> {
  const signer = txSigner(key);
  return { key: signer.key, signature: await signer.sign(proposal.signBytes) };
}
