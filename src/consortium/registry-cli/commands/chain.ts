/** Questions about the chain itself. */
import { decodeCbor, formatHex } from '#core/bytes/index.ts';
import { LIMITS } from '#core/registry/index.ts';
import { found } from '../chain-view.ts';
import type { Command } from '../command.ts';
import { toReadable } from '../readable.ts';

export const CHAIN_COMMANDS: readonly Command[] = [
  {
    name: 'query',
    operands: 'KEY',
    summary: 'the value under any key of the registry, with its proof verified',
    zh: '按键查询登记簿，并验证证明',
    examples: [
      'query issuer/tax --profile city.json',
      'query sequence/governance --profile city.json',
    ],
    read: async ({ chain, block, entries }, args) => {
      const key = args.operand(0, 'KEY');
      found(entries.get(key), key);
      const value = await chain.value(key, block.header);
      const decoded = toReadable(decodeCbor(value, LIMITS.entryBytes));
      return { key, bytes: formatHex(value), value: decoded };
    },
  },
];
