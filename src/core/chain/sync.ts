/** The light client as a whole: from what is trusted to the newest header that the nodes agree on. */
import { equalBytes, formatHex } from '../bytes/index.ts';
import { isRefusal, type CodedError } from '../errors.ts';
import { ChainError } from './chain-error.ts';
import type { HeaderFacts, TrustedHeader, ValidatorFacts, WitnessReport } from './header.ts';
import type { Engine, LightBlockSource, LightStore, StepLimits } from './ports.ts';
import type { ConsortiumProfile } from './profile.ts';
import { verifySkipping } from './skipping.ts';
import { crossCheck, fetchFrom, type Attack, type Witness } from './witnesses.ts';

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
  /** How long a witness is waited for. */
  readonly patience: () => Promise<unknown>;
  readonly onProgress: (stage: 'headers' | 'witnesses', height: number) => void;
}

/** A finished sync. */
export interface Synced<Block> {
  readonly block: Block;
  readonly header: TrustedHeader;
  readonly validators: readonly ValidatorFacts[];
  /** From the block trusted before to the newest one. */
  readonly trace: readonly Block[];
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

/**
 * Brings the trusted head up to date. Every node is tried as the primary until one proves a head;
 * all others are then asked for the same height. It returns only if:
 *
 * a) the head is proven from the anchor or from the newest stored block, within its trusting period;
 * b) at least one other node agrees with it (where the profile has any other node);
 * c) no other node proves a different one.
 *
 * Only then is anything stored.
 *
 * @throws {@link ChainError} `chain/no-source`, `chain/anchor-mismatch`, `chain/expired`,
 * `chain/clock-behind`, `chain/invalid-header`, `chain/no-witness`; {@link AttackError}.
 */
export async function sync<Block>(ports: SyncPorts<Block>): Promise<Synced<Block>> {
  const trusted = (await restore(ports)) ?? (await fetchAnchor(ports));
  const { primary, trace } = await advance(ports, trusted);
  const height = heightOf(ports, trace.at(-1));
  ports.onProgress('witnesses', height);
  const witnesses = ports.sources.flatMap((source, node): Witness<Block>[] =>
    node === primary ? [] : [[node, source]],
  );
  const { engine, elapsedMs } = ports;
  const comparison = {
    engine,
    trace,
    limits: limitsOf(ports),
    elapsedMs,
    patience: ports.patience(),
  };
  const { reports, attack } = await crossCheck(comparison, witnesses);
  if (attack !== undefined) throw new AttackError(attack);
  if (reports.length > 0 && !reports.some(({ outcome }) => outcome === 'agrees')) {
    throw new ChainError('chain/no-witness', 'no other node confirms the head');
  }
  await ports.store.save(trace);
  return result(ports, trace, [{ node: primary, outcome: 'agrees', elapsedMs: 0 }, ...reports]);
}

/**
 * The newest stored block, re-checked: it is well formed, of this chain, and not below the anchor.
 * Whether it still carries trust is decided by its age, when it is used.
 */
export async function restore<Block>(
  ports: Pick<SyncPorts<Block>, 'profile' | 'engine' | 'store'>,
): Promise<Block | undefined> {
  const { anchor, chainId } = ports.profile;
  const block = await ports.store.loadLatest();
  if (block === undefined) return undefined;
  try {
    ports.engine.verifySelf(block, chainId);
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
  const { height, hash } = ports.engine.facts(block);
  if (height < anchor.height) return undefined;
  return height > anchor.height || formatHex(hash) === anchor.hash ? block : undefined;
}

/** The one way to a {@link TrustedHeader}: the caller has verified `facts`, or restored them. */
export function trustHeader(facts: HeaderFacts): TrustedHeader {
  return facts as TrustedHeader;
}

async function fetchAnchor<Block>(ports: SyncPorts<Block>): Promise<Block> {
  const { anchor, chainId } = ports.profile;
  let lied = false;
  for (const source of ports.sources) {
    const block = await attempt(() => source.lightBlock(anchor.height));
    if (block === undefined) continue;
    // Hash and self-consistency together: the hash covers the validators only through the header.
    const genuine = await attempt(() => {
      ports.engine.verifySelf(block, chainId);
      return Promise.resolve(formatHex(ports.engine.facts(block).hash) === anchor.hash);
    });
    if (genuine === true) return block;
    lied = true;
  }
  throw lied
    ? new ChainError('chain/anchor-mismatch', 'no node has the header of the anchor')
    : new ChainError('chain/no-source', 'no node answers');
}

async function advance<Block>(ports: SyncPorts<Block>, trusted: Block) {
  let worst: CodedError | undefined;
  let behind: number | undefined;
  for (const [node, source] of ports.sources.entries()) {
    try {
      const target = await source.lightBlock('latest');
      if (target === undefined) continue;
      if (heightOf(ports, target) > heightOf(ports, trusted)) {
        return {
          primary: node,
          trace: [trusted, ...(await follow(ports, trusted, target, source))],
        };
      }
      if (isSame(ports, target, trusted)) behind ??= node;
    } catch (refusal) {
      worst = moreTelling(worst, refusal);
    }
  }
  // Nothing newer anywhere, but a node still stands at what we trust.
  if (behind !== undefined) return { primary: behind, trace: [trusted] };
  throw failure(worst);
}

function follow<Block>(
  ports: SyncPorts<Block>,
  trusted: Block,
  target: Block,
  source: LightBlockSource<Block>,
): Promise<Block[]> {
  const fetch = fetchFrom(source);
  return verifySkipping(ports.engine, trusted, target, limitsOf(ports), (height) => {
    ports.onProgress('headers', height);
    return fetch(height);
  });
}

function limitsOf({ profile, now }: Pick<SyncPorts<unknown>, 'profile' | 'now'>): StepLimits {
  return {
    chainId: profile.chainId,
    trustLevel: profile.trustLevel,
    trustingPeriodNs: BigInt(profile.trustingPeriodMs) * 1_000_000n,
    clockDriftNs: BigInt(profile.clockDriftMs) * 1_000_000n,
    nowNs: BigInt(now.getTime()) * 1_000_000n,
  };
}

/** A clock or an anchor problem is ours to solve; a dead or lying node is not. */
function moreTelling(held: CodedError | undefined, refusal: unknown): CodedError {
  if (!isRefusal(refusal)) throw refusal;
  return held instanceof ChainError && !(refusal instanceof ChainError) ? held : refusal;
}

function failure(worst: CodedError | undefined): CodedError {
  if (worst instanceof ChainError) return worst;
  const dead = worst === undefined || worst.code === 'source/down' || worst.code === 'source/slow';
  return dead
    ? new ChainError('chain/no-source', 'no node answers', { cause: worst })
    : new ChainError('chain/invalid-header', 'no node proves its head', { cause: worst });
}

/** `undefined` for a coded refusal: another node may do better. */
async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (refusal) {
    if (isRefusal(refusal)) return undefined;
    throw refusal;
  }
}

function result<Block>(
  ports: SyncPorts<Block>,
  trace: readonly Block[],
  witnesses: readonly WitnessReport[],
): Synced<Block> {
  const block = trace.at(-1);
  if (block === undefined) throw new Error('a trace is never empty');
  const { engine } = ports;
  return {
    block,
    header: trustHeader(engine.facts(block)),
    validators: engine.validators(block),
    trace,
    witnesses,
  };
}

function heightOf<Block>(ports: SyncPorts<Block>, block: Block | undefined): number {
  return block === undefined ? 0 : ports.engine.facts(block).height;
}

function isSame<Block>(ports: SyncPorts<Block>, a: Block, b: Block): boolean {
  return equalBytes(ports.engine.facts(a).hash, ports.engine.facts(b).hash);
}
