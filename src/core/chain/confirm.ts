import { AttackError } from './attack.ts';
import { trustHeader } from './restore.ts';
import { KEPT_BLOCKS } from './ports.ts';
import type { TrustedHeader, ValidatorFacts, WitnessReport } from './header.ts';
import type { Session } from './session.ts';
import type { Witness } from './witness-answer.ts';
import { crossCheck, type Proven } from './witnesses.ts';

/** A block that the light client has verified, and how. */
export interface Synced<Block> {
  readonly block: Block;
  readonly header: TrustedHeader;
  readonly validators: readonly ValidatorFacts[];
  /** From the block trusted before to this one. */
  readonly trace: readonly Block[];
  /** The node that proved the block first, then the others. */
  readonly witnesses: readonly WitnessReport[];
}

/** What is known of the nodes from before. */
export interface Acquaintance<Block> {
  /** The newest block that a node named a moment ago. */
  readonly headOf?: (node: number) => Block | undefined;
  /** Nodes that hold to another root: they are on another history, and have no say. */
  readonly strangers?: ReadonlySet<number>;
  /** Nodes that told something wrong as the primary: they may contradict, but not confirm. */
  readonly liars?: ReadonlySet<number>;
}

const NOBODY: ReadonlySet<number> = new Set();

/**
 * Compares what the primary has proven with all other nodes, and stores it only then.
 *
 * @returns `undefined` if there are other nodes and none of them agrees: no cross reference.
 * @throws {@link AttackError}; nothing is stored then.
 */
export async function confirm<Block>(
  session: Session<Block>,
  proven: Proven<Block>,
  { headOf = () => undefined, strangers = NOBODY, liars = NOBODY }: Acquaintance<Block> = {},
): Promise<Synced<Block> | undefined> {
  const { store, elapsedMs } = session.ports;
  const primary: WitnessReport = {
    node: proven.primary,
    outcome: 'agrees',
    elapsedMs: elapsedMs(),
  };
  session.report({ stage: 'witnesses' });
  const witnesses = session.nodes
    .filter((node) => node !== proven.primary && !strangers.has(node))
    .map((node): Witness<Block> => ({ node, head: headOf(node), hasLied: liars.has(node) }));
  const { reports, attack } = await crossCheck(session, proven, witnesses);
  if (attack !== undefined) throw new AttackError(attack);
  const isAlone = session.nodes.length > 1 && !reports.some(({ outcome }) => outcome === 'agrees');
  if (isAlone) return undefined;
  await store.save(proven.trace);
  await store.prune(KEPT_BLOCKS);
  const others = [...strangers].map((node) => ({
    node,
    outcome: 'invalid' as const,
    elapsedMs: elapsedMs(),
  }));
  const all = [...reports, ...others].sort((a, b) => a.node - b.node);
  return syncedOf(session, proven.trace, [primary, ...all]);
}

/** The last block of a verified trace, for the rest of the app. */
export function syncedOf<Block>(
  { engine }: Session<Block>,
  trace: Proven<Block>['trace'],
  witnesses: readonly WitnessReport[],
): Synced<Block> {
  const block = trace.at(-1) ?? trace[0];
  return {
    block,
    header: trustHeader(engine.facts(block)),
    validators: engine.validators(block),
    trace,
    witnesses,
  };
}
