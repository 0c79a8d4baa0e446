/** @module The command that examines everything. */
import type { Define } from './program-parts.ts';

const STATES = `
Each finding is ok, a warning, failed or skipped, and says what to do. Exit status 0 where nothing failed, otherwise that
of the first failure. With --offline nobody is asked; whether an agent runs does not matter.`;

/** `doctor`. */
export const doctorCommands: Define = (program, act) => {
  act(
    program
      .command('doctor')
      .description('examine identity, permissions, clock, modules, ports, reachability, registry, storage and ledger')
      .addHelpText('after', STATES),
    async () => (await import('./commands/doctor.ts')).doctor,
  );
};
