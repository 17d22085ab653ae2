/** A page for the chain worker: nodes that serve chains from paper, and a store in memory. */
import { encodeUtf8, formatBase64, formatHex, parseHex } from '#core/bytes/index.ts';
import { SourceError, type ConsortiumProfile } from '#core/chain/index.ts';
import {
  cometbftEngine,
  formatCommit,
  formatHeader,
  formatValidator,
  type LightBlock,
  type RpcCall,
} from '#core/cometbft/index.ts';
import { sha256 } from '#core/crypto/index.ts';
import { isRefusal } from '#core/errors.ts';
import {
  decodeLogQuery,
  encodeLogAnswer,
  encodeRegistryMap,
  type UntrustedPack,
} from '#core/registry/index.ts';
import type { ChainQuestion } from '#workers/chain-protocol.ts';
import { PagePort } from '#workers/page-port.ts';
import { TrustKeeper } from '#workers/trust-keeper.ts';

type Params = Parameters<RpcCall>[1];

/** A node that serves these blocks, and this registry at every height. */
export function paperNode(chain: readonly LightBlock[], material: UntrustedPack): RpcCall {
  return (method, params) => {
    if (method === 'commit') return orLacking(commitOf(chain, params));
    if (method === 'validators') return orLacking(validatorsOf(chain, params));
    if (method === 'blockchain') return orLacking(headersOf(chain, params));
    const data = parseHex(String(params['data']));
    const value = formatBase64(valueOf(material, String(params['path']), data));
    return Promise.resolve({ response: { code: 0, value } });
  };
}

function orLacking(answer: unknown): Promise<unknown> {
  const lacking = () => new SourceError('source/too-high', 'no such height');
  return answer === undefined ? Promise.reject(lacking()) : Promise.resolve(answer);
}

/** A node like `node` but for one method. */
export function lying(node: RpcCall, method: string, change: (json: string) => string): RpcCall {
  return async (asked, params) => {
    const answer = await node(asked, params);
    if (asked !== method || answer === undefined) return answer;
    return JSON.parse(change(JSON.stringify(answer))) as unknown;
  };
}

/** A node that is down. */
export const deadNode: RpcCall = () => Promise.reject(new SourceError('source/down', 'down'));

export class PaperPage {
  readonly store = new Map<string, unknown>();
  /** Methods in the order in which they were asked for. */
  readonly asked: string[] = [];
  nodes: readonly RpcCall[];

  constructor(nodes: readonly RpcCall[]) {
    this.nodes = nodes;
  }

  /** A worker of its own on this page. */
  keeper(profile: ConsortiumProfile): TrustKeeper {
    return new TrustKeeper(profile, cometbftEngine(), this.port());
  }

  /** A worker's side of this page: everything crosses as plain data. */
  port(): PagePort {
    const port: PagePort = new PagePort((message) => {
      if (message.kind !== 'ask') return;
      void this.#look(structuredClone(message.question)).then(
        (value) => {
          port.answer(message.ask, structuredClone(value));
        },
        (thrown: unknown) => {
          if (!isRefusal(thrown)) throw thrown;
          port.refuse(message.ask, thrown.code);
        },
      );
    });
    return port;
  }

  async #look(question: ChainQuestion): Promise<unknown> {
    await Promise.resolve();
    if (question.to === 'load') return this.store.get(question.key);
    if (question.to === 'keys') {
      return [...this.store.keys()].filter((key) => key.startsWith(question.prefix));
    }
    if (question.to === 'save') {
      for (const [key, value] of question.entries) {
        if (value === undefined) this.store.delete(key);
        else this.store.set(key, value);
      }
      return undefined;
    }
    this.asked.push(question.method);
    return await this.nodes[question.node]?.(question.method, question.params);
  }
}

function commitOf(chain: readonly LightBlock[], { height }: Params): unknown {
  const block = height === undefined ? chain.at(-1) : chain[Number(height) - 1];
  if (block === undefined) return undefined;
  const signed = { header: formatHeader(block.header), commit: formatCommit(block.commit) };
  return { signed_header: signed, canonical: true };
}

function headersOf(chain: readonly LightBlock[], { minHeight, maxHeight }: Params): unknown {
  if (chain[Number(maxHeight) - 1] === undefined) return undefined;
  const blocks = chain.slice(Number(minHeight) - 1, Number(maxHeight)).toReversed();
  return { block_metas: blocks.map(({ header }) => ({ header: formatHeader(header) })) };
}

function validatorsOf(chain: readonly LightBlock[], params: Params): unknown {
  const height = Number(params['height']);
  const set = chain[height - 1]?.validators ?? chain[height - 2]?.nextValidators;
  if (set === undefined) return undefined;
  const total = String(set.length);
  return {
    block_height: String(height),
    validators: set.map(formatValidator),
    count: total,
    total,
  };
}

function valueOf(material: UntrustedPack, path: string, data: Uint8Array): Uint8Array {
  if (path === '/registry') return encodeRegistryMap(material.entries);
  if (path === '/log') {
    const { issuer, from } = decodeLogQuery(data);
    return encodeLogAnswer((material.batches.get(issuer) ?? []).slice(from));
  }
  const tokens = [...material.statusTokens.values()].map((token) => encodeUtf8(token));
  return tokens.find((token) => formatHex(sha256(token)) === formatHex(data)) ?? new Uint8Array();
}
