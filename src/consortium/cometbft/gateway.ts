/** What a reverse proxy does in a real deployment: the mailbox beside a node's RPC, at one address. */
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { deliver, type Delivery, type Mailbox } from '../mailbox/index.ts';

const HOST = '127.0.0.1';

/** The address that a profile names for one node. */
export class Gateway {
  readonly #rpcPort: number;
  readonly #delivery: Delivery;
  #port: number;
  #server: Server | undefined;

  constructor(rpcPort: number, mailbox: Mailbox, port: number, corsOrigins: readonly string[]) {
    this.#rpcPort = rpcPort;
    this.#port = port;
    this.#delivery = {
      mailbox,
      origins: new Set(corsOrigins),
      peerOf: ({ socket }) => socket.remoteAddress ?? '',
    };
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Refuses as Node does where the port is taken. */
  async start(): Promise<void> {
    const server = createServer((incoming, response) => {
      const isLetter = (incoming.url ?? '').startsWith('/mailbox/');
      if (isLetter) void deliver(this.#delivery, incoming, response);
      else this.#forward(incoming, response);
    });
    server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#tunnel(incoming, socket, head);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, HOST, resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await new Promise<void>((resolve) => {
      if (server === undefined) {
        resolve();
        return;
      }
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }

  #forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, url, headers } = incoming;
    const options = { host: HOST, port: this.#rpcPort, method, path: url, headers };
    const outgoing = request(options as never, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.once('error', () => response.destroy());
    incoming.pipe(outgoing);
  }

  /** WebSocket: the same octets in both directions. */
  #tunnel({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const node = connect(this.#rpcPort, HOST, () => {
      const lines = Array.from({ length: rawHeaders.length / 2 }, (_, at) =>
        [rawHeaders[2 * at], rawHeaders[2 * at + 1]].join(': '),
      );
      node.write(`${[`${method ?? ''} ${url ?? ''} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
      node.write(head);
      node.pipe(socket).pipe(node);
    });
    node.once('error', () => socket.destroy());
    socket.once('error', () => node.destroy());
    socket.once('close', () => node.destroy());
  }
}
