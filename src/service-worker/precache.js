/**
 * Build step: lists every built file with its digest and hands the list to the service worker.
 * SvelteKit's own list omits what workers emit (the wasm), so the folder itself is walked.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Wraps an adapter so that the precache list is injected after the build.
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function precached(adapter) {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      inject('build');
    },
  };
}

/**
 * Every file of a build that the app may need offline, with its digest. The profile is not one of
 * them: the app keeps the last one that it was given.
 * @param {string} folder
 * @returns {{ url: string, revision: string }[]}
 */
export function precacheEntries(folder) {
  return files(folder)
    .map((file) => relative(folder, file).replaceAll('\\', '/'))
    .filter((url) => url !== 'service-worker.js' && url !== 'consortium.json')
    .sort()
    .map((url) => ({ url: `/${url}`, revision: digest(join(folder, url)) }));
}

/** @param {string} folder */
export function inject(folder) {
  const worker = join(folder, 'service-worker.js');
  const entries = precacheEntries(folder);
  const source = readFileSync(worker, 'utf8');
  if (!source.includes('self.__WB_MANIFEST'))
    throw new Error('the service worker has no place for the precache list');
  // A function, since a file name could hold one of the patterns that a text is searched for.
  writeFileSync(
    worker,
    source.replace('self.__WB_MANIFEST', () => JSON.stringify(entries)),
  );
}

/** @param {string} folder @returns {string[]} */
function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** @param {string} file */
function digest(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}
