import { defineConfig } from 'vitest/config';

/**
 * Scenarios of several hosts, and of servers beside ours: network namespaces, a database, networks of many nodes. They need
 * root and Debian's packages, and are skipped by name where they have not got them. `npm run test:network`.
 */
export default defineConfig({
  test: {
    include: ['test/network/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // They measure the same two cores, and some cut cables.
    maxWorkers: 2,
    // Whole networks share the cores of one machine with what else runs on it: what fails is tried once more, and reported so.
    retry: 1,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    env: { TALOS_TEST_PRIMITIVES: 'talos-node' },
  },
  // Without `import`: what Node itself loads is given these too, and `require` in pg would find modules that it cannot use.
  ssr: { resolve: { conditions: ['talos-node', 'node', 'default'] } },
});
