import { Mailbox } from '../mailbox/index.ts';
import { RpcServer } from '../rpc/index.ts';
import { BlockProducer } from './block-producer.ts';
import type { ConsortiumNode, ConsortiumOptions } from './consortium.ts';
import { DEPARTMENTS } from './departments.ts';
import type { EmbeddedChain } from './embedded-chain.ts';
import { Transactor } from './transactor.ts';

const PORTS = [26657, 26667, 26677, 26687] as const;

/** The nodes' endpoints and the producer that asks which of them are there. */
export class Network {
  readonly nodes: readonly ConsortiumNode[];
  readonly transactor: Transactor;
  readonly #servers: readonly { readonly validator: number; readonly server: RpcServer }[];
  readonly #producer: BlockProducer;

  constructor(chain: EmbeddedChain, options: ConsortiumOptions) {
    const { ports = PORTS, corsOrigins = [], commitTimeoutMs = 10_000, nowNs } = options;
    const nowMs = nowNs === undefined ? Date.now : () => Number(nowNs() / 1_000_000n);
    const submit: EmbeddedChain['submit'] = (tx) => {
      const result = chain.submit(tx);
      this.#producer.poke();
      return result;
    };
    this.#servers = DEPARTMENTS.map(({ id }, index) => {
      const validator = chain.rules.validators.findIndex((identity) => identity.id === id);
      const view = { chain, validator, moniker: id, submit, commitTimeoutMs };
      const mailbox = new Mailbox(nowMs);
      return { validator, server: new RpcServer(view, mailbox, ports[index] ?? 0, corsOrigins) };
    });
    this.#producer = new BlockProducer(
      chain,
      () => this.#online(),
      options.intervals ?? { blockMs: 1_000, idleMs: 10_000 },
    );
    this.transactor = new Transactor(chain, submit, commitTimeoutMs);
    this.nodes = this.#servers.map(({ server }, index) => nodeOf(server, index));
  }

  async start(): Promise<void> {
    for (const { server } of this.#servers) await server.start();
    this.#producer.start();
  }

  async stop(): Promise<void> {
    this.#producer.stop();
    await Promise.all(this.#servers.map(({ server }) => server.stop()));
  }

  #online(): ReadonlySet<number> {
    const running = this.#servers.filter(({ server }) => server.isRunning);
    return new Set(running.map(({ validator }) => validator));
  }
}

function nodeOf(server: RpcServer, index: number): ConsortiumNode {
  const department = DEPARTMENTS[index];
  return {
    id: department?.id ?? '',
    name: department?.name ?? { 'zh-CN': '', en: '' },
    get url() {
      return server.url;
    },
    get isRunning() {
      return server.isRunning;
    },
    start: () => server.start(),
    stop: () => server.stop(),
    setMutation: (mutation) => {
      server.mutate = mutation;
    },
  };
}
