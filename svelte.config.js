import adapter from '@sveltejs/adapter-static';
import { precached } from './src/service-worker/precache.js';

/** The policy of every page. `connect-src` is wide because profiles can be imported; the network port narrows it. */
const directives = {
  'default-src': ['none'],
  'script-src': ['self', 'wasm-unsafe-eval'],
  'style-src': ['self'],
  // SvelteKit's route announcer carries one fixed inline style.
  'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
  'img-src': ['self', 'data:', 'blob:'],
  'media-src': ['self', 'blob:'],
  'font-src': ['self'],
  'connect-src': ['self', 'https:', 'wss:', 'http://localhost:*', 'http://127.0.0.1:*'],
  'worker-src': ['self'],
  'manifest-src': ['self'],
  'base-uri': ['none'],
  'form-action': ['none'],
  'require-trusted-types-for': ['script'],
  'trusted-types': ['lightseal', 'svelte-trusted-html', 'sveltekit-trusted-url'],
};

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    adapter: precached(adapter({ fallback: '200.html' })),
    csp: { mode: 'hash', directives },
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
