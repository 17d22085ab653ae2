import adapter from '@sveltejs/adapter-static';
import { DIRECTIVES } from './src/consortium/serve/csp.js';
import { precached } from './src/service-worker/precache.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: precached(adapter({ fallback: '200.html' })),
    csp: { mode: 'hash', directives: DIRECTIVES },
    files: { assets: 'static' },
    serviceWorker: { register: false },
    typescript: {
      config: (config) => ({
        ...config,
        include: [...config.include, '../tests/**/*.ts', '../*.config.ts'],
        exclude: [
          ...config.exclude,
          '../src/core/env.d.ts',
          '../src/service-worker/**',
          '../src/workers/**/*.worker.ts',
        ],
      }),
    },
    version: { name: process.env['npm_package_version'] ?? 'dev' },
  },
};
