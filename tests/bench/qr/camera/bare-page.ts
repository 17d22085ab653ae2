/** The baseline: a page with nothing but a video and `qr-scanner` in its default settings. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

const FOLDER = dirname(createRequire(import.meta.url).resolve('qr-scanner'));
const SCRIPTS = ['qr-scanner.min.js', 'qr-scanner-worker.min.js'];
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>baseline</title>
<link rel="icon" href="data:,"><video muted playsinline width="640" height="360"></video>
<script type="module">
import QrScanner from '/qr-scanner.min.js';
const options = { returnDetailedScanResult: true };
window.scanner = new QrScanner(document.querySelector('video'), ({ data }) => {
  moments.bytes ??= performance.now();
  moments.text = data;
}, options);
</script></html>`;

/** A server on loopback. */
export interface BarePage {
  readonly url: string;
  stop(): void;
}

export async function serveBarePage(): Promise<BarePage> {
  const files = new Map([
    ['/', { type: 'text/html', body: PAGE }],
    ...SCRIPTS.map((name) => {
      const body = readFileSync(join(FOLDER, name), 'utf8');
      return [`/${name}`, { type: 'text/javascript', body }] as const;
    }),
  ]);
  const server = createServer(({ url = '/' }, response) => {
    const file = files.get(url);
    response.writeHead(file === undefined ? 404 : 200, { 'Content-Type': file?.type ?? '' });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, stop: () => server.close() };
}
