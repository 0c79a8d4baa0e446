import { defineConfig } from 'vitest/config';

/**
 * The machines of the protocol run twice: on the native primitives, and on the WebAssembly ones that a browser gets.
 * The vectors of the primitives themselves run once, over every set (test/reference/sets.ts).
 */
const project = (name: string, condition: string, include: string[]) => ({
  test: { name, include, setupFiles: ['test/setup.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
  ssr: { resolve: { conditions: [condition, 'node', 'import', 'default'] } },
});

export default defineConfig({
  test: {
    // Files beside each other, also where the default would leave one of two cores idle.
    maxWorkers: 2,
    projects: [
      project('node', 'talos-node', ['test/**/*.test.ts']),
      project('neutral', 'talos-neutral', [
        'test/vectors/{seam,kdf}.test.ts',
        'test/unit/crypto/{keys,labels}.test.ts',
        'test/unit/{session,capability,ledger}/**/*.test.ts',
      ]),
    ],
  },
});
