/**
 * The servers of a running agent, in the words of `ServersApi`.
 *
 * @module
 */
import type { Mail } from './mail.ts';
import type { RegistrationView, ServersApi, ServerView } from './server-api.ts';
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

  async register(
    { address }: { readonly address?: string },
    signal?: AbortSignal,
  ): Promise<readonly RegistrationView[]> {
    const made = await (await this.#mail()).register(address, signal);
    return made.map(({ server, bundles, expiresAtMs }) => ({ ...viewOf(server), bundles, expiresAtMs }));
  }
}

const viewOf = ({ did, addresses, mailbox, info }: Server): ServerView => ({ did, addresses, mailbox, ...info });
