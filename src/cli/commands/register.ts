/** @module `talos register`: announces this agent at a server, where others find it and leave messages while it is away. */
import { isTalosError } from '../../base/errors.ts';
import { isIdentityName, MAX_NAME_BYTES } from '../../identity/identity.ts';
import { serverAddress } from '../../net/address.ts';
import { type Options, optional, type Run } from '../context.ts';
import { plural, printable, timeText } from '../terminal.ts';
import { usage } from '../values.ts';

/** Exit 0 when every server that was asked has it. */
export const register: Run = async (context, _args, options) => {
  const named = optional(options, 'server');
  const listing = listingOf(options);
  const { value: configured } = (await context.settings({})).server;
  const place = named ?? (configured === '' ? undefined : configured);
  await using agent = await context.open();
  const made = await agent.api.servers.register(
    { ...listing, ...(place === undefined ? {} : { address: multiaddrOf(place) }) },
    context.io.signal,
  );
  await context.print({ registrations: made.map((each) => ({ id: each.did, ...each })) }, () =>
    made.map(({ did, addresses, name, mailbox, unlisted, bundles, expiresAtMs }) =>
      [
        `registered at ${printable(addresses[0] ?? '')} as known by ${printable(did)}${name === '' ? '' : `, which calls itself "${printable(name)}"`}`,
        mailbox ? 'with a mailbox' : 'without a mailbox: messages wait at their senders',
        ...(unlisted ? ['not in its list of peers'] : []),
        `${plural(bundles, 'prekey bundle')} there, until ${timeText(expiresAtMs)}`,
      ].join('; '),
    ),
  );
  return 0;
};

/** How the lists of servers are to name this agent, where that is said. */
function listingOf(options: Options): { readonly unlisted?: boolean; readonly name?: string } {
  const name = optional(options, 'name');
  const [unlisted, listed] = [options['unlisted'] === true, options['listed'] === true];
  if (unlisted && (listed || name !== undefined)) throw usage('--unlisted does not go with --listed or --name');
  if (name !== undefined && name !== '' && !isIdentityName(name))
    throw usage(`--name must be at most ${MAX_NAME_BYTES} bytes of printable text`);
  const isSaid = unlisted || listed || name !== undefined;
  return { ...(isSaid ? { unlisted } : {}), ...(name === undefined ? {} : { name }) };
}

/** The multiaddr of a server that a person named. @throws {TalosError} `E_USAGE`. */
export function multiaddrOf(place: string): string {
  try {
    return serverAddress(place);
  } catch (error) {
    if (!isTalosError(error, 'E_MALFORMED')) throw error;
    throw usage(`no server: "${printable(place)}"`, 'HOST:PORT, with an IPv6 address in brackets, or a multiaddr');
  }
}
