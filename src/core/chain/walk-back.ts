import { equalBytes } from '../bytes/index.ts';
import type { CodedError } from '../errors.ts';
import { verifyBackwards } from './backwards.ts';
import { ChainError, SourceError } from './chain-error.ts';
import { syncedOf, type Synced } from './confirm.ts';
import { failure } from './failure.ts';
import { settle } from './patience.ts';
import { isSound } from './restore.ts';
import type { Session } from './session.ts';

/**
 * Fetches the block at a height below everything that is stored, along the hashes from `above`, or
 * from the lowest stored block. One node after another is tried: whoever has the right headers is
 * as good as any other.
 *
 * @throws {@link ChainError} `chain/no-source`, `chain/invalid-header` or `chain/cancelled`.
 */
export async function walkBack<Block>(
  session: Session<Block>,
  above: Block,
  height: number,
): Promise<Synced<Block>> {
  const { engine, limits, ports } = session;
  const lowest = await ports.store.loadLowest();
  const isUsable =
    lowest !== undefined &&
    isSound(engine, lowest, limits.chainId) &&
    session.heightOf(lowest) > height &&
    session.heightOf(lowest) <= session.heightOf(above);
  const from = isUsable ? lowest : above;
  session.report({ height: session.heightOf(from), target: height });
  const refusals: CodedError[] = [];
  for (const node of session.nodes) {
    const block = await settle(session.noting(node, () => blockBelow(session, from, height, node)));
    if ('value' in block) {
      await ports.store.save([block.value]);
      return syncedOf(session, [block.value], []);
    }
    if (block.refusal.code === 'chain/cancelled') throw block.refusal;
    refusals.push(block.refusal);
  }
  throw failure(refusals);
}

async function blockBelow<Block>(
  session: Session<Block>,
  from: Block,
  height: number,
  node: number,
): Promise<Block> {
  const { engine, limits } = session;
  const { hash } = await verifyBackwards(
    engine.facts(from),
    height,
    (min, max) => session.askHeaders(node, min, max),
    (reached) => {
      session.report({ height: reached });
    },
  );
  const block = await session.ask(node, height);
  if (!equalBytes(engine.facts(block).hash, hash)) {
    throw new ChainError('chain/invalid-header', 'not the block of the header');
  }
  if (isSound(engine, block, limits.chainId)) return block;
  throw new SourceError('source/garbage', 'a block that is not what it says it is');
}
