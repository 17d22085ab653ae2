import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConsortiumError } from '../chain/chain-error.ts';
import { answerMailbox, type Mailbox } from '../mailbox/index.ts';
import { answerGet, answerPost, errorReply, type Reply } from './json-rpc.ts';
import { METHODS } from './methods.ts';
import type { NodeView } from './node-view.ts';
import { invalidRequest } from './rpc-error.ts';
import { HeaderEvents } from './websocket.ts';

const MAX_BODY = 1_000_000;
const HOST = '127.0.0.1';

/** Changes a reply before it is sent: how tests make a node lie, lag or break. */
export type Mutation = (
  request: { readonly method: string; readonly body: string },
  reply: Reply,
) => Reply | Promise<Reply>;

/** One validator's RPC endpoint with the mailbox beside it, on the loopback interface only. */
export class RpcServer {
  mutate: Mutation | undefined;
  readonly #view: NodeView;
  readonly #mailbox: Mailbox;
  readonly #origins: ReadonlySet<string>;
  #port: number;
  #server: Server | undefined;
  #events: HeaderEvents | undefined;

  /** @param port - 0 for any free one; it stays the same over stop and start. */
  constructor(view: NodeView, mailbox: Mailbox, port: number, corsOrigins: readonly string[]) {
    this.#view = view;
    this.#mailbox = mailbox;
    this.#port = port;
    this.#origins = new Set(corsOrigins);
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  get isRunning(): boolean {
    return this.#server !== undefined;
  }

  /** @throws {@link ConsortiumError} `consortium/port-taken`. */
  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((request, response) => {
      void this.#handle(request, response);
    });
    await listen(server, this.#port);
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
    this.#events = new HeaderEvents(this.#view.chain, server);
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#events?.stop();
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#allowOrigin(request, response);
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = await readBody(request);
    const reply =
      body === undefined
        ? errorReply(413, invalidRequest('request body too large'))
        : await this.#answer(request, url, body);
    const asked = { method: methodOf(url, body ?? ''), body: body ?? '' };
    send(response, (await this.mutate?.(asked, reply)) ?? reply);
  }

  async #answer(request: IncomingMessage, url: URL, body: string): Promise<Reply> {
    const letter = this.#answerMailbox(request, url, body);
    if (letter !== undefined) return letter;
    if (request.method === 'POST' && url.pathname === '/') return answerPost(this.#view, body);
    if (request.method === 'POST') return NOT_FOUND;
    if (request.method !== 'GET' && request.method !== 'HEAD') return NOT_ALLOWED;
    if (url.pathname === '/') return METHOD_LIST;
    return (await answerGet(this.#view, url)) ?? NOT_FOUND;
  }

  #answerMailbox({ method = '', socket }: IncomingMessage, url: URL, body: string) {
    const asked = { method, path: url.pathname, peer: socket.remoteAddress ?? '' };
    const answered = answerMailbox(this.#mailbox, asked, body);
    return answered && plain(answered.status, answered.body);
  }

  #allowOrigin({ headers }: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Vary', 'Origin');
    const { origin } = headers;
    if (origin === undefined || !(this.#origins.has(origin) || this.#origins.has('*'))) return;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Methods', 'HEAD, GET, POST');
    response.setHeader(
      'Access-Control-Allow-Headers',
      'Origin, Accept, Content-Type, X-Requested-With, X-Server-Time',
    );
  }
}

const NOT_FOUND = plain(404, '404 page not found\n');
const NOT_ALLOWED = plain(405, '405 method not allowed\n');
const METHOD_LIST = plain(200, `${[...METHODS.keys()].join('\n')}\n`);

function plain(status: number, body: string): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', body, isFinal: false };
}

function send(response: ServerResponse, reply: Reply): void {
  // The other side may be gone after a slow answer.
  if (response.destroyed) return;
  response.setHeader('Content-Type', reply.contentType);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', reply.isFinal ? 'public, max-age=86400' : 'no-store');
  response.writeHead(reply.status).end(reply.body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken ? new ConsortiumError('consortium/port-taken', `port ${port} is taken`) : error,
      );
    });
    server.listen(port, HOST, () => {
      resolve();
    });
  });
}

/** The whole body, or `undefined` if it is too large or cut off. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
      else if (size > 4 * MAX_BODY) return undefined;
    }
  } catch {
    return undefined;
  }
  return size > MAX_BODY ? undefined : Buffer.concat(chunks).toString('utf8');
}

function methodOf(url: URL, body: string): string {
  const fromPath = url.pathname.slice(1);
  if (fromPath !== '') return fromPath;
  return /"method"\s*:\s*"([a-z_]+)"/.exec(body)?.[1] ?? '';
}
