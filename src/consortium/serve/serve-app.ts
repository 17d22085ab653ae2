/** Serves the built app and the demo's profile to this machine. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import type { ConsortiumProfile } from '#core/chain/index.ts';
import { listenOnLoopback } from './loopback.ts';
import { securityHeaders } from './security-headers.ts';
import { ServeError } from './serve-error.ts';

/** What is served, and where. */
export interface AppOptions {
  /** The built app; it must hold `200.html`. */
  readonly folder: string;
  /** 0 for any free port. */
  readonly port: number;
}

/** The app, being served. */
export interface ServedApp {
  /** `http://localhost:<port>`. */
  readonly origin: string;
  /** Sets what `/consortium.json` says; until then it does not exist. */
  publish(profile: ConsortiumProfile): void;
  stop(): Promise<void>;
}

/** File names that carry their content's hash never change. */
const IMMUTABLE = '/_app/immutable/';
const YEAR_S = 31_536_000;
const SHELL = '/200.html';

/**
 * Opens the app's port on the loopback interface. Navigations to unknown addresses get the shell,
 * anything else that is missing is 404.
 *
 * @throws {@link ServeError} `serve/not-built`, `serve/port-taken`.
 */
export async function serveApp({ folder, port }: AppOptions): Promise<ServedApp> {
  if (!existsSync(join(folder, SHELL))) {
    throw new ServeError('serve/not-built', `${folder} holds no built app`);
  }
  let profile: string | undefined;
  const server = await listenOnLoopback(
    appListener(folder, () => profile),
    port,
  );
  if (server === undefined) throw new ServeError('serve/port-taken', `port ${port} is taken`);
  return {
    origin: `http://localhost:${server.port}`,
    publish: (published) => {
      profile = JSON.stringify(published);
    },
    stop: () => server.close(),
  };
}

function appListener(folder: string, profile: () => string | undefined): RequestListener {
  const files = sirv(folder, { etag: true, setHeaders: setCaching });
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    for (const [name, value] of Object.entries(securityHeaders(pathname))) {
      response.setHeader(name, value);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      end(response, 405);
    } else if (pathname === '/consortium.json') {
      sendProfile(response, profile());
    } else {
      files(request, response, () => {
        sendShell(request, response, files, pathname);
      });
    }
  };
}

function sendShell(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReturnType<typeof sirv>,
  pathname: string,
): void {
  if (!isNavigation(request, pathname)) {
    end(response, 404);
    return;
  }
  request.url = SHELL;
  files(request, response, () => {
    end(response, 404);
  });
}

/** A person opening an address, as opposed to a page that asks for a file. */
function isNavigation({ headers }: IncomingMessage, pathname: string): boolean {
  const isFile = /\.[a-z0-9]+$/i.test(pathname);
  return !isFile && (headers.accept ?? '').includes('text/html');
}

function sendProfile(response: ServerResponse, profile: string | undefined): void {
  response.setHeader('Cache-Control', 'no-store');
  if (profile === undefined) {
    end(response, 404);
    return;
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.writeHead(200).end(profile);
}

function setCaching(response: ServerResponse, pathname: string): void {
  const isImmutable = pathname.startsWith(IMMUTABLE);
  response.setHeader(
    'Cache-Control',
    isImmutable ? `public, max-age=${YEAR_S}, immutable` : 'no-cache',
  );
}

function end(response: ServerResponse, status: number): void {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.writeHead(status).end(`${status}\n`);
}
