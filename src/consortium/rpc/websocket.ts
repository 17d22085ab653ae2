/** `/websocket` of a node: subscriptions to new headers (CometBFT v0.38, `rpc/core/events.go`). */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { formatHeader } from '#core/cometbft/index.ts';
import type { DecidedBlock } from '../chain/decide-block.ts';
import type { EmbeddedChain } from '../chain/embedded-chain.ts';
import type { Json } from './present.ts';

const QUERY = "tm.event='NewBlockHeader'";
/** The limits of CometBFT's configuration as it is shipped. */
const MAX_CLIENTS = 100;
const MAX_SUBSCRIPTIONS = 5;
const MAX_PAYLOAD = 64 * 1024;
/** A client that does not read is cut off rather than waited for. */
const MAX_BEHIND = 1024 * 1024;

interface Request {
  readonly id: string | number;
  readonly method: string;
  readonly query: string;
}

/** Answers upgrades of `server` until it is stopped. */
export class HeaderEvents {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD });
  readonly #subscribers = new Map<WebSocket, Set<string | number>>();
  readonly #leave: () => void;

  constructor(chain: EmbeddedChain, server: Server) {
    this.#leave = chain.onBlock((block) => {
      this.#announce(block);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const isHere = new URL(request.url ?? '/', 'http://localhost').pathname === '/websocket';
      if (!isHere || this.#sockets.clients.size >= MAX_CLIENTS) {
        socket.destroy();
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (client) => {
        this.#welcome(client);
      });
    });
  }

  stop(): void {
    this.#leave();
    for (const client of this.#sockets.clients) client.terminate();
  }

  #welcome(client: WebSocket): void {
    this.#subscribers.set(client, new Set());
    client.on('message', (data: Buffer) => {
      client.send(JSON.stringify(this.#answer(client, data.toString('utf8'))));
    });
    client.on('error', () => {
      client.terminate();
    });
    client.on('close', () => {
      this.#subscribers.delete(client);
    });
  }

  #answer(client: WebSocket, untrusted: string): Json {
    const request = parseRequest(untrusted);
    const held = this.#subscribers.get(client) ?? new Set();
    if (request === undefined) return failure(null, -32600, 'invalid request');
    const { id, method, query } = request;
    if (method === 'unsubscribe_all') held.clear();
    else if (query !== QUERY) return failure(id, -32602, 'only new headers can be subscribed to');
    else if (method === 'unsubscribe') held.delete(id);
    else if (method !== 'subscribe') return failure(id, -32601, 'method not found');
    else if (held.has(id)) return failure(id, -32603, 'already subscribed');
    else if (held.size >= MAX_SUBSCRIPTIONS) return failure(id, -32603, 'too many subscriptions');
    else held.add(id);
    return { jsonrpc: '2.0', id, result: {} };
  }

  #announce({ header }: DecidedBlock): void {
    const value = { header: formatHeader(header) };
    const data = { type: 'tendermint/event/NewBlockHeader', value };
    const result = { query: QUERY, data, events: { 'tm.event': ['NewBlockHeader'] } };
    for (const [client, ids] of this.#subscribers) {
      if (client.bufferedAmount > MAX_BEHIND) client.terminate();
      else for (const id of ids) client.send(JSON.stringify({ jsonrpc: '2.0', id, result }));
    }
  }
}

function parseRequest(untrusted: string): Request | undefined {
  try {
    const { id, method, params } = JSON.parse(untrusted) as Readonly<Record<string, unknown>>;
    const isId = typeof id === 'string' || typeof id === 'number';
    if (!isId || typeof method !== 'string') return undefined;
    const { query } = (params ?? {}) as Readonly<Record<string, unknown>>;
    return { id, method, query: typeof query === 'string' ? query : '' };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function failure(id: string | number | null, code: number, message: string): Json {
  return { jsonrpc: '2.0', id, error: { code, message, data: '' } };
}
