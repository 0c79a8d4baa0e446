/** @module `talos whoami`: the identity of the data directory, from what its keystore says without its secrets. */
import type { Run } from '../context.ts';
import { printable, tableOf, timeText } from '../terminal.ts';

/** See the module comment. */
export const whoami: Run = async (context) => {
  const identity = await context.identity();
  await context.print({ id: identity.did, ...identity }, () =>
    tableOf([
      ['did', identity.did],
      ['name', printable(identity.name)],
      ['public key', identity.publicKey],
      ['peer id', identity.peerId],
      ['keystore', identity.keystore],
      ['created', timeText(identity.createdMs)],
    ]),
  );
  return 0;
};
