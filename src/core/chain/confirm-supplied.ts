/** Blocks that arrived with something else, put before the nodes once they can be asked. */
import { AttackError } from './attack.ts';
import type { ClientPorts } from './client-ports.ts';
import { syncedOf, type Synced } from './confirm.ts';
import { KEPT_BLOCKS } from './ports.ts';
import { Session } from './session.ts';
import { traceSupplied } from './supplied.ts';
import { crossCheck } from './witnesses.ts';

/**
 * Verifies the last of `untrusted` as {@link verifySupplied} does, and asks all nodes of the profile
 * about it. Whoever brought it stands for the primary, so one node that agrees is enough, and then
 * the blocks become stored trust. A node that proves another header at its height shows an attack; one
 * that says so without proof has no say.
 *
 * @returns `undefined` if no node agrees: none could be reached, or none is that far. Nothing is
 * stored then.
 * @throws {@link AttackError}; and as {@link verifySupplied}.
 */
export async function confirmSupplied<Block>(
  ports: ClientPorts<Block>,
  untrusted: readonly Block[],
): Promise<Synced<Block> | undefined> {
  const session = new Session(ports);
  const trace = await traceSupplied(ports, untrusted, ports.now);
  const witnesses = session.nodes.map((node) => ({ node }));
  session.report({ stage: 'witnesses' });
  const { reports, attack } = await crossCheck(session, { primary: undefined, trace }, witnesses);
  if (attack !== undefined) throw new AttackError(attack);
  if (!reports.some(({ outcome }) => outcome === 'agrees')) return undefined;
  await ports.store.save(trace);
  await ports.store.prune(KEPT_BLOCKS);
  return syncedOf(session, trace, reports);
}
