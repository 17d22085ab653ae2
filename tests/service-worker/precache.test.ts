import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inject, precacheEntries } from '../../src/service-worker/precache.js';

const FILES = {
  '200.html': '<p>shell</p>',
  '_app/immutable/workers/assets/reader.1a2b.wasm': 'wasm',
  '_app/immutable/workers/vault.3c4d.js': 'worker',
  '_app/immutable/odd$&name.js': 'odd',
  'consortium.json': '{}',
  'service-worker.js': 'precache(self.__WB_MANIFEST);',
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lightseal-precache-'));
  for (const [path, content] of Object.entries(FILES)) write(path, content);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

describe('the precache list', () => {
  it('names everything built, also what workers bring along, but neither worker nor profile', () => {
    expect(precacheEntries(folder).map(({ url }) => url)).toEqual([
      '/200.html',
      '/_app/immutable/odd$&name.js',
      '/_app/immutable/workers/assets/reader.1a2b.wasm',
      '/_app/immutable/workers/vault.3c4d.js',
    ]);
  });

  it('changes with what a file holds, and only then', () => {
    const before = precacheEntries(folder);
    expect(precacheEntries(folder)).toEqual(before);
    write('200.html', '<p>new shell</p>');
    const changed = precacheEntries(folder).filter(
      ({ revision }, index) => revision !== before[index]?.revision,
    );
    expect(changed.map(({ url }) => url)).toEqual(['/200.html']);
  });

  it('is written into the service worker as it is, whatever a file is called', () => {
    const entries = precacheEntries(folder);
    inject(folder);
    const worker = readFileSync(join(folder, 'service-worker.js'), 'utf8');
    expect(worker).toBe(`precache(${JSON.stringify(entries)});`);
  });

  it('fails the build when the service worker has no place for it', () => {
    write('service-worker.js', 'nothing();');
    expect(() => {
      inject(folder);
    }).toThrow('no place');
  });
});
