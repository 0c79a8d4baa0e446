/** @module The command `bench`. */
import type { Define } from './program-parts.ts';

/** See the module comment. */
export const benchCommands: Define = (program, act) => {
  act(
    program
      .command('bench')
      .description('measure the parts, each beside the bare primitive that it needs, in a few seconds')
      .option('--no-tunnel', 'leave out the tool call through two processes of talos'),
    async () => (await import('./commands/bench.ts')).bench,
  );
};
