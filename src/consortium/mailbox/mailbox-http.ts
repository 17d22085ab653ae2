/** The mailbox over HTTP: `POST` and `GET /mailbox/<64 hex digits>`; bodies are base64url text. */
import type { Left, Mailbox } from './mailbox.ts';

/** Status and body, as plain text. */
export interface MailboxReply {
  readonly status: number;
  readonly body: string;
}

const PATH = /^\/mailbox\/([0-9a-f]{64})$/;
const LETTER = /^[A-Za-z0-9_-]+$/;

const STATUS: Readonly<Record<Left, number>> = {
  kept: 204,
  taken: 409,
  'too-large': 413,
  'too-many': 429,
  full: 503,
};

/** @returns `undefined` for a path that is not the mailbox's. */
export function answerMailbox(
  mailbox: Mailbox,
  request: { readonly method: string; readonly path: string; readonly peer: string },
  body: string,
): MailboxReply | undefined {
  if (!request.path.startsWith('/mailbox/')) return undefined;
  const address = PATH.exec(request.path)?.[1];
  if (address === undefined) return reply(404);
  if (request.method === 'POST') {
    if (!LETTER.test(body)) return reply(400);
    return reply(STATUS[mailbox.leave(address, body, request.peer)]);
  }
  if (request.method !== 'GET') return reply(405);
  const collected = mailbox.collect(address, request.peer);
  if (collected === 'too-many') return reply(429);
  return collected === 'absent' ? reply(404) : reply(200, collected.letter);
}

function reply(status: number, body = ''): MailboxReply {
  return { status, body };
}
