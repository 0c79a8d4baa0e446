/**
 * What both ends of a tunnel share: the identity, its books and its ledger.
 *
 * @module
 */

import { toHex } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Did } from '../identity/did.ts';
import type { Identity } from '../identity/identity.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Store } from '../storage/store.ts';
import type { Notice } from './api.ts';
import { CallAuthority } from './call-authority.ts';
import type { Durability, RecordsContext } from './call-records.ts';
import type { Channel } from './channel.ts';
import { DenialLog } from './denials.ts';
import { GrantBook, loadRevoked } from './grant-book.ts';
import { InvitationBook } from './invitation-book.ts';
import { PeerBook } from './peer-book.ts';
import { SaltBook } from './salt-book.ts';

/** What a core is made of; owned by its maker. */
export interface CoreParts {
  readonly identity: Identity;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly durability: Durability;
  /** Takes what people may want to know. Text from peers is not escaped. */
  readonly onNotice: (notice: Notice) => void;
}

/** See the module comment. */
export class AgentCore {
  readonly identity: Identity;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly durability: Durability;
  readonly onNotice: (notice: Notice) => void;
  readonly authority: CallAuthority;
  readonly denials: DenialLog;
  readonly salts: SaltBook;
  readonly grants: GrantBook;
  readonly invitations: InvitationBook;
  readonly peers: PeerBook;

  private constructor(parts: CoreParts, authority: CallAuthority, grants: GrantBook, peers: PeerBook) {
    const { identity, store, ledger, clock } = parts;
    this.identity = identity;
    this.store = store;
    this.ledger = ledger;
    this.clock = clock;
    this.durability = parts.durability;
    this.onNotice = parts.onNotice;
    this.authority = authority;
    this.grants = grants;
    this.peers = peers;
    this.denials = new DenialLog((body) => void ledger.append(body), clock);
    this.salts = new SaltBook(store, () => this.notice('tool', 'salts of commitments could not be written'));
    this.invitations = new InvitationBook({ self: identity.did, store, ledger, grants, clock });
  }

  /** Reads the books. @throws {TalosError} `E_STORAGE…`. */
  static async open(parts: CoreParts): Promise<AgentCore> {
    const { identity, store, ledger, clock } = parts;
    const revoked = await loadRevoked(store);
    const authority = new CallAuthority(identity.did, clock, () => ledger.highestTimeMs, revoked);
    const grants = await GrantBook.open({ identity, store, ledger, authority, clock });
    const peers = await PeerBook.open(store);
    return new AgentCore(parts, authority, grants, peers);
  }

  /** Tells people something. */
  notice(kind: Notice['kind'], message: string, peer?: Did): void {
    this.onNotice(peer === undefined ? { kind, message } : { kind, message, peer });
  }

  /** Records that a live session began, and remembers the peer's certificate. */
  async sessionBegan(channel: Channel): Promise<void> {
    const { peer, session, role, peerSequence } = channel;
    this.ledger.append({ type: 'session', peer, session: toHex(session), role, kind: 'live', oneTime: false });
    await this.peers.note(peer, { sequence: peerSequence });
  }

  /** What the records of a tunnel on `channel` under the token `token` are about. */
  recordsOf(channel: Channel, service: string, token: string): RecordsContext {
    const { identity, ledger, salts, clock, durability } = this;
    const { did: self, signing } = identity;
    const session = toHex(channel.session);
    return { self, signing, peer: channel.peer, service, token, session, ledger, salts, clock, durability };
  }
}
