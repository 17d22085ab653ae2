import { fileURLToPath } from 'node:url';
import type { LocalText } from '#core/chain/index.ts';
import { nodeCall } from '../client/index.ts';
import { Mailbox } from '../mailbox/index.ts';
import { cometbftPath } from './binary.ts';
import { Child } from './child.ts';
import { Gateway } from './gateway.ts';
import { logFile, nodeHome } from './node-homes.ts';
import type { NodePorts } from './network-file.ts';

const REGISTRY = fileURLToPath(new URL('../abci/main.ts', import.meta.url));

/** Where a node lies and whose it is. */
export interface NodeFacts {
  readonly home: string;
  readonly index: number;
  readonly id: string;
  readonly name: LocalText;
  readonly ports: NodePorts;
  readonly corsOrigins: readonly string[];
  readonly chainId: string;
  /** Blocks from one snapshot of its registry to the next. */
  readonly snapshotEvery: number;
}

/** One department's node: CometBFT, its registry, and the address of both with the mailbox. */
export class CometbftNode {
  readonly id: string;
  readonly name: LocalText;
  readonly #facts: NodeFacts;
  readonly #gateway: Gateway;
  #children: readonly Child[] = [];

  constructor(facts: NodeFacts) {
    this.id = facts.id;
    this.name = facts.name;
    this.#facts = facts;
    const { ports, corsOrigins } = facts;
    this.#gateway = new Gateway(ports.rpc, new Mailbox(Date.now), ports.public, corsOrigins);
  }

  get url(): string {
    return this.#gateway.url;
  }

  get isRunning(): boolean {
    return this.#children.length > 0;
  }

  /** Whether both programs that were started still run. */
  get isAlive(): boolean {
    return this.#children.every((child) => child.isRunning);
  }

  async start(): Promise<void> {
    if (this.isRunning) return;
    const { home, index, ports, chainId, snapshotEvery } = this.#facts;
    const folder = nodeHome(home, index);
    const listen = `tcp://127.0.0.1:${ports.app}`;
    const app = ['--home', folder, '--listen', listen, '--chain-id', chainId];
    const every = ['--snapshot-every', String(snapshotEvery), '--with-parent'];
    const program = ['--import', 'tsx', REGISTRY, ...app, ...every];
    const registry = new Child(process.execPath, program, logFile(home, index, 'registry'));
    // It asks for its registry until that listens.
    const engine = ['start', '--home', folder];
    const node = new Child(cometbftPath(), engine, logFile(home, index, 'node'));
    this.#children = [node, registry];
    await this.#gateway.start();
  }

  /** The engine first: its registry is the last to go. */
  async stop(): Promise<void> {
    await this.#end((child) => child.stop());
  }

  /** As a power failure would. */
  async kill(): Promise<void> {
    await this.#end((child) => child.kill());
  }

  /** Height that the node itself says it has; nothing while it does not answer. */
  async height(): Promise<number | undefined> {
    try {
      const status = (await nodeCall(this.url)('status', {})) as {
        readonly sync_info: { readonly latest_block_height: string };
      };
      return Number(status.sync_info.latest_block_height);
    } catch {
      return undefined;
    }
  }

  async #end(how: (child: Child) => Promise<void>): Promise<void> {
    const children = this.#children;
    this.#children = [];
    for (const child of children) await how(child);
    await this.#gateway.stop();
  }
}
