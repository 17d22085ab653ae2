/** A chain of a million blocks, of which only those are made that somebody asks for. */
import { encodeUtf8 } from '#core/bytes/index.ts';
import { sync, type Engine } from '#core/chain/index.ts';
import {
  formatCommit,
  formatHeader,
  formatValidator,
  hashCommit,
  hashValidators,
  rpcSource,
  timestampOf,
  type Header,
  type LightBlock,
  type RpcCall,
  type RpcParams,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { merkleRoot } from '#core/merkle/index.ts';
import {
  CHAIN_ID,
  FIRST_TIME_NS,
  inOrder,
  member,
  memoryStore,
  profileOf,
  seal,
  type Member,
} from '../../support/chain-builder.ts';

const LENGTH = 1_000_000;
const SIZE = 100;
const EPOCH = 10_000;
const BLOCK_NS = 1_000_000_000n;
const PAGE = 100;
const DAY_MS = 86_400_000;

/** What one run of the light client cost. */
export interface Cost {
  readonly primary: number;
  readonly all: number;
  readonly bytes: number;
}

export class CatchUp {
  readonly #percent: number;
  readonly #members = new Map<string, Member>();
  readonly #sets = new Map<number, readonly Member[]>();
  readonly #blocks = new Map<number, LightBlock>();
  readonly #answers = new Map<string, string>();

  /** @param percent - How many of the hundred members are new after every 10,000 blocks. */
  constructor(percent: number) {
    this.#percent = percent;
  }

  /** From the stored first block to the newest, with a primary and one witness, over RPC. */
  async run(engine: Engine<LightBlock>): Promise<Cost> {
    const counts = [0, 0];
    let bytes = 0;
    const nodes = counts.map((_, node): RpcCall => (method, params) => {
      if (method === 'commit') counts[node] = (counts[node] ?? 0) + 1;
      const text = this.#answer(method, params);
      bytes += text.length;
      return Promise.resolve(JSON.parse(text) as unknown);
    });
    const first = this.#block(1);
    const period = { trustingPeriodMs: 21 * DAY_MS };
    const { block } = await sync({
      profile: profileOf([first], nodes.length, period),
      engine,
      sources: nodes.map((call) => rpcSource(call)),
      store: memoryStore([first]),
      now: new Date(Number((FIRST_TIME_NS + BigInt(LENGTH) * BLOCK_NS) / 1_000_000n)),
      elapsedMs: () => 0,
      patience: () => new Promise(() => undefined),
      onProgress: () => undefined,
    });
    if (engine.facts(block).height !== LENGTH) throw new Error('not caught up');
    return { primary: Math.max(...counts), all: counts.reduce((a, b) => a + b, 0), bytes };
  }

  /** As a node writes it. */
  #answer(method: string, params: RpcParams): string {
    const name = `${method} ${JSON.stringify(params)}`;
    const text = this.#answers.get(name) ?? JSON.stringify(this.#result(method, params));
    this.#answers.set(name, text);
    return text;
  }

  #result(method: string, params: RpcParams): unknown {
    const height = Number(params['height'] ?? LENGTH);
    switch (method) {
      case 'commit': {
        const { header, commit } = this.#block(height);
        const signed_header = { header: formatHeader(header), commit: formatCommit(commit) };
        return { signed_header, canonical: true };
      }
      case 'validators': {
        const set = this.#set(height).map(({ validator }) => formatValidator(validator));
        const start = (Number(params['page']) - 1) * PAGE;
        const validators = set.slice(start, start + PAGE);
        const [count, total] = [String(validators.length), String(set.length)];
        return { block_height: String(height), validators, count, total };
      }
      case 'blockchain': {
        const { header, commit } = this.#block(Number(params['maxHeight']));
        const meta = { block_id: formatCommit(commit).block_id, header: formatHeader(header) };
        return { last_height: String(LENGTH), block_metas: [meta] };
      }
      default:
        throw new Error(`no such method: ${method}`);
    }
  }

  /** Blocks do not know the one before them: walking forward never asks. */
  #block(height: number): LightBlock {
    const known = this.#blocks.get(height);
    if (known !== undefined) return known;
    const [set, next] = [this.#set(height), this.#set(height + 1)];
    const hash = sha256(encodeUtf8(`block ${height - 1}`));
    const header: Header = {
      version: { block: 11n, app: 1n },
      chainId: CHAIN_ID,
      height,
      time: timestampOf(FIRST_TIME_NS + BLOCK_NS * BigInt(height)),
      lastBlockId: { hash, parts: { total: 1, hash } },
      lastCommitHash: hashCommit([]),
      dataHash: merkleRoot([]),
      validatorsHash: hashValidators(set.map(({ validator }) => validator)),
      nextValidatorsHash: hashValidators(next.map(({ validator }) => validator)),
      consensusHash: sha256(encodeUtf8('params')),
      appHash: sha256(encodeUtf8(`state ${height - 1}`)),
      lastResultsHash: merkleRoot([]),
      evidenceHash: merkleRoot([]),
      proposerAddress: set[0]?.validator.address ?? new Uint8Array(),
    };
    const block = seal(header, set, next);
    this.#blocks.set(height, block);
    return block;
  }

  #set(height: number): readonly Member[] {
    const epoch = Math.floor(height / EPOCH);
    const known = this.#sets.get(epoch);
    if (known !== undefined) return known;
    const set = inOrder(Array.from({ length: SIZE }, (_, seat) => this.#member(seat, epoch)));
    this.#sets.set(epoch, set);
    return set;
  }

  /** Seats are given to new members in turn. */
  #member(seat: number, epoch: number): Member {
    const changes = epoch * this.#percent;
    const generation = Math.floor((changes + SIZE - 1 - seat) / SIZE);
    const name = `seat ${seat}, ${generation}`;
    const known = this.#members.get(name) ?? member(name);
    this.#members.set(name, known);
    return known;
  }
}
