import { defineConfig } from 'vitest/config';
import { project } from './vitest.config.ts';

/**
 * What takes seconds each: real hosts and processes, kills, full disks, a browser, other versions of Node, the package and
 * what is deployed. Debian's packages that some need are installed by tools/system-packages.sh; without them they are
 * skipped by name. `npm run test:system`.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // As in vitest.network.config.ts: what fails beside whatever else the machine does is tried once more, and reported so.
    retry: 1,
    projects: [project('system', 'talos-node', { include: ['test/system/**/*.test.ts'], isolate: true })],
  },
});
