/** A mailbox as a program of its own, behind the reverse proxy of a node. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { deliver } from './deliver.ts';
import { Mailbox } from './mailbox.ts';

const HOST = '127.0.0.1';
const HEADERS_MS = 5_000;
const REQUEST_MS = 10_000;

/**
 * Serves `/mailbox/…` on the loopback interface until it is closed. Letters are in memory only.
 *
 * @param port - 0 for any free one. Refuses as Node does where it is taken.
 * @param origins - Of the pages that may ask.
 */
export function serveMailbox(port: number, origins: readonly string[]): Promise<Server> {
  const delivery = {
    mailbox: new Mailbox(Date.now),
    origins: new Set(origins),
    peerOf: peerBehindProxy,
  };
  const limits = { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS };
  const server = createServer(limits, (incoming, response) => {
    void deliver(delivery, incoming, response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      resolve(server);
    });
  });
}

/** Only programs of this machine reach the port: what the proxy says of its peer is believed. */
function peerBehindProxy({ headers, socket }: IncomingMessage): string {
  const said = headers['x-real-ip'];
  return typeof said === 'string' ? said : (socket.remoteAddress ?? '');
}
