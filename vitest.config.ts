import { defineConfig } from 'vitest/config';

/** The vectors and scenarios run twice: with the native primitives and with the WebAssembly ones a browser gets. */
const project = (name: string, condition: string, include: string[]) => ({
  test: { name, include, setupFiles: ['test/setup.ts'], testTimeout: 30_000, hookTimeout: 30_000 },
  ssr: { resolve: { conditions: [condition, 'node', 'import', 'default'] } },
});

export default defineConfig({
  test: {
    projects: [
      project('node', 'talos-node', ['test/**/*.test.ts']),
      project('neutral', 'talos-neutral', ['test/vectors/**/*.test.ts', 'test/unit/{session,capability,ledger}/**/*.test.ts']),
    ],
  },
});
