/** Keys of departments: made, brought back from paper, shown. */
import { formatHex, parseHex } from '#core/bytes/index.ts';
import { isSignatureAlgorithm, type SignatureAlgorithm } from '#core/crypto/index.ts';
import type { Arguments } from '../arguments.ts';
import { CliError, usage } from '../cli-error.ts';
import type { FileCommand, Options } from '../command.ts';
import { orMalformed, readText, writeNew, writeObject } from '../files.ts';
import type { Io } from '../io.ts';
import {
  createSecret,
  departmentKey,
  formatPublicKey,
  openKey,
  sealKey,
  type DepartmentKey,
} from '../key-file.ts';
import { passphraseOf } from '../keys-of.ts';

const NEW_OPTIONS: Options = {
  alg: { value: 'EdDSA|ES256', help: 'EdDSA for a founder, ES256 for an issuer or a verifier' },
  out: { value: 'FILE', help: 'key file to write; never overwritten' },
  'passphrase-file': { value: 'FILE', help: 'first line is the passphrase, instead of asking' },
};

async function passphraseToSeal(args: Arguments, io: Io): Promise<string> {
  const file = args.text('passphrase-file');
  const passphrase = await passphraseOf(io, file, 'New passphrase / 新口令: ');
  if (file !== undefined) return passphrase;
  if ((await io.askPassphrase('Again / 再次输入: ')) === passphrase) return passphrase;
  throw new CliError('registry-cli/wrong-passphrase', 'the two passphrases differ');
}

function algorithm(args: Arguments): SignatureAlgorithm {
  const alg = args.required('alg');
  if (!isSignatureAlgorithm(alg)) throw usage('--alg is EdDSA or ES256');
  return alg;
}

async function save(args: Arguments, io: Io, key: DepartmentKey) {
  const path = args.required('out');
  writeNew(path, await sealKey(key, await passphraseToSeal(args, io), io.keyWork));
  return { file: path, ...formatPublicKey(key) };
}

export const KEY_COMMANDS: readonly FileCommand[] = [
  {
    name: 'keys new',
    operands: 'ID',
    summary: 'make a key in a file that a passphrase encrypts (age format)',
    zh: '生成密钥，保存为口令加密的文件',
    options: NEW_OPTIONS,
    examples: [
      'keys new tax --alg EdDSA --out tax.key',
      'keys new tax-2 --alg ES256 --out tax-2.key',
    ],
    run: async (args, io) => {
      const alg = algorithm(args);
      return save(
        args,
        io,
        departmentKey(args.operand(0, 'ID'), alg, createSecret(alg, io.random)),
      );
    },
  },
  {
    name: 'keys import',
    operands: 'ID',
    summary: 'bring back a key from its secret, 64 hex digits as printed by keys show --secret',
    zh: '由纸质备份的私钥恢复密钥文件',
    options: { ...NEW_OPTIONS, 'hex-file': { value: 'FILE', help: 'file with the 64 hex digits' } },
    examples: ['keys import tax --alg EdDSA --hex-file typed-in.txt --out tax.key'],
    run: async (args, io) => {
      const path = args.required('hex-file');
      const secret = orMalformed(path, () => parseHex(readText(path).replaceAll(/\s/g, '')));
      return save(args, io, departmentKey(args.operand(0, 'ID'), algorithm(args), secret));
    },
  },
  {
    name: 'keys show',
    operands: 'FILE',
    summary: 'print the public part of a key, or write it to a file for others',
    zh: '显示公钥，或导出公钥文件',
    options: {
      out: { value: 'FILE', help: 'file for the public part' },
      secret: { help: 'print the secret too, to be kept on paper' },
      'passphrase-file': { value: 'FILE', help: 'first line is the passphrase, instead of asking' },
    },
    examples: ['keys show tax-2.key --out tax-2.public.json', 'keys show tax.key --secret'],
    run: async (args, io) => {
      const path = args.operand(0, 'FILE');
      const file = args.text('passphrase-file');
      const passphrase = await passphraseOf(io, file, `Passphrase of ${path} / 口令: `);
      const key = await openKey(readText(path), passphrase);
      const out = args.text('out');
      if (out !== undefined) writeObject(out, formatPublicKey(key));
      const secret = args.has('secret') ? { secret: formatHex(key.secret) } : {};
      return { ...formatPublicKey(key), ...secret };
    },
  },
];
