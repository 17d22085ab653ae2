/**
 * New blocks as one node announces them over its WebSocket. What it says is a hint and nothing more:
 * it only makes the light client look sooner than it would by itself.
 */
import { isNestedDeeper } from '#core/bytes/index.ts';
import type { Network } from './network.ts';

const SUBSCRIBE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'subscribe',
  params: { query: "tm.event='NewBlockHeader'" },
});
const EVENT = 'tendermint/event/NewBlockHeader';
const MAX_DEPTH = 32;
/** A node that announces without end is heard no more often than this. */
const SPACING_MS = 1_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** What hints need from outside. */
export interface HintPorts {
  readonly network: Pick<Network, 'listen'>;
  /** RPC addresses, in the profile's order; one is listened to at a time. */
  readonly nodes: readonly string[];
  readonly onHint: () => void;
  readonly onLive: (isLive: boolean) => void;
}

export class HeaderHints {
  readonly #ports: HintPorts;
  #leave: (() => void) | undefined;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #node = 0;
  #waitMs = FIRST_WAIT_MS;
  #isHeld = false;
  #isOwed = false;

  constructor(ports: HintPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#leave !== undefined || this.#ports.nodes.length === 0) return;
    const url = socketUrl(this.#ports.nodes[this.#node % this.#ports.nodes.length] ?? '');
    this.#leave = this.#ports.network.listen(url, SUBSCRIBE, {
      onText: (text) => {
        this.#hear(text);
      },
      onClose: () => {
        this.#lost();
      },
    });
  }

  /** Leaves the node alone, and does not come back by itself. */
  stop(): void {
    this.#leave?.();
    this.#leave = undefined;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#isHeld = false;
    this.#ports.onLive(false);
  }

  #hear(text: string): void {
    const kind = kindOf(text);
    if (kind === 'other') return;
    this.#waitMs = FIRST_WAIT_MS;
    this.#ports.onLive(true);
    if (kind === 'header') this.#hint();
  }

  /** At once; what is announced meanwhile counts once, when the spacing is over. */
  #hint(): void {
    this.#isOwed = this.#isHeld;
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#later(SPACING_MS, () => {
      this.#isHeld = false;
      if (this.#isOwed) this.#hint();
    });
    this.#ports.onHint();
  }

  /** Another node, after a while that doubles. */
  #lost(): void {
    if (this.#leave === undefined) return;
    this.#leave = undefined;
    this.#node++;
    this.#ports.onLive(false);
    this.#later(this.#waitMs, () => {
      this.start();
    });
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }

  #later(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}

function socketUrl(nodeUrl: string): string {
  const url = new URL('websocket', nodeUrl.endsWith('/') ? nodeUrl : `${nodeUrl}/`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** `ack` answers the subscription. */
function kindOf(untrusted: string): 'ack' | 'header' | 'other' {
  try {
    if (isNestedDeeper(untrusted, MAX_DEPTH)) return 'other';
    const { result } = JSON.parse(untrusted) as { result?: { data?: { type?: unknown } } };
    if (typeof result !== 'object') return 'other';
    if (result.data === undefined) return 'ack';
    return result.data.type === EVENT ? 'header' : 'other';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return 'other';
    throw error;
  }
}
