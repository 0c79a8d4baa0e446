/**
 * What is known of identities here: agent records, and names that are pinned.
 *
 * @module
 */
import { fromUtf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { AgentCore } from './agent-core.ts';
import type { IdentitiesApi, NameView, RecordView } from './identity-api.ts';
import { RecordBook } from './record-book.ts';

/** See the module comment. */
export class Identities implements IdentitiesApi {
  readonly #core: AgentCore;

  constructor(core: AgentCore) {
    this.#core = core;
  }

  async record({ peer }: { readonly peer?: string }): Promise<RecordView> {
    const { store, clock, identity } = this.#core;
    const did = peer === undefined ? identity.did : this.#core.known(peer);
    const record = await new RecordBook(store, clock, identity.did).get(did);
    if (record === undefined)
      throw new TalosError('E_NOT_FOUND', `no agent record of ${did} is kept here`, {
        hint:
          did === identity.did
            ? 'one is made when this agent registers: talos register --server HOST:PORT'
            : 'one is kept once the peer was looked for at a server',
      });
    const { sequence, issuedAtMs, expiresAtMs, addresses, mailboxes, services, bytes } = record;
    return { did, sequence, issuedAtMs, expiresAtMs, addresses, mailboxes, services, record: fromUtf8(bytes) };
  }

  async peer({ peer }: { readonly peer: string }): Promise<string> {
    return this.#core.known(peer);
  }

  async names(): Promise<readonly NameView[]> {
    return this.#core.names.all().map(({ name, agent, offered, pinnedAtMs }) => ({
      name,
      pinned: agent,
      pinnedAtMs,
      ...(offered === undefined ? {} : { offered }),
    }));
  }
}
