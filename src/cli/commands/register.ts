/** @module `talos register`: announces this agent at a server, where others find it and leave messages while it is away. */
import { isTalosError } from '../../base/errors.ts';
import { serverAddress } from '../../net/address.ts';
import { optional, type Run } from '../context.ts';
import { plural, printable, timeText } from '../terminal.ts';
import { usage } from '../values.ts';

/** Exit 0 when every server that was asked has it. */
export const register: Run = async (context, _args, options) => {
  const named = optional(options, 'server');
  const { value: configured } = (await context.settings({})).server;
  const place = named ?? (configured === '' ? undefined : configured);
  await using agent = await context.open();
  const made = await agent.api.servers.register(
    place === undefined ? {} : { address: multiaddrOf(place) },
    context.io.signal,
  );
  await context.print({ registrations: made.map((each) => ({ id: each.did, ...each })) }, () =>
    made.map(({ did, addresses, name, mailbox, bundles, expiresAtMs }) =>
      [
        `registered at ${printable(addresses[0] ?? '')} as known by ${printable(did)}${name === '' ? '' : `, which calls itself "${printable(name)}"`}`,
        mailbox ? 'with a mailbox' : 'without a mailbox: messages wait at their senders',
        `${plural(bundles, 'prekey bundle')} there, until ${timeText(expiresAtMs)}`,
      ].join('; '),
    ),
  );
  return 0;
};

function multiaddrOf(place: string): string {
  try {
    return serverAddress(place);
  } catch (error) {
    if (!isTalosError(error, 'E_MALFORMED')) throw error;
    throw usage(`no server: "${printable(place)}"`, 'HOST:PORT, with an IPv6 address in brackets, or a multiaddr');
  }
}
