/** A server on this machine alone, for as long as one test file runs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Loopback {
  readonly origin: string;
  /** What arrived, in order. */
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
  }[];
  close(): Promise<void>;
}

export type Answer = (path: string, response: ServerResponse, body: string) => void;

/** Starts a server on a free port; unread requests never keep it open. */
export async function startLoopback(answer: Answer): Promise<Loopback> {
  const requests: Loopback['requests'][number][] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      requests.push({ path: request.url ?? '', headers: request.headers, body });
      answer(request.url ?? '', response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}
