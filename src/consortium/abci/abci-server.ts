/** The socket on which CometBFT calls its application: over TCP, or a Unix socket. */
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { isRefusal } from '#core/errors.ts';
import type { AbciApplication } from './application.ts';
import { AbciError } from './abci-error.ts';
import { encodeFrame, FrameReader } from './frames.ts';
import { Request, Response } from './messages.ts';

/** Where to listen. */
export type AbciAddress =
  { readonly host: string; readonly port: number } | { readonly path: string };

/** How the server is started. */
export interface AbciServerOptions {
  readonly application: Pick<AbciApplication, 'answer'>;
  readonly address: AbciAddress;
  /** Told why a connection was closed, or that the application failed. */
  readonly onTrouble?: (error: unknown) => void;
}

/** Reads `tcp://host:port` or `unix://path`. @throws {@link AbciError} `abci/bad-address`. */
export function parseAbciAddress(text: string): AbciAddress {
  const [, path] = /^unix:\/\/(.+)$/.exec(text) ?? [];
  if (path !== undefined) return { path };
  const [, host, port] = /^tcp:\/\/([^:/]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined) throw new AbciError('abci/bad-address', `${text} is no address`);
  return { host, port: Number(port) };
}

/**
 * Answers each connection in the order of its requests. A frame or a message that cannot be read closes
 * its connection and no other; a request that the application refuses is answered with an exception,
 * after which CometBFT stops: it must not go on with an application that did not follow.
 */
export class AbciServer {
  readonly #options: AbciServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: AbciServerOptions) {
    this.#options = options;
    // Without this an answer waits until the node has acknowledged the one before it.
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#serve(socket);
    });
  }

  /** Resolves when it listens, with the port for TCP; refuses as Node does. */
  start(): Promise<number | undefined> {
    const { address } = this.#options;
    // A socket file is left behind by a process that was killed.
    if ('path' in address) rmSync(address.path, { force: true });
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(address, () => {
        this.#server.off('error', reject);
        const bound = this.#server.address();
        resolve(typeof bound === 'object' ? bound?.port : undefined);
      });
    });
  }

  /** Closes every connection. */
  stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const reader = new FrameReader();
    let turn = Promise.resolve();
    socket.on('data', (piece: Uint8Array) => {
      try {
        const requests = reader.push(piece).map(decodeRequest);
        // Nothing more is read while answers are open: what waits is bounded by the socket's buffer.
        socket.pause();
        turn = turn.then(() => this.#answerAll(socket, requests)).then(() => void socket.resume());
      } catch (error) {
        this.#options.onTrouble?.(error);
        socket.destroy();
      }
    });
  }

  /** What was asked for before a flush goes out together with its answer. */
  async #answerAll(socket: Socket, requests: readonly Request[]): Promise<void> {
    socket.cork();
    for (const request of requests) {
      if (socket.destroyed) return;
      socket.write(encodeFrame(Response.encode(await this.#answer(request)).finish()));
      if (request.flush === undefined) continue;
      socket.uncork();
      socket.cork();
    }
    socket.uncork();
  }

  async #answer(request: Request): Promise<Response> {
    try {
      return await this.#options.application.answer(request);
    } catch (error) {
      this.#options.onTrouble?.(error);
      const what = isRefusal(error) ? error.code : 'the application failed';
      return Response.fromPartial({ exception: { error: what } });
    }
  }
}

/** @throws {@link AbciError} `abci/bad-message`. */
function decodeRequest(message: Uint8Array): Request {
  try {
    return Request.decode(message);
  } catch (cause) {
    throw new AbciError('abci/bad-message', 'not a request', { cause });
  }
}
