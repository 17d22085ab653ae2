/** Validators: who signs blocks. Governance decides, where the genesis names the validators. */
import { formatHex, parseBase64 } from '#core/bytes/index.ts';
import type { LocalText } from '#core/chain/index.ts';
import type { Arguments } from '../arguments.ts';
import { found, type ChainView } from '../chain-view.ts';
import { CliError } from '../cli-error.ts';
import type { Command, Draft } from '../command.ts';
import { orMalformed, readObject } from '../files.ts';
import { toReadable } from '../readable.ts';

const TYPE = 'tendermint/PubKeyEd25519';

/** What `cometbft show-validator` prints. */
function readValidatorKey(path: string): Uint8Array {
  const { type, value } = readObject(path);
  return orMalformed(path, () => {
    if (type !== TYPE || typeof value !== 'string') throw new SyntaxError('key');
    return parseBase64(value);
  });
}

function draft(publicKey: Uint8Array, name: LocalText, power: number): Draft {
  return { signer: 'governance', body: { kind: 'set-validator', publicKey, name, power } };
}

function add({ registry }: ChainView, args: Arguments): Draft {
  const publicKey = readValidatorKey(args.operand(0, 'FILE'));
  const power = args.whole('power');
  if (registry.validators.get(formatHex(publicKey))?.power === power) {
    throw new CliError('registry-cli/no-change', 'it is a validator with this power already');
  }
  const name = { 'zh-CN': args.required('name-zh'), en: args.required('name-en') };
  return draft(publicKey, name, power);
}

function remove({ registry }: ChainView, args: Arguments): Draft {
  const publicKey = readValidatorKey(args.operand(0, 'FILE'));
  const { name, power } = found(registry.validators.get(formatHex(publicKey)), 'such validator');
  if (power === 0) throw new CliError('registry-cli/no-change', 'it has left already');
  return draft(publicKey, name, 0);
}

export const VALIDATOR_COMMANDS: readonly Command[] = [
  {
    name: 'validators list',
    summary: 'the validators that sign blocks now, with their voting power',
    zh: '列出当前共识节点及表决权重',
    examples: ['validators list --profile city.json'],
    read: ({ block, registry }) =>
      block.validators.map(({ address, key, power }) => ({
        address: formatHex(address).toUpperCase(),
        name: toReadable(registry.validators.get(formatHex(key.bytes))?.name ?? null),
        type: key.type,
        publicKey: formatHex(key.bytes),
        power: toReadable(power),
      })),
  },
  {
    name: 'validators add',
    operands: 'FILE',
    summary: 'add a validator, or change its power; FILE is what cometbft show-validator prints',
    zh: '增加共识节点，或调整其表决权重',
    options: {
      'name-zh': { value: 'TEXT', help: 'name in Chinese' },
      'name-en': { value: 'TEXT', help: 'name in English' },
      power: { value: 'N', help: 'voting power; equal members have the same' },
    },
    examples: [
      'propose validators add water.validator.json --name-zh 示例市水务局 --name-en "Example City Water Bureau" --power 10 --profile city.json --out add.json',
    ],
    draft: add,
  },
  {
    name: 'validators remove',
    operands: 'FILE',
    summary: 'remove a validator; FILE is what cometbft show-validator printed',
    zh: '移除共识节点',
    examples: [
      'propose validators remove old.validator.json --profile city.json --out remove.json',
    ],
    draft: remove,
  },
];
