/** The light client at a fixed height (CometBFT v0.38, `light/client.go`). */
import { isRefusal, type CodedError } from '../errors.ts';
import { ChainError } from './chain-error.ts';
import type { ClientPorts } from './client-ports.ts';
import { confirm, syncedOf, type Synced } from './confirm.ts';
import { isSame } from './divergence.ts';
import { failure, invalidHeader, isLie } from './failure.ts';
import { settle } from './patience.ts';
import { prove } from './prove.ts';
import { isSound, verifyNotExpired } from './restore.ts';
import { openRoot, checkRoot } from './root.ts';
import { Session } from './session.ts';
import { walkBack } from './walk-back.ts';
import type { Proven } from './witnesses.ts';

/**
 * Verifies the block at `height`, as CometBFT's light client does, with the first source as primary:
 *
 * a) a stored block is returned as it is; nobody is asked;
 * b) above the lowest trusted height: forward from the closest trusted block below, in the mode of
 *    the ports; then compared with every other node;
 * c) below it: backwards along the hashes; votes and witnesses have no say there.
 *
 * A primary that has no such block is replaced by the next node. One that fails on the way is
 * replaced only by a node with the same target header; if it told something wrong, it is reported as
 * `invalid`, and confirms nothing. A target that does not verify is refused.
 *
 * @returns The block, and the trace from the trusted block to it. It is stored.
 * @throws {@link ChainError} `chain/no-source`, `chain/anchor-mismatch`, `chain/root-conflict`,
 * `chain/expired`, `chain/too-many-fetches`, `chain/cancelled`; `chain/invalid-header` with the
 * engine's refusal as its cause; `chain/no-witness` if there are other nodes and none agrees;
 * {@link ClockBehindError}; {@link AttackError}. Nothing is stored then.
 */
export async function verifyAtHeight<Block>(
  ports: ClientPorts<Block>,
  height: number,
): Promise<Synced<Block>> {
  if (!Number.isSafeInteger(height) || height < 1) {
    throw new ChainError('chain/no-source', 'no chain has such a height');
  }
  const session = new Session(ports);
  const held = soundOrNothing(session, await ports.store.load(height));
  if (held !== undefined) return syncedOf(session, [held], []);
  const root = await openRoot(session);
  if (session.heightOf(root) === height) return await rootItself(session, root);
  const from = session.heightOf(root) < height ? root : await startBelow(session, height);
  if (from === undefined) return await walkBack(session, root, height);
  session.report({ height: session.heightOf(from), target: height });
  verifyNotExpired(session.engine, from, session.limits);
  const strangers = await checkRoot(session, from);
  const liars = new Set<number>();
  const proven = await proveFixed(session, { from, height, strangers, liars });
  const synced = await confirm(session, proven, { strangers, liars });
  if (synced !== undefined) return synced;
  throw new ChainError('chain/no-witness', 'no other node has the same header');
}

async function rootItself<Block>(session: Session<Block>, root: Block): Promise<Synced<Block>> {
  await checkRoot(session, root);
  await session.ports.store.save([root]);
  return syncedOf(session, [root], []);
}

interface FixedGoal<Block> {
  readonly from: Block;
  readonly height: number;
  /** Nodes that hold to another root. */
  readonly strangers: ReadonlySet<number>;
  /** Filled on the way. */
  readonly liars: Set<number>;
}

async function proveFixed<Block>(
  session: Session<Block>,
  { from, height, strangers, liars }: FixedGoal<Block>,
): Promise<Proven<Block>> {
  const refusals: CodedError[] = [];
  let wanted: Block | undefined;
  let failed: CodedError | undefined;
  for (const primary of session.nodes.filter((node) => !strangers.has(node))) {
    const answer = await settle(session.ask(primary, height));
    if ('refusal' in answer) {
      refusals.push(answer.refusal);
      continue;
    }
    const target = answer.value;
    if (wanted !== undefined && !isSame(session, wanted, target)) continue;
    wanted = target;
    const outcome = await tryPrimary(session, primary, from, target);
    if ('proven' in outcome) return outcome.proven;
    if (isLie(outcome.refusal.code)) liars.add(primary);
    failed ??= outcome.refusal;
  }
  throw failed === undefined ? failure(refusals) : invalidHeader(failed);
}

/** @throws A refusal that another node cannot cure. */
async function tryPrimary<Block>(
  session: Session<Block>,
  primary: number,
  trusted: Block,
  target: Block,
): Promise<{ readonly proven: Proven<Block> } | { readonly refusal: CodedError }> {
  let current: Block | undefined;
  const watch = {
    onStep: (block: Block) => {
      current = block;
    },
  };
  const claim = { primary, trusted, target };
  try {
    const proving = () => prove(session, claim, session.cancelled, watch);
    return { proven: await session.noting(primary, proving) };
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    const isNodes = refusal.code.startsWith('source/') || current !== target;
    if (!isNodes || FINAL.has(refusal.code)) throw invalidHeader(refusal);
    return { refusal };
  }
}

const FINAL: ReadonlySet<string> = new Set([
  'chain/expired',
  'chain/clock-behind',
  'chain/cancelled',
]);

/** A walk forward never begins below the anchor: that is where the trust comes from. */
async function startBelow<Block>(session: Session<Block>, height: number) {
  const { store, profile } = session.ports;
  const block = await store.loadBefore(height);
  if (block === undefined || session.heightOf(block) < profile.anchor.height) return undefined;
  return soundOrNothing(session, block);
}

function soundOrNothing<Block>({ engine, limits }: Session<Block>, block: Block | undefined) {
  return block !== undefined && isSound(engine, block, limits.chainId) ? block : undefined;
}
