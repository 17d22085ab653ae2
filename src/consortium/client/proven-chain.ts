/** The chain as a department's program sees it: through its own light client, over nodes that it does not believe. */
import { encodeUtf8, equalBytes } from '#core/bytes/index.ts';
import {
  AttackError,
  singleStore,
  SourceError,
  sync,
  verifyAtHeight,
  type ClientPorts,
  type ConsortiumProfile,
} from '#core/chain/index.ts';
import {
  askTxResult,
  cometbftEngine,
  queryApp,
  queryProven,
  rpcSource,
  type Header,
  type LightBlock,
  type RpcCall,
  type TxOutcome,
} from '#core/cometbft/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  CLAIMS_KEY,
  collectLog,
  decodeLeafAnswer,
  decodeLogHead,
  decodeRegistryMap,
  encodeLeafQuery,
  logKey,
  logRoot,
  RegistryError,
  registryRoot,
  verifyClaim,
  verifyLogLeaf,
  type BatchEntry,
  type ClaimEntry,
  type LeafQuery,
  type RegistryEntries,
} from '#core/registry/index.ts';
import { nodeCall } from './node-call.ts';

const PATIENCE_MS = 3_000;
const GRACE_MS = 300;

/**
 * Answers from verified headers and proofs alone. An attack is remembered: nothing is answered after
 * it.
 *
 * Its methods reject with refusals of the light client, or with that of the last node if none gives
 * an answer that holds.
 */
export class ProvenChain {
  readonly nodes: readonly RpcCall[];
  readonly #profile: ConsortiumProfile;
  readonly #engine = cometbftEngine();
  readonly #logs = new Map<string, readonly BatchEntry[]>();
  #newest: LightBlock | undefined;
  #attack: AttackError | undefined;

  constructor(profile: ConsortiumProfile) {
    this.#profile = profile;
    this.nodes = profile.nodes.map(({ url }) => nodeCall(url));
  }

  /** The newest header that the nodes agree on. */
  async head(): Promise<Header> {
    return (await this.newest()).header;
  }

  /** The same, with the validators that signed it. */
  async newest(): Promise<LightBlock> {
    return await this.#verified((ports) => sync(ports));
  }

  /** How a transaction ended. */
  async outcome(hash: Uint8Array): Promise<TxOutcome> {
    return await this.#firstThatHolds((call) =>
      askTxResult(call, (height) => this.#headerAt(height), hash),
    );
  }

  /** The whole registry after the block before `header`: complete, for its root is compared. */
  async registry(header: Header): Promise<RegistryEntries> {
    return await this.#firstThatHolds(async (call) => {
      const answer = await queryApp(call, '/registry', new Uint8Array(), header.height - 1);
      const entries = decodeRegistryMap(answer);
      if (equalBytes(registryRoot(entries), header.appHash)) return entries;
      throw new RegistryError('registry/root-mismatch', 'the registry is not that of the header');
    });
  }

  /** The value under a key of the registry, after the block before `header`. */
  async value(key: string, header: Header): Promise<Uint8Array> {
    return await this.#firstThatHolds((call) => queryProven(call, '/key', encodeUtf8(key), header));
  }

  /** Who holds a claim, after the block before `header`. That nobody does cannot be proven. */
  async claim(key: Uint8Array, header: Header): Promise<ClaimEntry> {
    const head = decodeLogHead(await this.value(CLAIMS_KEY, header));
    return await this.#firstThatHolds(async (call) => {
      const answer = await queryApp(call, '/claim', key, header.height - 1);
      return verifyClaim(head, key, decodeLeafAnswer(answer));
    });
  }

  /** One leaf of a log, after the block before `header`. */
  async leaf(query: LeafQuery, header: Header): Promise<Uint8Array> {
    const head = decodeLogHead(await this.value(query.log, header));
    return await this.#firstThatHolds(async (call) => {
      const data = encodeLeafQuery(query);
      const answer = decodeLeafAnswer(await queryApp(call, '/leaf', data, header.height - 1));
      verifyLogLeaf(head, answer);
      if (answer.index === query.index) return answer.leaf;
      throw new RegistryError('registry/log-mismatch', 'another leaf');
    });
  }

  /** The issuer's whole log after the block at `height`. */
  async log(issuer: string, height: number): Promise<readonly BatchEntry[]> {
    const header = await this.#headerAt(height + 1);
    const head = decodeLogHead(await this.value(logKey(issuer), header));
    return await this.#firstThatHolds(async (call) => {
      const query = (path: string, data: Uint8Array) => queryApp(call, path, data, height);
      const log = await collectLog(query, issuer, head.size, this.#logs.get(issuer) ?? []);
      if (log.length !== head.size || !equalBytes(logRoot(log), head.root)) {
        throw new RegistryError('registry/log-mismatch', 'another log');
      }
      this.#logs.set(issuer, log);
      return log;
    });
  }

  async #headerAt(height: number): Promise<Header> {
    return (await this.#verified((ports) => verifyAtHeight(ports, height))).header;
  }

  async #verified(
    work: (ports: ClientPorts<LightBlock>) => Promise<{ readonly block: LightBlock }>,
  ): Promise<LightBlock> {
    if (this.#attack !== undefined) throw this.#attack;
    try {
      return (await work(this.#ports())).block;
    } catch (refusal) {
      if (refusal instanceof AttackError) this.#attack = refusal;
      throw refusal;
    }
  }

  #ports(): ClientPorts<LightBlock> {
    return {
      profile: this.#profile,
      engine: this.#engine,
      sources: this.nodes.map(rpcSource),
      store: singleStore(
        this.#engine,
        () => Promise.resolve(this.#newest),
        (block) => {
          this.#keep(block);
          return Promise.resolve();
        },
      ),
      now: new Date(),
      elapsedMs: () => 0,
      patience: () => after(PATIENCE_MS),
      grace: () => after(GRACE_MS),
      onProgress: () => undefined,
    };
  }

  #keep(block: LightBlock): void {
    if (block.header.height > (this.#newest?.header.height ?? 0)) this.#newest = block;
  }

  /** A node that lies or lacks the answer gives way to the next one. */
  async #firstThatHolds<T>(question: (call: RpcCall) => Promise<T>): Promise<T> {
    let last: unknown = new SourceError('source/down', 'no node');
    for (const call of this.nodes) {
      try {
        return await question(call);
      } catch (refusal) {
        if (!isRefusal(refusal) || refusal instanceof AttackError) throw refusal;
        last = refusal;
      }
    }
    throw last;
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
