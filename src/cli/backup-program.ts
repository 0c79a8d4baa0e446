/** @module The command that copies the data directory. */
import type { Define } from './program-parts.ts';

const RESTORING = `
To restore, end the agent and use DIR as data directory (--data-dir DIR, or move it). That is an older state: sessions
are repaired, visibly, what was revoked since must be revoked again, and witnesses and peers who saw a later checkpoint
tell of a ledger that was put back. Never let both go on. A plain cp of the directory of a running agent is unsafe.`;

/** `backup`. */
export const backupCommands: Define = (program, act) => {
  act(
    program
      .command('backup')
      .description('copy the data directory, also while the agent runs')
      .requiredOption('--out <dir>', 'the new folder, which must not exist')
      .addHelpText('after', RESTORING),
    async () => (await import('./commands/backup.ts')).backup,
  );
};
