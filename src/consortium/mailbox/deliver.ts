/** The mailbox as a web server sees it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerMailbox } from './mailbox-http.ts';
import type { Mailbox } from './mailbox.ts';

const MAX_LETTER = 16 * 1024;

/** Who may leave and collect letters. */
export interface Delivery {
  readonly mailbox: Mailbox;
  /** Pages of these may; who asks without a page may as well. */
  readonly origins: ReadonlySet<string>;
  /** Whose requests are counted together. */
  readonly peerOf: (incoming: IncomingMessage) => string;
}

/** Answers one request, whatever it is: a path that is not the mailbox's is 404. */
export async function deliver(
  { mailbox, origins, peerOf }: Delivery,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin } = incoming.headers;
  response.setHeader('Vary', 'Origin');
  if (origin !== undefined && origins.has(origin)) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
  }
  const { method = '', url = '' } = incoming;
  const peer = peerOf(incoming);
  const body = method === 'POST' ? await readBody(incoming) : '';
  const asked = { method, path: url, peer };
  const reply =
    method === 'OPTIONS' ? { status: 204, body: '' } : answerMailbox(mailbox, asked, body);
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(reply?.status ?? 404).end(reply?.body);
}

/** Of one that is too long nothing is kept; one that breaks off has nobody to answer. */
async function readBody(incoming: IncomingMessage): Promise<string> {
  let body = '';
  try {
    // To its end: only then can it be answered.
    for await (const piece of incoming) if (body.length <= MAX_LETTER) body += String(piece);
  } catch {
    return '';
  }
  return body.length > MAX_LETTER ? '' : body;
}
