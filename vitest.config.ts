import { defineConfig } from 'vitest/config';

/** Files beside each other: one more than the cores of a small machine, as many tests wait for a process or a disk. */
const MAX_WORKERS = 3;

/** Tests that put another module in the place of ours, or count what this process has open: a process for each. */
const ALONE = [
  'test/unit/ledger/carried-checkpoint.test.ts',
  'test/vectors/session-changes.test.ts',
  'test/scenario/{cli-files,server,tunnel-processes}.test.ts',
];

/** Run by themselves: vitest.network.config.ts, vitest.system.config.ts. */
const OTHER_TIERS = ['test/network/**', 'test/system/**'];

/** What runs on the WebAssembly primitives too. */
const NEUTRAL = [
  'test/vectors/{seam,kdf}.test.ts',
  'test/unit/crypto/{keys,labels}.test.ts',
  'test/unit/{session,capability,ledger}/**/*.test.ts',
];
/** Of those, what is of no primitive: damage bit by bit, rules against a model, other programs, rounds of many blocks. */
const NODE_ONLY = [
  'test/unit/ledger/{recovery,proof-python,report,archive,sync,sync-faults,light-sync}.test.ts',
  'test/unit/capability/authorize-model.test.ts',
];
const NEUTRAL_ALONE = ['test/unit/ledger/carried-checkpoint.test.ts'];

interface Files {
  readonly include: string[];
  readonly exclude?: string[];
  /** Whether each file has a process of its own; otherwise those of a worker share one, and load our modules once. */
  readonly isolate: boolean;
}

/** Threads run what was built: Node 20 reads no TypeScript. */
const builtThreads = {
  name: 'built-threads',
  transform: (code: string, id: string): string | undefined =>
    /\/src\/node\/ledger\/(?:miner|validation-pool)\.ts$/.test(id)
      ? code.replace(/new URL\((["'])\.\//, 'new URL($1../../../dist/node/ledger/')
      : undefined,
};

/**
 * The machines of the protocol run twice: on the native primitives, and on the WebAssembly ones that a browser gets.
 * The vectors of the primitives themselves run once, over every set (test/reference/sets.ts).
 */
export const project = (name: string, condition: string, files: Files) => ({
  plugins: [builtThreads],
  test: {
    name,
    ...files,
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // See test/primitives.ts.
    env: { TALOS_TEST_PRIMITIVES: condition },
  },
  ssr: { resolve: { conditions: [condition, 'node', 'import', 'default'] } },
});

export default defineConfig({
  test: {
    maxWorkers: MAX_WORKERS,
    projects: [
      project('node', 'talos-node', { include: ['test/**/*.test.ts'], exclude: [...ALONE, ...OTHER_TIERS], isolate: false }),
      project('node-alone', 'talos-node', { include: ALONE, isolate: true }),
      project('neutral', 'talos-neutral', { include: NEUTRAL, exclude: [...NEUTRAL_ALONE, ...NODE_ONLY], isolate: false }),
      project('neutral-alone', 'talos-neutral', { include: NEUTRAL_ALONE, isolate: true }),
    ],
  },
});
