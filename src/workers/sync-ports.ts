/** What the light client is given for one sync in a browser: its nodes, and how long they are waited for. */
import {
  withRetries,
  witnessLagMs,
  type Cancelled,
  type ClientPorts,
  type NodeFinding,
  type StoredTrust,
} from '#core/chain/index.ts';
import { rpcSource, type LightBlock } from '#core/cometbft/index.ts';
import type { SyncProgress } from './chain-protocol.ts';
import type { PagePort } from './page-port.ts';

const PATIENCE_MS = 2_500;
/** How long slow nodes are waited for once others have answered. */
const GRACE_MS = 600;
/** Before a node that could not be reached is asked again; twice as long each time. */
const RETRY_MS = 75;

/** What a sync tells on the way, and what breaks it off. */
export interface SyncWatch {
  readonly onProgress: (progress: SyncProgress) => void;
  readonly onFinding: (finding: NodeFinding) => void;
  readonly cancelled: Cancelled;
}

export type SyncPorts = ClientPorts<LightBlock> & SyncWatch;

/** Over what is stored, and the page that asks the nodes. */
export function syncPorts(
  trust: StoredTrust<LightBlock>,
  page: PagePort,
  now: Date,
  watch: SyncWatch,
): SyncPorts {
  const began = performance.now();
  return {
    ...trust,
    sources: trust.profile.nodes.map((_, node) =>
      withRetries(rpcSource(page.node(node)), (retry) => after(RETRY_MS * 2 ** retry)),
    ),
    now,
    elapsedMs: () => Math.round(performance.now() - began),
    patience: () => after(PATIENCE_MS),
    grace: () => after(GRACE_MS),
    lag: () => after(witnessLagMs(trust.profile)),
    ...watch,
  };
}

function after(ms: number): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
