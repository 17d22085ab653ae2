/** The light client as a whole: from what is trusted to the newest header that the nodes agree on. */
import { equalBytes } from '../bytes/index.ts';
import type { CodedError } from '../errors.ts';
import { ChainError, SourceError } from './chain-error.ts';
import { askHeads, inOrderOfPromise, type Head } from './heads.ts';
import type { TrustedHeader, ValidatorFacts, WitnessReport } from './header.ts';
import { fetchFrom, firstSuccess, patiences, within, type Patience } from './patience.ts';
import type { Engine, LightBlockSource, LightStore } from './ports.ts';
import type { ConsortiumProfile } from './profile.ts';
import { isAnchor, limitsOf, restore, trustHeader, verifyNotExpired } from './restore.ts';
import { verifySkipping } from './skipping.ts';
import { crossCheck, type Attack } from './witnesses.ts';

/** Everything that a sync needs from outside. */
export interface SyncPorts<Block> {
  readonly profile: ConsortiumProfile;
  readonly engine: Engine<Block>;
  /** One per node of the profile, in its order. */
  readonly sources: readonly LightBlockSource<Block>[];
  readonly store: LightStore<Block>;
  readonly now: Date;
  /** Milliseconds since the sync began, for display only. */
  readonly elapsedMs: () => number;
  /** How long one answer is waited for, before others go on without it. */
  readonly patience: Patience;
  readonly onProgress: (stage: 'headers' | 'witnesses', height: number) => void;
}

/** A finished sync. */
export interface Synced<Block> {
  readonly block: Block;
  readonly header: TrustedHeader;
  readonly validators: readonly ValidatorFacts[];
  /** From the block trusted before to the newest one. */
  readonly trace: readonly Block[];
  /** The node that proved the head first, then the others. */
  readonly witnesses: readonly WitnessReport[];
}

/** An attack stops the client; what it found is kept for export. */
export class AttackError extends ChainError {
  readonly attack: Attack;

  constructor(attack: Attack) {
    super('chain/attack', 'two provable headers at one height');
    this.attack = attack;
  }
}

/** A head that one node has proven. */
interface Proven<Block> {
  readonly head: Head<Block>;
  readonly trace: readonly [Block, ...Block[]];
}

/**
 * Brings the trusted head up to date. All nodes are asked for their newest block; one after another
 * is tried as the primary until one proves its head, the next one starting when the one before
 * refuses or is slow; then all others are compared with it. It returns only if:
 *
 * a) the head is proven from the anchor or from the newest stored block, within its trusting period;
 * b) at least one other node agrees with it (where the profile has any other node);
 * c) no other node proves a different one.
 *
 * Only then is anything stored. A head that nobody confirms yet gives way to an older one.
 *
 * @throws {@link ChainError} `chain/no-source`, `chain/anchor-mismatch`, `chain/expired`,
 * `chain/invalid-header`, `chain/too-many-fetches`, `chain/no-witness`; {@link ClockBehindError};
 * {@link AttackError}.
 */
export async function sync<Block>(ports: SyncPorts<Block>): Promise<Synced<Block>> {
  const trusted = (await restore(ports)) ?? (await fetchAnchor(ports));
  verifyNotExpired(ports.engine, trusted, limitsOf(ports.profile, ports.now));
  const { heads, refusals } = await askHeads(ports.sources, ports.patience);
  const isNews = ({ block }: Head<Block>) => heightOf(ports, block) > heightOf(ports, trusted);
  const ordered = inOrderOfPromise(ports.engine, heads);
  const run: Run<Block> = { ports, trusted, heads };
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

/**
 * A node gets this many patiences to prove its head: an honest one needs few, and one that hands out
 * block after block just in time must not hold up those that have nothing newer to say.
 */
const PATIENCES_TO_PROVE = 12;

interface Run<Block> {
  readonly ports: SyncPorts<Block>;
  readonly trusted: Block;
  readonly heads: readonly Head<Block>[];
}

type Outcome<Block> =
  { readonly synced: Synced<Block> } | { readonly refusals: readonly CodedError[] };

/** The first of the candidates that is proven and that another node confirms. */
async function firstConfirmed<Block>(
  { ports, trusted, heads }: Run<Block>,
  candidates: readonly Head<Block>[],
): Promise<Outcome<Block>> {
  const proven = await firstSuccess(
    candidates.map((head) => (isOver) => {
      const proof = prove(ports, trusted, head, isOver);
      return within(() => patiences(ports.patience, PATIENCES_TO_PROVE), proof);
    }),
    ports.patience,
  );
  if ('refusals' in proven) {
    const clock = proven.refusals.find(({ code }) => code === 'chain/clock-behind');
    if (clock !== undefined) throw clock;
    return proven;
  }
  const synced = await confirm(ports, proven.value, heads);
  if (synced !== undefined) return { synced };
  const others = candidates.filter(({ node }) => node !== proven.value.head.node);
  const next = await firstConfirmed({ ports, trusted, heads }, others);
  if ('synced' in next) return next;
  const lonely = new ChainError('chain/no-witness', 'no other node confirms the head');
  return { refusals: [lonely, ...next.refusals] };
}

async function fetchAnchor<Block>(ports: SyncPorts<Block>): Promise<Block> {
  const { engine, sources, patience, profile } = ports;
  const attempts = sources.map((source) => async () => {
    const block = await fetchFrom(engine, source, patience)(profile.anchor.height);
    if (isAnchor(ports, block)) return block;
    throw new ChainError('chain/anchor-mismatch', 'not the header of the anchor');
  });
  const found = await firstSuccess(attempts, patience);
  if ('value' in found) return found.value;
  throw (
    found.refusals.find(({ code }) => code === 'chain/anchor-mismatch') ??
    new ChainError('chain/no-source', 'no node has the anchor', { cause: found.refusals[0] })
  );
}

async function prove<Block>(
  ports: SyncPorts<Block>,
  trusted: Block,
  head: Head<Block>,
  isOver: () => boolean,
): Promise<Proven<Block>> {
  const { engine, sources, patience } = ports;
  const [held, claimed] = [engine.facts(trusted), engine.facts(head.block)];
  if (claimed.height < held.height) throw new SourceError('source/down', 'the node is behind');
  if (claimed.height === held.height) {
    if (equalBytes(claimed.hash, held.hash)) return { head, trace: [trusted] };
    throw new ChainError('chain/invalid-header', 'another header at the trusted height');
  }
  const source = sources[head.node];
  if (source === undefined) throw new Error('a head without its node');
  const fetch = fetchFrom(engine, source, patience);
  const limits = limitsOf(ports.profile, ports.now);
  const steps = await verifySkipping(engine, trusted, head.block, limits, (height) => {
    if (isOver()) throw new ChainError('chain/cancelled', 'another node was faster');
    ports.onProgress('headers', height);
    return fetch(height);
  });
  return { head, trace: [trusted, ...steps] };
}

/** `undefined` if there are other nodes and none of them agrees. */
async function confirm<Block>(
  ports: SyncPorts<Block>,
  { head, trace }: Proven<Block>,
  heads: readonly Head<Block>[],
): Promise<Synced<Block> | undefined> {
  const { engine, sources, elapsedMs, patience, store } = ports;
  const block = trace.at(-1) ?? trace[0];
  const primary: WitnessReport = { node: head.node, outcome: 'agrees', elapsedMs: elapsedMs() };
  ports.onProgress('witnesses', engine.facts(block).height);
  const witnesses = sources.flatMap((source, node) =>
    node === head.node
      ? []
      : { node, source, head: heads.find((other) => other.node === node)?.block },
  );
  const limits = limitsOf(ports.profile, ports.now);
  const comparison = { engine, trace, limits, elapsedMs, patience };
  const { reports, attack } = await crossCheck(comparison, witnesses);
  if (attack !== undefined) throw new AttackError(attack);
  if (reports.length > 0 && !reports.some(({ outcome }) => outcome === 'agrees')) return undefined;
  await store.save(trace);
  return {
    block,
    header: trustHeader(engine.facts(block)),
    validators: engine.validators(block),
    trace,
    witnesses: [primary, ...reports],
  };
}

/** A clock, an anchor or a lonely head is for people to know; a dead or lying node is not. */
function failure(refusals: readonly CodedError[]): CodedError {
  const telling = ['chain/expired', 'chain/no-witness']
    .map((code) => refusals.find((refusal) => refusal.code === code))
    .find((refusal) => refusal !== undefined);
  if (telling !== undefined) return telling;
  const cause = refusals.find(({ code }) => code !== 'source/down' && code !== 'source/slow');
  if (cause instanceof ChainError) return cause;
  return cause === undefined
    ? new ChainError('chain/no-source', 'no node answers', { cause: refusals[0] })
    : new ChainError('chain/invalid-header', 'no node proves its head', { cause });
}

function heightOf<Block>({ engine }: SyncPorts<Block>, block: Block): number {
  return engine.facts(block).height;
}
