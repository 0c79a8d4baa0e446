/** @module `talos register`: announces this agent at a server, where others find it and leave messages while it is away. */
import { isTalosError } from '../../base/errors.ts';
import { addressOfHostPort } from '../../net/address.ts';
import { optional, type Run } from '../context.ts';
import { plural, printable, timeText } from '../terminal.ts';
import { usage } from '../values.ts';

/** Port of a server where none is named. */
const SERVER_PORT = 8765;

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
    made.map(({ did, addresses, mailbox, bundles, expiresAtMs }) =>
      [
        `registered at ${printable(addresses[0] ?? '')} as known by ${printable(did)}`,
        mailbox ? 'with a mailbox' : 'without a mailbox: messages wait at their senders',
        `${plural(bundles, 'prekey bundle')} there, until ${timeText(expiresAtMs)}`,
      ].join('; '),
    ),
  );
  return 0;
};

/** `HOST:PORT`, `HOST`, or a multiaddr. */
function multiaddrOf(place: string): string {
  if (place.startsWith('/')) return place;
  const hasPort = /[^:]:[0-9]+$/.test(place) && !/^[0-9a-fA-F:]*::[0-9a-fA-F:]*$/.test(place);
  try {
    return addressOfHostPort(hasPort ? place : `${place}:${SERVER_PORT}`);
  } catch (error) {
    if (!isTalosError(error, 'E_MALFORMED')) throw error;
    throw usage(`no server: "${printable(place)}"`, 'HOST:PORT, with an IPv6 address in brackets, or a multiaddr');
  }
}
