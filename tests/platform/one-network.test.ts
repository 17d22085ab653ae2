import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** Every way by which a page or worker could talk to somebody. */
const WAYS_OUT =
  /\bfetch\(|\b(?:XMLHttpRequest|WebSocket|WebTransport|RTCPeerConnection|EventSource|sendBeacon)\b/;

/** The core is compiled without the browser's globals: what it calls `fetch` is its own port. */
const isOfTheApp = (file: string) => !/^(?:consortium|core)\//.test(file);

const opensConnections = (source: string) => WAYS_OUT.test(withoutComments(source));

const withoutComments = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

describe('the app', () => {
  it('opens connections in one file only', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll(sep, '/'))
      .filter((file) => /\.(?:ts|js|svelte)$/.test(file) && isOfTheApp(file));
    const speaking = files.filter((file) =>
      opensConnections(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(speaking).toEqual(['platform/network.ts']);
  });

  it.each([
    'await fetch("https://stranger.example")',
    'globalThis.fetch(url)',
    'new WebSocket(url)',
    'navigator.sendBeacon(url, data)',
    'new EventSource(url)',
    'const request = new XMLHttpRequest();',
  ])('would be caught with %s', (source) => {
    expect(opensConnections(source)).toBe(true);
  });
});
