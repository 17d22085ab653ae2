/** Servers that answer without end: what stands where an honest node stood a moment ago. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';

export interface EvilServer {
  readonly url: string;
  /** The most bytes that one answer got rid of. */
  readonly longest: () => number;
  stop(): Promise<void>;
}

type Answer = (response: ServerResponse, sent: (bytes: number) => void) => Promise<void>;

const CHUNK = Buffer.alloc(256 * 1024, ' ');
const GIGABYTE = 1024 ** 3;

/** A body of one gibibyte, as fast as it is taken. */
export function gigabyteServer(port = 0): Promise<EvilServer> {
  return serve(port, async (response, sent) => {
    for (let bytes = 0; bytes < GIGABYTE && !response.destroyed; bytes += CHUNK.length) {
      sent(CHUNK.length);
      if (!response.write(CHUNK)) await drained(response);
    }
    response.end();
  });
}

/** A byte a second, for ever. */
export function drippingServer(port = 0): Promise<EvilServer> {
  return serve(port, async (response, sent) => {
    while (!response.destroyed) {
      sent(1);
      response.write(' ');
      await later(1_000);
    }
  });
}

async function serve(port: number, answer: Answer): Promise<EvilServer> {
  let longest = 0;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    let sent = 0;
    void answer(response, (bytes) => {
      sent += bytes;
      longest = Math.max(longest, sent);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: urlOf(server), longest: () => longest, stop: () => stop(server) };
}

/** Until more is wanted, or nobody is there any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://localhost:${address.port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
