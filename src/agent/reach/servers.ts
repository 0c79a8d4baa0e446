/**
 * The servers of a running agent, in the words of `ServersApi`.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { isIdentityName, MAX_NAME_BYTES } from '../../identity/identity.ts';
import type { PeerListView, RegisterParams, RegistrationView, ServersApi, ServerView } from '../api/server-api.ts';
import type { Mail } from '../message/mail.ts';
import { MAX_LISTED_PEERS } from './listed-peers.ts';
import type { Server } from './server-book.ts';

/** See the module comment. */
export class Servers implements ServersApi {
  readonly #mail: () => Promise<Mail>;

  /** @param mail - Opened when first needed; not owned. */
  constructor(mail: () => Promise<Mail>) {
    this.#mail = mail;
  }

  async list(): Promise<readonly ServerView[]> {
    return (await this.#mail()).servers().map(viewOf);
  }

  async register(params: RegisterParams, signal?: AbortSignal): Promise<readonly RegistrationView[]> {
    const { address, unlisted, name } = params;
    if (name !== undefined && name !== '' && !isIdentityName(name))
      throw new TalosError('E_USAGE', `a name must be at most ${MAX_NAME_BYTES} bytes of printable text`);
    const made = await (await this.#mail()).register(address, signal, {
      ...(unlisted === undefined ? {} : { isUnlisted: unlisted }),
      ...(name === undefined ? {} : { name }),
    });
    return made.map(({ server, bundles, expiresAtMs }) => ({ ...viewOf(server), bundles, expiresAtMs }));
  }

  async peers(
    params: { readonly address: string; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<PeerListView> {
    const { limit } = params;
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LISTED_PEERS)
      throw new TalosError('E_USAGE', `a list has 1 to ${MAX_LISTED_PEERS} peers`);
    const { server, peers, isMore } = await (await this.#mail()).listed(params, signal);
    return {
      server,
      peers: peers.map(({ isConnected, ...peer }) => ({ ...peer, connected: isConnected })),
      more: isMore,
    };
  }
}

const viewOf = ({ did, addresses, mailbox, info, listing }: Server): ServerView => ({
  did,
  addresses,
  mailbox,
  ...info,
  unlisted: listing.isUnlisted,
});
