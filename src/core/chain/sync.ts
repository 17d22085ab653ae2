/** The light client as a whole: from what is trusted to the newest header that the nodes agree on. */
import { equalBytes } from '../bytes/index.ts';
import { isRefusal, type CodedError } from '../errors.ts';
import type { Cancelled } from './cancel.ts';
import { ChainError, SourceError } from './chain-error.ts';
import type { ClientPorts } from './client-ports.ts';
import { confirm, type Synced } from './confirm.ts';
import { failure, isLie } from './failure.ts';
import { askHeads, inOrderOfPromise, type Head } from './heads.ts';
import { firstSuccess } from './patience.ts';
import { prove } from './prove.ts';
import { verifyNotExpired } from './restore.ts';
import { checkRoot, openRoot } from './root.ts';
import { Session } from './session.ts';
import type { Proven } from './witnesses.ts';

/**
 * Brings the trusted head up to date. All nodes are asked for their newest block, and whether they
 * hold to what is trusted; one after another is tried as the primary until one proves its head, the
 * next one starting when the one before refuses or is slow; then all others are compared with it. It
 * returns only if:
 *
 * a) the head is proven from the anchor or from the newest stored block, within its trusting period;
 * b) at least one other node agrees with it (where the profile has any other node);
 * c) no other node proves a different one, neither there nor at the block trusted before.
 *
 * Only then is anything stored. A head that nobody confirms yet gives way to an older one. A node that
 * told something wrong as the primary is reported as `invalid`, and confirms nothing.
 *
 * @throws {@link ChainError} `chain/no-source`, `chain/anchor-mismatch`, `chain/root-conflict`,
 * `chain/expired`, `chain/invalid-header`, `chain/too-many-fetches`, `chain/no-witness`,
 * `chain/cancelled`; {@link ClockBehindError}; {@link AttackError}.
 */
export async function sync<Block>(ports: ClientPorts<Block>): Promise<Synced<Block>> {
  const session = new Session(ports);
  const trusted = await openRoot(session);
  session.report({ height: session.heightOf(trusted) });
  verifyNotExpired(session.engine, trusted, session.limits);
  const [{ heads, refusals }, strangers] = await Promise.all([
    askHeads(session),
    checkRoot(session, trusted),
  ]);
  const run: Run<Block> = { session, trusted, heads, strangers, liars: new Set() };
  const isNews = ({ block }: Head<Block>) => session.heightOf(block) > session.heightOf(trusted);
  const ordered = inOrderOfPromise(session.engine, heads).filter(
    ({ node }) => !strangers.has(node),
  );
  // Nodes that stand still must not win against those that go on.
  const ahead = await firstConfirmed(run, ordered.filter(isNews));
  if ('synced' in ahead) return ahead.synced;
  const still = await firstConfirmed(
    run,
    ordered.filter((head) => !isNews(head)),
  );
  if ('synced' in still) return still.synced;
  throw failure([...ahead.refusals, ...still.refusals, ...refusals]);
}

interface Run<Block> {
  readonly session: Session<Block>;
  readonly trusted: Block;
  readonly heads: readonly Head<Block>[];
  /** Nodes that hold to another root. */
  readonly strangers: ReadonlySet<number>;
  /** Filled on the way. */
  readonly liars: Set<number>;
}

type Outcome<Block> =
  { readonly synced: Synced<Block> } | { readonly refusals: readonly CodedError[] };

/** The first of the candidates that is proven and that another node confirms. */
async function firstConfirmed<Block>(
  run: Run<Block>,
  candidates: readonly Head<Block>[],
): Promise<Outcome<Block>> {
  const { session, heads, strangers, liars } = run;
  const proven = await firstSuccess(
    candidates.map((head) => (cancelled) => proveHead(run, head, cancelled)),
    session.patience,
    session.cancelled,
  );
  if ('refusals' in proven) {
    const final = proven.refusals.find(({ code }) => FINAL.has(code));
    if (final !== undefined) throw final;
    return proven;
  }
  const headOf = (node: number) => heads.find((head) => head.node === node)?.block;
  const synced = await confirm(session, proven.value, { headOf, strangers, liars });
  if (synced !== undefined) return { synced };
  const others = candidates.filter(({ node }) => node !== proven.value.primary);
  const next = await firstConfirmed(run, others);
  if ('synced' in next) return next;
  const lonely = new ChainError('chain/no-witness', 'no other node confirms the head');
  return { refusals: [lonely, ...next.refusals] };
}

const FINAL: ReadonlySet<string> = new Set(['chain/clock-behind', 'chain/cancelled']);

async function proveHead<Block>(
  run: Run<Block>,
  head: Head<Block>,
  cancelled: Cancelled,
): Promise<Proven<Block>> {
  try {
    return await run.session.noting(head.node, () => tryHead(run, head, cancelled));
  } catch (refusal) {
    if (isRefusal(refusal) && isLie(refusal.code)) run.liars.add(head.node);
    throw refusal;
  }
}

async function tryHead<Block>(
  { session, trusted }: Run<Block>,
  { node, block }: Head<Block>,
  cancelled: Cancelled,
): Promise<Proven<Block>> {
  const [held, claimed] = [session.engine.facts(trusted), session.engine.facts(block)];
  if (claimed.height < held.height) throw new SourceError('source/too-high', 'the node is behind');
  if (claimed.height > held.height) {
    return await prove(session, { primary: node, trusted, target: block }, cancelled);
  }
  if (equalBytes(claimed.hash, held.hash)) return { primary: node, trace: [trusted] };
  throw new ChainError('chain/invalid-header', 'another header at the trusted height');
}
