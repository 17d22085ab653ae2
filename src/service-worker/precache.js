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

/** @param {string} folder */
function inject(folder) {
  const worker = join(folder, 'service-worker.js');
  const entries = files(folder)
    .map((file) => relative(folder, file))
    .filter((url) => url !== 'service-worker.js' && url !== 'consortium.json')
    .sort()
    .map((url) => ({ url: `/${url}`, revision: digest(join(folder, url)) }));
  const source = readFileSync(worker, 'utf8');
  if (!source.includes('self.__WB_MANIFEST'))
    throw new Error('the service worker has no place for the precache list');
  writeFileSync(worker, source.replace('self.__WB_MANIFEST', JSON.stringify(entries)));
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
