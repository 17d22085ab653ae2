/** Fetching the trust pack under a verified header, from nodes that are believed in nothing. */
import { trustHeader, type TrustedHeader, type WitnessReport } from '#core/chain/index.ts';
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
  readonly call: (node: number) => RpcCall;
}

/**
 * From one node after the other until nothing is missing: one may lie about the registry, another
 * may hold back the status list that names a revoked document.
 *
 * @throws The last refusal if no node had a pack that verifies.
 */
export async function collectFrom(ports: CollectionPorts): Promise<Collected> {
  const { header, witnesses, call } = ports;
  let { held } = ports;
  let found: Collected | undefined;
  let last: unknown;
  const nodes = witnesses.flatMap(({ node, outcome }) => (outcome === 'agrees' ? node : []));
  for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
    const asked = call(node);
    const query = (path: string, data: Uint8Array) =>
      queryApp(asked, path, data, header.height - 1);
    try {
      const material = await collectPack(query, found?.material ?? held, header.appHash);
      found = { material, pack: verifyTrustPack(material, trustHeader(header)) };
      if (isComplete(found.pack)) return found;
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      last = refusal;
      // What is held may be what is wrong: then this node is asked again, for everything.
      if (held !== undefined) nodes.unshift(node);
      held = undefined;
    }
  }
  if (found !== undefined) return found;
  throw last;
}

function isComplete({ registry, statusTokens }: TrustPack): boolean {
  return [...registry.statuses.keys()].every((list) => statusTokens.has(list));
}
