import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** All but the one that puts something in the place of a module. */
const PURE = ['tests/core/**/!(ed25519-batch).test.ts'];

export default defineConfig({
  plugins: [sveltekit()],
  build: {
    // Wasm inlined as a data: URL would be refused by the content security policy.
    assetsInlineLimit: (file) => (file.endsWith('.wasm') ? false : undefined),
  },
  worker: { format: 'es' },
  test: {
    testTimeout: 30_000,
    // The default leaves one core to whoever looks on.
    maxWorkers: '100%',
    projects: [
      // Pure functions keep nothing from one file to the next: what they import is loaded once for all.
      { extends: true, test: { name: 'core', include: PURE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'around',
          include: ['tests/**/*.test.ts'],
          exclude: [...PURE, 'tests/e2e/**'],
        },
      },
    ],
  },
});
