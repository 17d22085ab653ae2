/** What every accredited party writes: claims, and records of evidence and consents. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { formatHex, parseBase64Url, parseHex } from '#core/bytes/index.ts';
import { isRefusal } from '#core/errors.ts';
import { AttackError } from '#core/chain/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import {
  claimKeySeed,
  claimSignBytes,
  decodeRecordEntry,
  type ClaimEntry,
} from '#core/registry/index.ts';
import type { Arguments } from '../arguments.ts';
import type { ChainView } from '../chain-view.ts';
import { CliError, usage } from '../cli-error.ts';
import type { Command, Draft, Option } from '../command.ts';
import { orMalformed, readBytes, readText } from '../files.ts';
import { toReadable } from '../readable.ts';

const AS: Option = {
  value: 'SIGNER',
  help: 'verifier/ID or issuer/ID: in whose name it is written',
};

function hexOf(what: string, hex: string, size: number): Uint8Array {
  return orMalformed(what, () => {
    const bytes = parseHex(hex.trim());
    if (bytes.length !== size) throw new SyntaxError('size');
    return bytes;
  });
}

/** Whoever is proven to hold a claim; that nobody does is never proven. */
async function holder({ chain, block }: ChainView, key: Uint8Array) {
  try {
    return await chain.claim(key, block.header);
  } catch (refusal) {
    if (!isRefusal(refusal) || refusal instanceof AttackError) throw refusal;
    return undefined;
  }
}

function readableClaim({ key, timeMs, ...claim }: ClaimEntry) {
  return { key: formatHex(key), ...claim, time: new Date(timeMs).toISOString() };
}

async function makeClaim(view: ChainView, args: Arguments): Promise<Draft> {
  const signer = args.required('as');
  const path = args.required('secret-file');
  const secret = orMalformed(path, () =>
    claimKeySeed(parseBase64Url(readText(path).trim()), args.required('invoice')),
  );
  const key = ed25519.getPublicKey(secret);
  const held = await holder(view, key);
  if (held !== undefined) {
    const message = `${held.claimant} holds it since block ${held.height}`;
    throw new CliError('registry-cli/claimed', message);
  }
  const claim = {
    claimant: signer.slice(signer.indexOf('/') + 1),
    purpose: args.required('purpose'),
  };
  const proof = ed25519.sign(claimSignBytes(view.profile.chainId, claim), secret);
  return { signer, body: { kind: 'claim', key, ...claim, proof } };
}

function recordLog(name: string): 'evidence' | 'consents' {
  if (name !== 'evidence' && name !== 'consents') throw usage('LOG is evidence or consents');
  return name;
}

function addRecord(_: ChainView, args: Arguments): Draft {
  const log = recordLog(args.operand(0, 'LOG'));
  const digest = sha256(readBytes(args.required('file')));
  return { signer: args.required('as'), body: { kind: 'append-record', log, digest } };
}

async function showRecord({ chain, block }: ChainView, args: Arguments) {
  const log = recordLog(args.operand(0, 'LOG'));
  const number = args.operand(1, 'NUMBER');
  if (!/^\d{1,15}$/.test(number)) throw usage('NUMBER counts from 0');
  const leaf = await chain.leaf({ log, index: Number(number) }, block.header);
  return toReadable(decodeRecordEntry(leaf));
}

export const COMMON_LOG_COMMANDS: readonly Command[] = [
  {
    name: 'claims make',
    summary: 'claim an invoice before anybody else; done when proven',
    zh: '报销登记：先登记者有效，以上链证明为准',
    options: {
      as: AS,
      purpose: { value: 'ID', help: 'what for' },
      invoice: { value: 'NUMBER', help: 'number of the invoice, as it stands in it' },
      'secret-file': { value: 'FILE', help: 'claim_secret of the invoice, as it stands in it' },
    },
    examples: [
      'claims make --as verifier/finance-office --purpose reimbursement --invoice 25317000000123456789 --secret-file claim-secret.txt --profile city.json --key finance-office-1.key',
    ],
    draft: makeClaim,
  },
  {
    name: 'claims show',
    operands: 'KEY',
    summary: 'who holds a claim, with proof; KEY is its public key in hex',
    zh: '查询报销登记的持有者，并验证证明',
    examples: ['claims show 5f0c… --profile city.json'],
    read: async (view, args) => {
      const held = await holder(view, hexOf('KEY', args.operand(0, 'KEY'), 32));
      if (held !== undefined) return readableClaim(held);
      const message = 'no node shows such a claim; that there is none cannot be proven';
      throw new CliError('registry-cli/not-found', message);
    },
  },
  {
    name: 'records add',
    operands: 'LOG',
    summary: 'record the SHA-256 of a file in the log evidence or consents',
    zh: '将文件摘要记入证据或授权日志',
    options: { as: AS, file: { value: 'FILE', help: 'what is recorded; it stays here' } },
    examples: [
      'records add evidence --file attack.json --as issuer/tax --profile city.json --key tax-1.key',
    ],
    draft: addRecord,
  },
  {
    name: 'records show',
    operands: 'LOG NUMBER',
    summary: 'one record with its proof; numbers count from 0',
    zh: '查看一条记录，并验证证明',
    examples: ['records show evidence 0 --profile city.json'],
    read: showRecord,
  },
];
