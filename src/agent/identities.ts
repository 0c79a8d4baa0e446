/**
 * What is known of identities here: agent records, and names that are pinned.
 *
 * @module
 */
import { fromUtf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { AgentRecord } from '../identity/agent-record.ts';
import type { Did } from '../identity/did.ts';
import type { AgentCore } from './agent-core.ts';
import type { IdentitiesApi, NameView, RecordParams, RecordView } from './identity-api.ts';
import { RecordBook } from './record-book.ts';

/** See the module comment. */
export class Identities implements IdentitiesApi {
  readonly #core: AgentCore;
  readonly #find: (peer: Did) => Promise<AgentRecord | undefined>;

  /** @param find - Looks for the newest record of a peer. */
  constructor(core: AgentCore, find: (peer: Did) => Promise<AgentRecord | undefined>) {
    this.#core = core;
    this.#find = find;
  }

  async record({ peer, isSought = false }: RecordParams): Promise<RecordView> {
    const { store, clock, identity } = this.#core;
    const did = peer === undefined ? identity.did : this.#core.known(peer);
    const isOwn = did === identity.did;
    const record =
      isSought && !isOwn ? await this.#find(did) : await new RecordBook(store, clock, identity.did).get(did);
    if (record === undefined)
      throw new TalosError('E_NOT_FOUND', `no agent record of ${did} ${isSought ? 'was found' : 'is kept here'}`, {
        hint: isOwn
          ? 'one is made when this agent registers: talos register --server HOST:PORT'
          : isSought
            ? 'it has never been announced where this agent looks: at its servers, and in the DHT'
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
