/** Blocks that were looked through for validators that broke the rules. */
import { firstSuccess, type LocalText, type Patience } from '#core/chain/index.ts';
import {
  findMisconduct,
  validatorAddress,
  type Header,
  type Misconduct,
  type RpcCall,
} from '#core/cometbft/index.ts';
import { formatHex, parseHex } from '#core/bytes/index.ts';
import type { Registry } from '#core/registry/index.ts';

/** Three answers of a node: whoever was away for long does not wait for more. */
const MAX_BLOCKS = 60;
const MAX_KEPT = 20;

/** All blocks from `from` to `to`, and what they, and others before them, hold against validators. */
export interface WatchedBlocks {
  readonly from: number;
  readonly to: number;
  /** The newest first. */
  readonly misconduct: readonly NamedMisconduct[];
}

/** With the department that the registry names for the validator's key, if it names one. */
export interface NamedMisconduct extends Misconduct {
  readonly name?: LocalText;
}

/**
 * Looks through the blocks after those that were looked through, as far as sixty blocks back. One node
 * after the other is asked, the next one also where one takes longer than the patience; if none has an
 * answer that holds, everything stays as it was.
 *
 * @param head - Verified by the light client.
 * @param lowest - Of the consortium's anchor: nothing below it is looked at.
 */
export async function watchBlocks(
  before: WatchedBlocks | undefined,
  head: Header,
  lowest: number,
  nodes: readonly RpcCall[],
  patience: Patience,
): Promise<WatchedBlocks | undefined> {
  if (before !== undefined && before.to >= head.height) return before;
  const next = (before?.to ?? 0) + 1;
  const from = Math.max(lowest, next, head.height - MAX_BLOCKS + 1);
  const attempts = nodes.map((call) => () => findMisconduct(call, head, from));
  const found = await firstSuccess(attempts, patience);
  if (!('value' in found)) return before;
  return {
    from: before !== undefined && from === next ? before.from : from,
    to: head.height,
    misconduct: [...found.value, ...(before?.misconduct ?? [])].slice(0, MAX_KEPT),
  };
}

/** The same with names, as the registry has them now. */
export function withNames(watched: WatchedBlocks, { validators }: Registry): WatchedBlocks {
  const names = new Map([...validators].map(([key, { name }]) => [addressOf(key), name] as const));
  const named = watched.misconduct.map(({ name: _, ...found }): NamedMisconduct => {
    const name = names.get(found.address);
    return name === undefined ? found : { ...found, name };
  });
  return { ...watched, misconduct: named };
}

function addressOf(publicKey: string): string {
  return formatHex(validatorAddress({ type: 'ed25519', bytes: parseHex(publicKey) }));
}
