/** What a run starts from, and whether the nodes still hold to it. */
import { equalBytes } from '../bytes/index.ts';
import { AttackError } from './attack.ts';
import { Canceller } from './cancel.ts';
import { ChainError } from './chain-error.ts';
import { examineConflict, type Trace } from './divergence.ts';
import { firstSuccess, settle, untilEnough } from './patience.ts';
import { isAnchor, isSound, restore } from './restore.ts';
import type { Session } from './session.ts';

/** The newest stored block, or the anchor from whichever node has it. */
export async function openRoot<Block>(session: Session<Block>): Promise<Block> {
  return (await restore(session.ports)) ?? (await fetchAnchor(session));
}

async function fetchAnchor<Block>(session: Session<Block>): Promise<Block> {
  const { ports, cancelled, patience } = session;
  const attempts = session.nodes.map(
    (node) => () =>
      session.noting(node, async () => {
        const block = await session.ask(node, ports.profile.anchor.height);
        if (isAnchor(ports, block)) return block;
        throw new ChainError('chain/anchor-mismatch', 'not the header of the anchor');
      }),
  );
  const found = await firstSuccess(attempts, patience, cancelled);
  if ('value' in found) return found.value;
  const contradicts = found.refusals.some(({ code }) => CONTRADICTS.has(code));
  const unsupported = found.refusals.find(({ code }) => code === 'source/unsupported-key');
  if (unsupported !== undefined && !contradicts) throw unsupported;
  throw contradicts
    ? new ChainError('chain/anchor-mismatch', 'the nodes have another header at the anchor')
    : new ChainError('chain/no-source', 'no node has the anchor', { cause: found.refusals[0] });
}

const CONTRADICTS: ReadonlySet<string> = new Set(['chain/anchor-mismatch', 'source/other-chain']);

/**
 * Asks all nodes whether they have the same header at the height of `root`. Those that do not are
 * on another history; they are named, and take no part. One that proves its history from a block
 * before the root shows an attack.
 *
 * @returns The nodes that contradict.
 * @throws {@link ChainError} `chain/anchor-mismatch` (at the anchor) or `chain/root-conflict` if
 * nodes contradict and none holds to the root; {@link AttackError}.
 */
export async function checkRoot<Block>(
  session: Session<Block>,
  root: Block,
): Promise<ReadonlySet<number>> {
  const { height, hash } = session.engine.facts(root);
  const asking = new Canceller(session.cancelled);
  const asked = session.nodes.map(async (node) => {
    const answer = await settle(session.askHeader(node, height, asking));
    return 'value' in answer ? equalBytes(answer.value.hash, hash) : undefined;
  });
  const answers = await untilEnough(asked, (holds) => holds === true, session.grace);
  asking.cancel();
  const others = session.nodes.filter((node) => answers[node] === false);
  if (others.length === 0) return new Set();
  const conflict = isAnchor(session.ports, root)
    ? new ChainError('chain/anchor-mismatch', 'the nodes have another header at the anchor')
    : new ChainError('chain/root-conflict', 'the nodes have another header than the one stored');
  for (const node of others) session.note(node, conflict);
  await proveOthers(session, root, others);
  if (answers.includes(true)) return new Set(others);
  throw conflict;
}

/** At the anchor there is nothing before it to prove from: a contradiction there is an error. */
async function proveOthers<Block>(
  session: Session<Block>,
  root: Block,
  others: readonly number[],
): Promise<void> {
  if (isAnchor(session.ports, root)) return;
  const attacks = await Promise.all(
    others.map(async (node) => {
      const trace = await traceTo(session, root, node);
      const theirs = await settle(session.ask(node, session.heightOf(root)));
      if (trace === undefined || !('value' in theirs)) return undefined;
      return await examineConflict(session, undefined, trace, theirs.value, node);
    }),
  );
  const attack = attacks.find((one) => one !== undefined);
  if (attack !== undefined) throw new AttackError(attack);
}

/** The root with the block that it was verified from: a stored one, or the anchor. */
async function traceTo<Block>(
  session: Session<Block>,
  root: Block,
  node: number,
): Promise<Trace<Block> | undefined> {
  const { ports } = session;
  const { anchor } = ports.profile;
  const stored = await ports.store.loadBefore(session.heightOf(root));
  const isUsable =
    stored !== undefined &&
    isSound(session.engine, stored, session.limits.chainId) &&
    session.heightOf(stored) >= anchor.height;
  if (isUsable) return [stored, root];
  const first = await settle(session.ask(node, anchor.height));
  return 'value' in first && isAnchor(ports, first.value) ? [first.value, root] : undefined;
}
