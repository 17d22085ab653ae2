/** The mailbox as a web server sees it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerMailbox, type MailboxReply } from './mailbox-http.ts';
import type { Mailbox } from './mailbox.ts';

const MAX_LETTER = 16 * 1024;

/** Who may leave and collect letters. */
export interface Delivery {
  readonly mailbox: Mailbox;
  /** Pages of these may; who asks without a page may as well. Other pages leave nothing: they would fill it. */
  readonly origins: ReadonlySet<string>;
  /** Whose requests are counted together. */
  readonly peerOf: (incoming: IncomingMessage) => string;
}

/** Answers one request, whatever it is: a path that is not the mailbox's is 404. */
export async function deliver(
  delivery: Delivery,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page = pageOf(incoming, delivery.origins);
  response.setHeader('Vary', 'Origin');
  if (page.origin !== undefined && page.isKnown) {
    response.setHeader('Access-Control-Allow-Origin', page.origin);
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
  }
  const reply = await answer(delivery, incoming, page.isKnown);
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(reply.status).end(reply.body);
}

/** Whoever asks without a page is no page that is not known. */
function pageOf({ headers: { origin } }: IncomingMessage, origins: ReadonlySet<string>) {
  return { origin, isKnown: origin === undefined || origins.has(origin) };
}

async function answer(
  { mailbox, peerOf }: Delivery,
  incoming: IncomingMessage,
  isKnown: boolean,
): Promise<MailboxReply> {
  const { method = '', url = '' } = incoming;
  const peer = peerOf(incoming);
  const body = method === 'POST' ? await readBody(incoming) : '';
  if (method === 'OPTIONS') return { status: 204, body: '' };
  if (method === 'POST' && !isKnown) return { status: 403, body: '' };
  return answerMailbox(mailbox, { method, path: url, peer }, body) ?? { status: 404, body: '' };
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
