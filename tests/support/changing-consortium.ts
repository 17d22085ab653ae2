/** Nodes of a chain with sixty-four validators, a quarter of them new with each block: no trust reaches far. */
import { formatBase64, formatHex } from '#core/bytes/index.ts';
import { CONSORTIUM_NAME, DEPARTMENTS, EmbeddedChain } from '#consortium/chain/index.ts';
import { Mailbox } from '#consortium/mailbox/index.ts';
import { RegistryApp } from '#consortium/registry-app/index.ts';
import { RpcServer, type Mutation } from '#consortium/rpc/index.ts';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import {
  formatBlockId,
  formatCommit,
  formatHeader,
  formatValidator,
  timestampOf,
  type LightBlock,
} from '#core/cometbft/index.ts';
import { encodeRegistryMap, genesisState, registryRoot } from '#core/registry/index.ts';
import { buildChain, inOrder, member, profileOf, type Member } from './chain-builder.ts';

const CHAIN_ID = 'lightseal-changing-1';
const SIZE = 64;
const NEW_ONES = 16;
const SECOND_NS = 1_000_000_000n;
const DAY_MS = 86_400_000;

const FOUNDERS = DEPARTMENTS.map(({ id, name }) => ({
  id,
  name,
  publicKey: member(id).validator.key.bytes,
}));
const STATE = genesisState(CHAIN_ID, { founders: FOUNDERS, threshold: 3 });

export class ChangingConsortium {
  readonly chain: readonly LightBlock[];
  /** The newest block that the nodes tell of. */
  height: number;
  readonly #servers: readonly RpcServer[];
  readonly #lies = new Map<number, Mutation>();

  private constructor(length: number, nowNs: bigint, height: number, origin: string) {
    this.chain = changingChain(length, nowNs);
    this.height = height;
    const rules = {
      chainId: CHAIN_ID,
      genesisTime: timestampOf(nowNs),
      appVersion: 1n,
      validators: [],
    };
    this.#servers = DEPARTMENTS.map(({ id }, node) => {
      const chain = new EmbeddedChain(rules, new RegistryApp(STATE), () => nowNs);
      const submit: EmbeddedChain['submit'] = (tx) => chain.submit(tx);
      const view = { chain, validator: 0, moniker: id, submit, commitTimeoutMs: 0 };
      const server = new RpcServer(view, new Mailbox(Date.now), 0, [origin]);
      server.mutate = this.#answerOf(node);
      return server;
    });
  }

  /**
   * @param length - Of the whole chain; its last block is a second old.
   * @param height - The newest block that the nodes tell of at first.
   * @param origin - Of the app that may ask them.
   */
  static async start(length: number, height: number, origin: string): Promise<ChangingConsortium> {
    const nowNs = BigInt(Date.now()) * 1_000_000n;
    const started = new ChangingConsortium(length, nowNs, height, origin);
    for (const server of started.#servers) await server.start();
    return started;
  }

  get urls(): readonly string[] {
    return this.#servers.map(({ url }) => url);
  }

  get profile(): ConsortiumProfile {
    return profileOf(this.chain, 0, {
      name: CONSORTIUM_NAME,
      nodes: DEPARTMENTS.map(({ name }, node) => ({ name, url: this.urls[node] ?? '' })),
      founders: FOUNDERS.map((one) => ({ ...one, publicKey: formatHex(one.publicKey) })),
      trustingPeriodMs: DAY_MS,
    });
  }

  /** What a node makes of its answers; nothing lets it be honest again. */
  setMutation(node: number, lie: Mutation | undefined): void {
    if (lie === undefined) this.#lies.delete(node);
    else this.#lies.set(node, lie);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
  }

  #answerOf(node: number): Mutation {
    return (request, refusal) => {
      if (request.body === '') return refusal;
      const { id, method, params } = JSON.parse(request.body) as Asked;
      const result = this.#result(method, params);
      // What there is not yet is refused as a node without any block does.
      if (result === undefined) return refusal;
      const reply = { ...refusal, body: JSON.stringify({ jsonrpc: '2.0', id, result }) };
      return this.#lies.get(node)?.(request, reply) ?? reply;
    };
  }

  #result(method: string, params: Asked['params']): object | undefined {
    const height = Number(params['height'] ?? params['maxHeight'] ?? this.height);
    const block = height <= this.height ? this.chain[height - 1] : undefined;
    switch (method) {
      case 'abci_query':
        return { response: { code: 0, value: formatBase64(encodeRegistryMap(STATE.entries)) } };
      case 'validators':
        return presentSet(membersAt(height), height);
      case 'commit':
        return block && { signed_header: presentSigned(block), canonical: true };
      case 'blockchain': {
        const blocks = this.chain.slice(Number(params['minHeight']) - 1, height).reverse();
        return block && { last_height: String(this.height), block_metas: blocks.map(presentMeta) };
      }
    }
    return undefined;
  }
}

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function changingChain(length: number, nowNs: bigint): readonly LightBlock[] {
  const appHash = registryRoot(STATE.entries);
  const timeAt = (height: number) => timestampOf(nowNs - SECOND_NS * BigInt(length + 1 - height));
  return buildChain({
    length,
    chainId: CHAIN_ID,
    membersAt,
    alter: (header) => ({ ...header, appHash, time: timeAt(header.height) }),
  });
}

const sets = new Map<number, readonly Member[]>();
const seats = new Map<string, Member>();

/** Seats are given to new members in turn. */
function membersAt(height: number): readonly Member[] {
  const seated = () => Array.from({ length: SIZE }, (_, seat) => memberOn(seat, height));
  const set = sets.get(height) ?? inOrder(seated());
  sets.set(height, set);
  return set;
}

function memberOn(seat: number, height: number): Member {
  const name = `seat ${seat}, ${Math.floor((height * NEW_ONES + SIZE - 1 - seat) / SIZE)}`;
  const known = seats.get(name) ?? member(name);
  seats.set(name, known);
  return known;
}

function presentSigned({ header, commit }: LightBlock) {
  return { header: formatHeader(header), commit: formatCommit(commit) };
}

function presentMeta({ header, commit }: LightBlock) {
  return { block_id: formatBlockId(commit.blockId), header: formatHeader(header) };
}

function presentSet(set: readonly Member[], height: number) {
  const validators = set.map(({ validator }) => formatValidator(validator));
  const count = String(validators.length);
  return { block_height: String(height), validators, count, total: count };
}
