/** Issuers: who may issue what, with which keys. Governance decides. */
import type { Arguments } from '../arguments.ts';
import { found } from '../chain-view.ts';
import { CliError, usage } from '../cli-error.ts';
import type { Command, Described, Draft } from '../command.ts';
import type { ChainView } from '../chain-view.ts';
import {
  readKeys,
  settingDraft,
  settingOf,
  withCompromised,
  withStatus,
} from '../issuer-setting.ts';
import { toReadable } from '../readable.ts';

const id = (args: Arguments) => args.operand(0, 'ISSUER');

const ADD_KEY = {
  value: 'FILE',
  multiple: true,
  help: 'public key file (keys show --out)',
} as const;
const TYPE = {
  value: 'VCT',
  multiple: true,
  help: 'credential type; repeat it for several',
} as const;

function add(view: ChainView, args: Arguments): Draft {
  const issuer = id(args);
  if (view.registry.issuers.has(issuer)) {
    throw new CliError('registry-cli/already-exists', `${issuer} is an issuer already`);
  }
  return settingDraft(issuer, {
    name: { 'zh-CN': args.required('name-zh'), en: args.required('name-en') },
    keys: readKeys(args.texts('add-key')),
    types: args.texts('type'),
    status: 'active',
  });
}

function rotateKeys(view: ChainView, args: Arguments): Draft {
  const setting = settingOf(view, id(args));
  const [fresh, ending] = [readKeys(args.texts('add-key')), args.texts('end-key')];
  if (fresh.length + ending.length === 0) throw usage('--add-key or --end-key is needed');
  for (const kid of ending) {
    found(
      setting.keys.find((key) => key.kid === kid),
      `key ${kid} in force`,
    );
  }
  const kept = setting.keys.filter(({ kid }) => !ending.includes(kid));
  return settingDraft(id(args), { ...setting, keys: [...kept, ...fresh] });
}

function retire(view: ChainView, args: Arguments): Draft {
  const setting = withStatus(view, id(args), 'retired');
  const successor = args.text('successor');
  if (successor === undefined) return settingDraft(id(args), setting);
  found(view.registry.issuers.get(successor), `issuer ${successor}`);
  return settingDraft(id(args), { ...setting, successor });
}

function statusCommand(
  verb: string,
  status: 'active' | 'suspended',
  words: Pick<Described, 'summary' | 'zh'>,
): Command {
  return {
    name: `issuers ${verb}`,
    operands: 'ISSUER',
    ...words,
    examples: [
      `issuers ${verb} tax --profile city.json --key data.key --key tax.key --key finance.key`,
    ],
    draft: (view, args) => settingDraft(id(args), withStatus(view, id(args), status)),
  };
}

export const ISSUER_COMMANDS: readonly Command[] = [
  {
    name: 'issuers list',
    summary: 'all issuers with their present status',
    zh: '列出全部发证机关及当前状态',
    examples: ['issuers list --profile city.json --json'],
    read: ({ registry }) =>
      [...registry.issuers].map(([issuer, { name, history }]) => ({
        issuer,
        name: toReadable(name),
        status: history.at(-1)?.status ?? 'unknown',
      })),
  },
  {
    name: 'issuers show',
    operands: 'ISSUER',
    summary: 'keys, types and history of an issuer; ranges are heights',
    zh: '查看发证机关的密钥、证照类型和历史',
    examples: ['issuers show tax --profile city.json'],
    read: ({ registry }, args) =>
      toReadable(found(registry.issuers.get(id(args)), `issuer ${id(args)}`)),
  },
  {
    name: 'issuers add',
    operands: 'ISSUER',
    summary: 'register an issuer',
    zh: '登记新的发证机关',
    options: {
      'name-zh': { value: 'TEXT', help: 'name in Chinese' },
      'name-en': { value: 'TEXT', help: 'name in English' },
      'add-key': ADD_KEY,
      type: TYPE,
    },
    examples: [
      'propose issuers add water --name-zh 示例市水务局 --name-en "Example City Water Bureau" \\\n      --add-key water-1.public.json --type https://lightseal.example/vct/business-licence/1 \\\n      --profile city.json --out add-water.json',
    ],
    draft: add,
  },
  statusCommand('suspend', 'suspended', {
    summary: 'no more batches until resumed; what was issued stays good',
    zh: '暂停发证机关，已发证照不受影响',
  }),
  statusCommand('resume', 'active', { summary: 'end a suspension', zh: '恢复发证机关' }),
  {
    name: 'issuers retire',
    operands: 'ISSUER',
    summary: 'end an issuer for good; a successor goes on publishing its status lists',
    zh: '注销发证机关，可指定承接机关',
    options: { successor: { value: 'ISSUER', help: 'issuer that publishes status in its place' } },
    examples: [
      'propose issuers retire tax --successor finance --profile city.json --out retire.json',
    ],
    draft: retire,
  },
  {
    name: 'issuers rotate-keys',
    operands: 'ISSUER',
    summary: 'add keys, end keys, or both; an ended kid never comes back',
    zh: '更换发证机关密钥',
    options: {
      'add-key': ADD_KEY,
      'end-key': { value: 'KID', multiple: true, help: 'key that ends with the next block' },
    },
    examples: [
      'propose issuers rotate-keys tax --add-key tax-2.public.json --end-key tax-1 --profile city.json --out rotate.json',
    ],
    draft: rotateKeys,
  },
  {
    name: 'issuers mark-compromised',
    operands: 'ISSUER',
    summary: 'batches of a key at or after a height no longer count',
    zh: '标记密钥泄露，自该高度起的批次不再有效',
    options: {
      kid: { value: 'KID', help: 'the key' },
      since: { value: 'HEIGHT', help: 'first block at which it may have been misused' },
    },
    examples: [
      'propose issuers mark-compromised tax --kid tax-1 --since 4211 --profile city.json --out lost.json',
    ],
    draft: (view, args) => {
      const setting = settingOf(view, id(args));
      const keys = withCompromised(setting, args.required('kid'), args.whole('since'));
      return settingDraft(id(args), { ...setting, keys });
    },
  },
  {
    name: 'issuers set-types',
    operands: 'ISSUER',
    summary: 'the types that an issuer may issue from now on: all of them, each with --type',
    zh: '设定发证机关可签发的证照类型',
    options: { type: TYPE },
    examples: [
      'propose issuers set-types tax --type https://lightseal.example/vct/e-invoice/1 --profile city.json --out types.json',
    ],
    draft: (view, args) => {
      const setting = settingOf(view, id(args));
      return settingDraft(id(args), { ...setting, types: args.texts('type') });
    },
  },
];
