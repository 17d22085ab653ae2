/** Founders, verifiers, types: what governance writes besides issuers. */
import { parseHex } from '#core/bytes/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import type { GovernanceEntry, VerifierEntry } from '#core/registry/index.ts';
import type { Arguments } from '../arguments.ts';
import { found } from '../chain-view.ts';
import { CliError } from '../cli-error.ts';
import type { Command, Draft } from '../command.ts';
import { orMalformed, readBytes, readObject } from '../files.ts';
import { toReadable } from '../readable.ts';

/** JSON as the program prints it, back to an entry; its shape is checked when it is signed. */
function readEntry(path: string): unknown {
  return orMalformed(path, () => withBytes(readObject(path)));
}

/** Public keys are the only bytes of these entries. */
function withBytes(value: unknown, name?: string): unknown {
  if (name === 'publicKey' && typeof value === 'string') return parseHex(value);
  if (Array.isArray(value)) return value.map((item) => withBytes(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withBytes(one, key)]));
}

/** The type that a metadata document describes, and the digest of its octets as they are. */
function typeDraft(args: Arguments): Draft {
  const path = args.operand(0, 'FILE');
  const { vct } = readObject(path);
  if (typeof vct !== 'string') {
    throw new CliError('registry-cli/malformed', `${path} names no vct`);
  }
  return { signer: 'governance', body: { kind: 'set-type', vct, digest: sha256(readBytes(path)) } };
}

export const GOVERNANCE_COMMANDS: readonly Command[] = [
  {
    name: 'governance show',
    summary: 'founding departments, their keys and the threshold',
    zh: '查看创始部门、公钥和门限',
    examples: ['governance show --profile city.json'],
    read: ({ registry }) => toReadable(registry.governance),
  },
  {
    name: 'governance set',
    operands: 'FILE',
    summary: 'replace founders and threshold by those of a JSON file {founders, threshold}',
    zh: '变更创始部门或门限',
    examples: ['propose governance set new-governance.json --profile city.json --out change.json'],
    draft: (_, args) => {
      const governance = readEntry(args.operand(0, 'FILE')) as GovernanceEntry;
      return { signer: 'governance', body: { kind: 'set-governance', governance } };
    },
  },
  {
    name: 'verifiers list',
    summary: 'all verifiers',
    zh: '列出全部核验单位',
    examples: ['verifiers list --profile city.json'],
    read: ({ registry }) =>
      [...registry.verifiers].map(([verifier, { name }]) => ({
        verifier,
        name: toReadable(name),
      })),
  },
  {
    name: 'verifiers show',
    operands: 'VERIFIER',
    summary: 'key of a verifier, and what it may ask for',
    zh: '查看核验单位的公钥和用途',
    examples: ['verifiers show service-centre --profile city.json'],
    read: ({ registry }, args) => {
      const verifier = args.operand(0, 'VERIFIER');
      return toReadable(found(registry.verifiers.get(verifier), `verifier ${verifier}`));
    },
  },
  {
    name: 'verifiers set',
    operands: 'VERIFIER FILE',
    summary: 'register or replace a verifier by a JSON file {name, key, purposes}',
    zh: '登记或变更核验单位',
    examples: [
      'propose verifiers set service-centre centre.json --profile city.json --out set.json',
    ],
    draft: (_, args) => {
      const verifier = args.operand(0, 'VERIFIER');
      const entry = readEntry(args.operand(1, 'FILE')) as VerifierEntry;
      return { signer: 'governance', body: { kind: 'set-verifier', verifier, entry } };
    },
  },
  {
    name: 'types list',
    summary: 'credential types with the digest of their metadata',
    zh: '列出证照类型及元数据摘要',
    examples: ['types list --profile city.json'],
    read: ({ registry }) =>
      [...registry.types].map(([vct, { digest }]) => ({ vct, digest: toReadable(digest) })),
  },
  {
    name: 'types show',
    operands: 'VCT',
    summary: 'digest of a type, and who may issue it now',
    zh: '查看证照类型及可签发的机关',
    examples: ['types show https://lightseal.example/vct/e-invoice/1 --profile city.json'],
    read: ({ registry }, args) => {
      const vct = args.operand(0, 'VCT');
      const { digest } = found(registry.types.get(vct), `type ${vct}`);
      const issuers = [...registry.issuers]
        .filter(([, { types }]) => types.some((type) => type.vct === vct && !type.until))
        .map(([issuer]) => issuer);
      return { vct, digest: toReadable(digest), issuers };
    },
  },
  {
    name: 'types publish',
    operands: 'FILE',
    summary: 'pin the octets of a type metadata document; its vct is taken from it',
    zh: '发布证照类型元数据',
    examples: ['propose types publish e-invoice.json --profile city.json --out type.json'],
    draft: (_, args) => typeDraft(args),
  },
];
