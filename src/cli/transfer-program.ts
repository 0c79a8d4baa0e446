/** @module The branch of the command line about files. */
import type { Run } from './context.ts';
import { branch, type Define } from './program-parts.ts';

/** `send-file` and `transfers list|accept|decline|cancel`. */
export const transferCommands: Define = (program, act) => {
  act(
    program
      .command('send-file')
      .description('send a file, or keep it to be sent to a peer that is away')
      .argument('<peer>', 'an alias, or a peer named in full')
      .argument('<file>', 'the file; it stays where it is, and is read when the peer is there')
      .option('--name <name>', 'what the peer is told that it is called')
      .option('--wait [duration]', 'wait until it is delivered, for ever or as long as 30s')
      .option('--port <port>', 'listen on this port meanwhile; 0: any'),
    async () => (await import('./commands/send-file.ts')).sendFile,
  );
  const transfers = branch(program, 'transfers', 'files on their way, and those that peers offer');
  const load = (name: 'list' | 'accept' | 'decline' | 'cancel') => async (): Promise<Run> =>
    (await import('./commands/transfers.ts'))[name];
  act(transfers.command('list').description('list them, the newest last'), load('list'));
  act(
    transfers
      .command('accept')
      .description('take a file that a peer offers')
      .argument('<id>', 'its id, or enough digits of it')
      .option('--wait [duration]', 'wait until it is here, for ever or as long as 30s'),
    load('accept'),
  );
  act(
    transfers
      .command('decline')
      .description('refuse a file that a peer offers')
      .argument('<id>', 'its id, or enough digits of it'),
    load('decline'),
  );
  act(
    transfers
      .command('cancel')
      .description('end a transfer of either direction, and remove what came of it')
      .argument('<id>', 'its id, or enough digits of it'),
    load('cancel'),
  );
};
