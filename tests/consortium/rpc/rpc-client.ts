/** A consortium on free ports and a plain client of its first node. */
import { startConsortium, type Consortium } from '#consortium/chain/index.ts';
import { formatHex } from '#core/bytes/index.ts';
import type { TxBody } from '#core/registry/index.ts';
import { batchOf, es256, nameOf, statusOf, VCT } from '../../core/registry/departments.ts';

export const ORIGIN = 'http://localhost:4173';
export const TAX_KEY = es256('tax-1');

export interface RpcJson {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data: string };
}

/** One node as a client sees it. */
export class RpcClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async post(method: string, params: unknown = {}): Promise<RpcJson> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method, params });
    return (await (await fetch(this.url, { method: 'POST', body })).json()) as RpcJson;
  }

  async get(path: string): Promise<RpcJson> {
    return (await (await fetch(`${this.url}/${path}`)).json()) as RpcJson;
  }

  async result(method: string, params: unknown = {}): Promise<unknown> {
    const { result, error } = await this.post(method, params);
    if (error !== undefined) throw new Error(error.data);
    return result;
  }

  async query(path: string, data: Uint8Array, more: object = {}): Promise<unknown> {
    return at(
      await this.result('abci_query', { path, data: formatHex(data), ...more }),
      'response',
    );
  }
}

/** With the issuer `tax`, one status list and one batch, all proven in a header. */
export async function startTestConsortium(): Promise<{
  readonly consortium: Consortium;
  readonly node: RpcClient;
  readonly batch: { readonly hash: Uint8Array; readonly height: number };
}> {
  const consortium = await startConsortium({
    ports: [0, 0, 0, 0],
    corsOrigins: [ORIGIN],
    intervals: { blockMs: 10, idleMs: 60_000 },
    commitTimeoutMs: 3_000,
    issuers: [
      {
        id: 'tax',
        name: nameOf('tax'),
        keys: [{ kid: 'tax-1', publicKey: TAX_KEY.publicKey }],
        vcts: [VCT],
      },
    ],
  });
  const status = { ...statusOf('tax'), validUntilMs: Date.now() + 1_000_000 } as TxBody;
  await consortium.transact('issuer/tax', status, [TAX_KEY]);
  const batch = await consortium.transact('issuer/tax', batchOf('tax'), [TAX_KEY]);
  while (consortium.chain.isBlockDue) await new Promise((resolve) => setTimeout(resolve, 5));
  return { consortium, node: new RpcClient(consortium.nodes[0]?.url ?? ''), batch };
}

/** Follows names and indexes into an answer. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const name of path) found = (found as Readonly<Record<string | number, unknown>>)[name];
  return found;
}

export function text(value: unknown, ...path: readonly (string | number)[]): string {
  return String(at(value, ...path));
}

/** Names and kinds of everything in an answer; lists by their first item. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, shapeOf(at(value, name))]));
}
