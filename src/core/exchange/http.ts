/** The network as the exchange sees it: a port, and answers that are bounded and read strictly. */
import { CredentialError, parseJsonObject, type JsonObject } from '../credential/index.ts';
import { ExchangeError, type ExchangeCode } from './exchange-error.ts';

/** One request. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Its answer, whatever the status. */
export interface ExchangeResponse {
  readonly status: number;
  readonly body: string;
  /** The header of that name, as it came. */
  readonly retryAfter?: string;
}

/** Sends; follows no redirects. Throws its own codes when there is no answer. */
export type SendRequest = (request: ExchangeRequest) => Promise<ExchangeResponse>;

const MAX_BODY = 1024 * 1024;
const MAX_DEPTH = 16;
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;
const SECURE = /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/;

/** Origin and path of a URL without query and fragment. */
export interface PlainUrl {
  readonly origin: string;
  readonly path: string;
}

/** Reads an `https` URL, or `http` on this very device; anything else is `undefined`. */
export function parsePlainUrl(untrusted: string): PlainUrl | undefined {
  const [, origin = '', path = ''] = /^([a-z]+:\/\/[^/?#]+)(\/[\w.~%:@!$&'()*+,;=/-]*)?$/i.exec(
    untrusted.length <= 2048 ? untrusted : '',
  ) ?? [''];
  return SECURE.test(origin) || LOOPBACK.test(origin) ? { origin, path } : undefined;
}

/** Whether it is a {@link parsePlainUrl} that may have a query part besides; a fragment is never sent, so none is taken. */
export function isWebUrl(untrusted: string): boolean {
  const [, base = '', query = ''] = /^([^?#]*)(\?[\w.~%:@!$&'()*+,;=/?-]*)?$/.exec(untrusted) ?? [
    '',
  ];
  return untrusted.length <= 2048 && parsePlainUrl(base) !== undefined && query.length <= 1024;
}

/** Address of a well-known document: inserted between host and path. */
export function wellKnownUrl({ origin, path }: PlainUrl, name: string): string {
  return `${origin}/.well-known/${name}${path.replace(/\/$/, '')}`;
}

/** @throws {@link ExchangeError} `exchange/too-large`, or `code` if it is no JSON object. */
export function parseBody(
  untrusted: string,
  code: ExchangeCode = 'exchange/malformed',
): JsonObject {
  if (untrusted.length > MAX_BODY) throw new ExchangeError('exchange/too-large', 'answer');
  try {
    return parseJsonObject(untrusted, MAX_DEPTH);
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    throw new ExchangeError(code, 'not a JSON object', { cause });
  }
}

/**
 * Fetches a JSON document that must be there.
 *
 * @throws {@link ExchangeError} `exchange/server-failed` for any status but 200.
 */
export async function getJson(send: SendRequest, url: string): Promise<JsonObject> {
  const { status, body } = await send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
  });
  if (status !== 200) throw new ExchangeError('exchange/server-failed', `status ${status}`);
  return parseBody(body);
}
