import { defineConfig } from 'vitest/config';

/** Real nodes: one file after the other, and patience. */
export default defineConfig({
  test: {
    include: ['tests/cometbft/**/*.real.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 180_000,
  },
});
