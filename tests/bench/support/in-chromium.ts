/** Runs a bench module in headless Chromium: bundled, on a page as isolated as the app's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { scriptPolicy } from '../../../src/consortium/serve/csp.js';
import { securityHeaders } from '../../../src/consortium/serve/security-headers.ts';
import { chromiumFlags, chromiumPath } from '../../support/browser.ts';
import type { BenchOptions, Measured } from './types.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ENTRY = '/bench.js';
const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"></html>';
const TYPES = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' } as const;

/** Files by path. */
type Site = ReadonlyMap<string, string | Uint8Array>;

/** What Chromium measured, and which one it was. */
export interface BrowserRun extends Measured {
  readonly browser: string;
}

/** Bundles the module in `file`, loads it in a page, and runs its `bench` there. */
export async function runInChromium(file: string, options: BenchOptions): Promise<BrowserRun> {
  const site = await serve(await bundle(file));
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags() });
  try {
    return { ...(await measure(browser, site.url, options)), browser: browser.version() };
  } finally {
    await browser.close();
    site.stop();
  }
}

async function measure(browser: Browser, url: string, options: BenchOptions): Promise<Measured> {
  const page = await browser.newPage();
  page.on('console', (message) => {
    console.error(message.text());
  });
  await page.goto(url);
  const run = async ([entry, given]: readonly [string, BenchOptions]) => {
    if (!crossOriginIsolated) throw new Error('the page is not isolated: its clock is coarse');
    const module = (await import(entry)) as { bench: (o: BenchOptions) => Promise<Measured> };
    return await module.bench(given);
  };
  return await page.evaluate(run, [ENTRY, options] as const);
}

async function bundle(file: string): Promise<Site> {
  const output = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'es2023',
      // Where the app's own workers and wasm lie, and where alone it lets workers come from.
      assetsDir: '_app',
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { bench: file },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  const bundled = [output].flat().at(0);
  if (bundled === undefined || !('output' in bundled)) throw new Error('nothing was bundled');
  return new Map(bundled.output.map((part) => [`/${part.fileName}`, contentOf(part)]));
}

function contentOf(part: Rolldown.OutputChunk | Rolldown.OutputAsset): string | Uint8Array {
  return part.type === 'chunk' ? part.code : part.source;
}

async function serve(files: Site): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const body = path === '/' ? PAGE : files.get(path);
    response.writeHead(body === undefined ? 404 : 200, headersOf(path));
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}

/** As the app is served; the page brings the policy that SvelteKit writes into the app's. */
function headersOf(path: string): Record<string, string> {
  const type = path.endsWith('.wasm') ? TYPES.wasm : path === '/' ? TYPES.html : TYPES.js;
  const policy = { 'Content-Security-Policy': scriptPolicy() };
  return { ...securityHeaders(path), ...policy, 'Content-Type': type };
}
