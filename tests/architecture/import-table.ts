/** Who may import whom. A new line here is a decision to record in `docs/decisions`. */

/** For each layer of `src`, the other layers that it may import. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  workers: ['core'],
  platform: ['core', 'workers'],
  state: ['core'],
  i18n: ['core'],
  ui: ['core', 'state', 'i18n'],
  routes: ['core', 'workers', 'platform', 'state', 'ui', 'i18n'],
  'service-worker': [],
  consortium: ['core'],
};

/** For each module of the core, the other modules that it may import. */
export const CORE_MODULES: Readonly<Record<string, readonly string[]>> = {
  bytes: [],
  crypto: ['bytes'],
  merkle: ['crypto', 'bytes'],
  vault: ['crypto', 'bytes'],
  credential: ['merkle', 'crypto', 'bytes'],
  chain: ['merkle', 'crypto', 'bytes'],
  ics23: ['crypto', 'bytes'],
  cometbft: ['chain', 'ics23', 'merkle', 'crypto', 'bytes'],
  registry: ['chain', 'merkle', 'credential', 'crypto', 'bytes'],
  ubl: ['credential'],
  qr: ['credential', 'registry', 'crypto', 'bytes'],
  exchange: ['credential', 'qr', 'crypto', 'bytes'],
  verify: [
    'bytes',
    'crypto',
    'merkle',
    'vault',
    'credential',
    'chain',
    'registry',
    'qr',
    'exchange',
  ],
};

/** Files of the core that belong to no module and are open to everyone. */
export const OPEN_CORE_FILES: readonly string[] = ['core/errors.ts', 'core/env.d.ts'];

/**
 * For each layer, folder or file, what it may import from outside the project; the longest matching
 * name decides. `node:*` and `$app/*` stand for all of Node's and SvelteKit's own modules.
 */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: ['@noble/curves', '@noble/hashes'],
  'core/bytes': ['@noble/curves', '@noble/hashes', 'cborg'],
  workers: ['hash-wasm', 'qr', 'zxing-wasm'],
  platform: ['idb'],
  'platform/scanner': ['zxing-wasm'],
  state: ['svelte'],
  i18n: ['svelte'],
  ui: ['svelte', 'qrcode'],
  routes: ['svelte', '$app/*'],
  'service-worker': ['workbox-core', 'workbox-precaching', 'workbox-routing'],
  'service-worker/precache.js': ['node:*'],
  consortium: [
    '@hono/node-server',
    '@noble/curves',
    '@noble/hashes',
    'classic-level',
    'cosmjs-types',
    'hono',
    'node:*',
    'sirv',
    'ws',
  ],
  'consortium/registry-cli': ['@noble/curves', 'age-encryption', 'node:*'],
};
