/**
 * The one way out. Nothing else in the app opens a connection, so the list of origins given here is
 * the list of everyone who ever hears from this device.
 */
import { concatBytes } from '#core/bytes/index.ts';
import { NetworkError } from './network-error.ts';

export { NetworkError, type NetworkCode } from './network-error.ts';

/** How one request is made and bounded. */
export interface RequestOptions {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Until the last byte has come. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** An answer, whatever its status. */
export interface NetworkResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Network {
  /**
   * Sends one request without credentials, referrer or cache, and follows no redirect.
   *
   * @throws {@link NetworkError} `network/not-allowed` before anything is sent; `network/down` if
   * the other side cannot be reached, breaks off or redirects; `network/slow` after `timeoutMs`;
   * `network/too-large` as soon as `maxBytes` is passed; `network/cancelled` after `signal`.
   */
  request(url: string, options?: RequestOptions): Promise<NetworkResponse>;

  /**
   * Opens a WebSocket (`ws:` or `wss:`) to one of the same origins, sends one text and listens.
   * A server that is not allowed, cannot be reached, or sends anything but short texts is closed.
   *
   * @returns Closes it; after that nothing is called any more.
   */
  listen(url: string, greeting: string, heard: Listener): () => void;
}

/** Called for each text, and once when the connection has ended, however it did. */
export interface Listener {
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

const PROFILE = '/consortium.json';
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
/** Characters of one text over a WebSocket. */
const MAX_TEXT = 64 * 1024;

/**
 * @param allowed - Origins that may be asked, read anew for each request: the profile's nodes and
 * whoever the person agreed to. The page's own origin is allowed for the profile alone.
 */
export function createNetwork(allowed: () => Iterable<string>): Network {
  return {
    request: async (untrustedUrl, options = {}) => {
      const url = allowedUrl(untrustedUrl, new Set(allowed()));
      const deadline = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
      const signal = AbortSignal.any([deadline, ...(options.signal ? [options.signal] : [])]);
      try {
        return await exchange(url, options, signal);
      } catch (cause) {
        if (cause instanceof NetworkError) throw cause;
        throw failure(cause, deadline, options.signal);
      }
    },
    listen: (untrustedUrl, greeting, heard) =>
      openSocket(untrustedUrl, greeting, heard, new Set(allowed())),
  };
}

function openSocket(
  untrustedUrl: string,
  greeting: string,
  { onText, onClose }: Listener,
  allowed: ReadonlySet<string>,
): () => void {
  const url = untrustedUrl.replace(/^ws/, 'http');
  if (!URL.canParse(url) || !allowed.has(new URL(url).origin)) {
    const timer = setTimeout(onClose);
    return () => {
      clearTimeout(timer);
    };
  }
  const socket = new WebSocket(untrustedUrl);
  socket.onopen = () => {
    socket.send(greeting);
  };
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string' && data.length <= MAX_TEXT) onText(data);
    else socket.close();
  };
  socket.onclose = onClose;
  return () => {
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  };
}

function allowedUrl(untrusted: string, allowed: ReadonlySet<string>): URL {
  const here = (globalThis as { readonly location?: Location }).location;
  const url = URL.canParse(untrusted, here?.href) ? new URL(untrusted, here?.href) : undefined;
  if (url === undefined || !isAllowed(url, allowed, here?.origin)) {
    throw new NetworkError('network/not-allowed', 'not on the list of those who may be asked');
  }
  return url;
}

function isAllowed(url: URL, allowed: ReadonlySet<string>, own: string | undefined): boolean {
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '') return false;
  if (url.origin === own && url.pathname === PROFILE) return true;
  return allowed.has(url.origin);
}

async function exchange(
  url: URL,
  options: RequestOptions,
  signal: AbortSignal,
): Promise<NetworkResponse> {
  const response = await fetch(url, {
    method: options.method ?? 'GET',
    headers: { ...options.headers },
    ...(options.body === undefined ? {} : { body: options.body }),
    signal,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  });
  const bytes = await readBounded(response, options.maxBytes ?? MAX_BYTES);
  return { status: response.status, headers: response.headers, bytes };
}

async function readBounded(response: Response, max: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return concatBytes(...parts);
    size += chunk.value.length;
    if (size > max) {
      // Whether the rest is still cancelled in time changes nothing.
      reader?.cancel().catch(() => undefined);
      throw new NetworkError('network/too-large', 'the answer is over its limit');
    }
    parts.push(chunk.value);
  }
}

function failure(cause: unknown, deadline: AbortSignal, caller?: AbortSignal): NetworkError {
  if (caller?.aborted === true) return new NetworkError('network/cancelled', 'cancelled');
  if (deadline.aborted) return new NetworkError('network/slow', 'no answer in time', { cause });
  return new NetworkError('network/down', 'cannot be reached', { cause });
}
