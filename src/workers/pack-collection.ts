/** Fetching the trust pack under a verified header, from nodes that are believed in nothing. */
import {
  findingOf,
  firstSuccess,
  SourceError,
  trustHeader,
  type Attempt,
  type Cancelled,
  type NodeFinding,
  type Patience,
  type TrustedHeader,
  type WitnessReport,
} from '#core/chain/index.ts';
import { queryApp, type RpcCall } from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  collectPack,
  verifyTrustPack,
  type TrustPack,
  type UntrustedPack,
} from '#core/registry/index.ts';

export interface Collected {
  readonly material: UntrustedPack;
  readonly pack: TrustPack;
}

/** What a collection needs. */
export interface CollectionPorts {
  readonly header: TrustedHeader;
  /** Those that agreed with the header are asked, in this order. */
  readonly witnesses: readonly WitnessReport[];
  /** What is held already; it is verified anew together with what is fetched. */
  readonly held: UntrustedPack | undefined;
  readonly call: (node: number, cancelled: Cancelled) => RpcCall;
  /** How long a node may take before the next one is asked as well. */
  readonly patience: Patience;
  readonly cancelled: Cancelled;
  readonly onFinding?: (finding: NodeFinding) => void;
}

/**
 * From one node after the other until nothing is missing: one may lie about the registry, another
 * may hold back the status list that names a revoked document, and one may be slow in this alone.
 *
 * @throws The last refusal if no node had a pack that verifies; {@link ChainError} `chain/cancelled`.
 */
export async function collectFrom(ports: CollectionPorts): Promise<Collected> {
  const { witnesses, held, call, patience, cancelled } = ports;
  let found: Collected | undefined;
  const attemptAt =
    (node: number): Attempt<Collected> =>
    async (leave) => {
      const collecting = collectAt(ports, call(node, leave), found?.material ?? held);
      found = await telling(ports, node, collecting);
      if (isComplete(found.pack)) return found;
      throw new SourceError('source/pruned', 'the node lacks a status list');
    };
  const nodes = witnesses.flatMap(({ node, outcome }) => (outcome === 'agrees' ? node : []));
  const outcome = await firstSuccess(nodes.map(attemptAt), patience, cancelled);
  if ('value' in outcome) return outcome.value;
  if (found !== undefined) return found;
  throw outcome.refusals.at(-1) ?? new SourceError('source/down', 'no node to ask');
}

/** Tells what a node's pack was refused for. */
async function telling<T>(
  { onFinding }: CollectionPorts,
  node: number,
  collecting: Promise<T>,
): Promise<T> {
  try {
    return await collecting;
  } catch (refusal) {
    const finding = isRefusal(refusal) ? findingOf(node, refusal) : undefined;
    if (finding !== undefined) onFinding?.(finding);
    throw refusal;
  }
}

/** What is held may be what is wrong: then the node is asked again, for everything. */
async function collectAt(
  ports: CollectionPorts,
  call: RpcCall,
  held: UntrustedPack | undefined,
): Promise<Collected> {
  try {
    return await collectOnce(ports, call, held);
  } catch (refusal) {
    const isHelds = isRefusal(refusal) && !(refusal instanceof SourceError);
    if (!isHelds || held === undefined) throw refusal;
    return await collectOnce(ports, call, undefined);
  }
}

async function collectOnce(
  { header }: CollectionPorts,
  call: RpcCall,
  held: UntrustedPack | undefined,
): Promise<Collected> {
  const query = (path: string, data: Uint8Array) => queryApp(call, path, data, header.height - 1);
  const material = await collectPack(query, held, header.appHash);
  return { material, pack: verifyTrustPack(material, trustHeader(header)) };
}

function isComplete({ registry, statusTokens }: TrustPack): boolean {
  return [...registry.statuses.keys()].every((list) => statusTokens.has(list));
}
