/**
 * What is known of identities here: agent records, and names that are pinned.
 *
 * @module
 */
import { fromUtf8 } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import type { AgentRecord } from '../../identity/agent-record.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AnnouncedView, IdentitiesApi, NameView, RecordParams, RecordView } from '../api/identity-api.ts';
import type { Reached } from '../authority/freshness.ts';
import { RecordBook } from '../reach/record-book.ts';
import type { Successions } from './successions.ts';

/** Milliseconds that telling others of a succession takes at most. */
const ANNOUNCE_MS = 10_000;
/** Agents that are told at once. */
const ANNOUNCED_AT_ONCE = 16;

/** What is asked of others. */
export interface IdentitiesParts extends Pick<Successions, 'told'> {
  /** Looks for the newest record of a peer. */
  readonly find: (peer: Did) => Promise<AgentRecord | undefined>;
  /** A channel to an agent, dialled where none is open. */
  readonly reach: (peer: Did, signal: AbortSignal) => Promise<Reached>;
}

/** See the module comment. */
export class Identities implements IdentitiesApi {
  readonly #core: AgentCore;
  readonly #parts: IdentitiesParts;

  constructor(core: AgentCore, parts: IdentitiesParts) {
    this.#core = core;
    this.#parts = parts;
  }

  async announce(signal?: AbortSignal): Promise<AnnouncedView> {
    const { successions, identity } = this.#core;
    if (successions.lineTo(identity.did).length === 0) return { told: [], notReached: [] };
    const own = new Set([identity.did, ...successions.formers(identity.did)]);
    const open = [...this.#acquainted()].filter((did) => !own.has(did) && !successions.isOver(did));
    const told: Did[] = [];
    const notReached: Did[] = [];
    using limit = deadline(signal, ANNOUNCE_MS);
    const tellNext = async (): Promise<void> => {
      for (let peer = open.pop(); peer !== undefined; peer = open.pop())
        ((await this.#tell(peer, limit.signal)) ? told : notReached).push(peer);
    };
    await Promise.all(Array.from({ length: ANNOUNCED_AT_ONCE }, tellNext));
    signal?.throwIfAborted();
    return { told: told.sort(), notReached: notReached.sort() };
  }

  /** Those whom an address is known of, and the other sides of tokens. */
  #acquainted(): ReadonlySet<Did> {
    const { peers, grants, successions } = this.#core;
    const known = peers.all().flatMap(({ did, addresses }) => (addresses.length > 0 ? [did] : []));
    const sides = grants.all().flatMap(({ token: { claims } }) => [claims.issuer, claims.subject, claims.audience]);
    return new Set([...known, ...sides.map((did) => successions.current(did))]);
  }

  async #tell(peer: Did, signal: AbortSignal): Promise<boolean> {
    try {
      signal.throwIfAborted();
      using reached = await this.#parts.reach(peer, signal);
      return await this.#parts.told(reached.channel, signal);
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return false;
    }
  }

  async record({ peer, isSought = false }: RecordParams): Promise<RecordView> {
    const { store, clock, identity } = this.#core;
    const did = peer === undefined ? identity.did : this.#core.known(peer);
    const isOwn = did === identity.did;
    const record =
      isSought && !isOwn ? await this.#parts.find(did) : await new RecordBook(store, clock, identity.did).get(did);
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
