/** @module The branch of the command line about logs of others: `light`. */
import type { Run } from './context.ts';
import { branch, collect, type Define } from './program-parts.ts';

/** `light …`. */
export const lightCommands: Define = (program, act) => {
  const light = branch(program, 'light', "follow another agent's log by headers or checkpoints alone");
  const load = (name: 'sync' | 'verify' | 'status' | 'remove') => async (): Promise<Run> =>
    (await import('./commands/light.ts'))[name];
  const loadFiles = (name: 'importFiles' | 'exportFile') => async (): Promise<Run> =>
    (await import('./commands/light-files.ts'))[name];
  act(
    light
      .command('sync')
      .description('bring what is held of a log up to date; two sources confirm it')
      .argument('<peer>', 'who is asked: an alias, a peer named in full, or an address that ends in /p2p/…')
      .option('--source <peer>', 'ask this peer too; may be given again', collect)
      .option('--author <peer>', 'whose log it is; the peer itself by default')
      .option('--headers', 'keep all headers from now on, and not checkpoints alone'),
    load('sync'),
  );
  act(
    light
      .command('import')
      .description('take headers, checkpoints, or the checkpoints of proofs from files')
      .argument('<file...>', 'the files, or - to read one'),
    loadFiles('importFiles'),
  );
  act(
    light
      .command('verify')
      .description('check a proof file against what is held of its author; exit 4 where it does not hold')
      .argument('<file>', 'the file, or - to read it')
      .option('--entry <file>', 'the entry that a C2SP tlog-proof is of, where the file does not hold it'),
    load('verify'),
  );
  act(light.command('status').description('list the logs that are followed, and what they take'), load('status'));
  act(
    light
      .command('export')
      .description('write the newest checkpoint that is held')
      .argument('<author>')
      .option('--headers', 'all headers instead')
      .option('--evidence', 'the evidence that the author signed two histories instead')
      .option('--since <size>', 'with the proof that it goes on from the log of SIZE entries')
      .option('--out <file>', 'write to FILE; - is standard output', '-'),
    loadFiles('exportFile'),
  );
  act(light.command('remove').description('forget what is held of a log').argument('<author>'), load('remove'));
};
