/**
 * What both ends of a tunnel share: the identity, its books and its ledger.
 *
 * @module
 */
import type { Clock } from '../base/clock.ts';
import type { TalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import type { Identity } from '../identity/identity.ts';
import type { Ledger } from '../ledger/journal/ledger.ts';
import type { Store } from '../storage/store.ts';
import type { Notice } from './api/api.ts';
import { ApprovalBook } from './authority/approval-book.ts';
import { CallAuthority } from './authority/call-authority.ts';
import { GrantBook } from './authority/grant-book.ts';
import { InvitationBook } from './authority/invitation-book.ts';
import { PinBook } from './authority/pin-book.ts';
import { RevocationBook } from './authority/revocation-book.ts';
import { UsageBook } from './authority/usage-book.ts';
import { NameBook, type ResolveDid } from './identity/name-book.ts';
import { SuccessionBook } from './identity/succession-book.ts';
import { NetworkChanges } from './reach/network-changes.ts';
import { PeerBook } from './reach/peer-book.ts';
import { DenialLog } from './record/denials.ts';
import { DueEntries } from './record/due-entries.ts';
import { SaltBook } from './record/salt-book.ts';
import { WatchedLedger } from './record/watched-ledger.ts';
import { WitnessBook } from './record/witness-book.ts';
import type { Durability, RecordsContext } from './tunnel/call-records.ts';
import type { Channel } from './tunnel/channel.ts';
import type { Defer } from './tunnel/statement-batch.ts';
/** What a core is made of; owned by its maker. */
export interface CoreParts {
    readonly identity: Identity;
    readonly store: Store;
    readonly ledger: Ledger;
    readonly clock: Clock;
    readonly durability: Durability;
    /** Takes what people may want to know. Text from peers is not escaped. */
    readonly onNotice: (notice: Notice) => void;
    /** Resolves DIDs of whatever method; `did:key` alone where absent. */
    readonly resolveDid?: ResolveDid;
    /** Runs a function when the input at hand was read: what is to be signed until then is signed together. */
    readonly defer?: Defer;
}
/** See the module comment. */
export declare class AgentCore {
    #private;
    readonly identity: Identity;
    readonly store: Store;
    readonly ledger: WatchedLedger;
    readonly clock: Clock;
    readonly durability: Durability;
    readonly onNotice: (notice: Notice) => void;
    /** Resolves DIDs of whatever method is known. */
    readonly resolveDid: ResolveDid;
    readonly authority: CallAuthority;
    readonly denials: DenialLog;
    readonly salts: SaltBook;
    /** Entries of messages that are not on record yet. */
    readonly due: DueEntries;
    readonly grants: GrantBook;
    readonly invitations: InvitationBook;
    /** The lists of what it, and others, took back. */
    readonly revocations: RevocationBook;
    readonly peers: PeerBook;
    /** What `did:web` names were used, and whom they are pinned to. */
    readonly names: NameBook;
    /** Which definitions of the tools that it lends are approved. */
    readonly pins: PinBook;
    /** What it has seen of its peers' ledgers. */
    readonly seen: WitnessBook;
    /** Who goes on in the place of whom. */
    readonly successions: SuccessionBook;
    /** What was used of the capabilities under which it serves. */
    readonly usage: UsageBook;
    /** Calls of peers that wait for a person. */
    readonly approvals: ApprovalBook;
    /** What becomes of the network. */
    readonly network: NetworkChanges;
    /** Asks who was found in the place of a contact whether it goes on for it: see `Successions.ask`. Nobody is where absent. */
    askLine: ((contact: Did, found: Did, address: string, signal?: AbortSignal) => Promise<boolean>) | undefined;
    private constructor();
    /**
     * Reads the books, and records what a crash kept out of the ledger: grants, redemptions, revocations, messages and
     * evidence are in the store before they are.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    static open(given: CoreParts): Promise<AgentCore>;
    /** Why nothing can be recorded any more, so that nothing may be done: the storage under the ledger failed. */
    get failure(): TalosError | undefined;
    /** Calls `listen` when {@link failure} comes, once; at once where it has. @returns A function that undoes it. */
    onFailure(listen: (error: TalosError) => void): () => void;
    /** Tells people something. */
    notice(kind: Notice['kind'], message: string, peer?: Did): void;
    /** Calls `watcher` with every notice from now on. @returns A function that undoes it. */
    watch(watcher: (notice: Notice) => void): () => void;
    /**
     * The DID that a person means, who may name a `did:web`: that is looked up.
     *
     * @throws {TalosError} what `PeerBook.resolve` and `NameBook.resolve` throw.
     */
    peer(text: string, signal?: AbortSignal): Promise<Did>;
    /** As {@link peer}, of those that are known: nobody is asked. */
    known(text: string): Did;
    /** Whether this agent has dealt with `peer`: it was dialled, has redeemed an invitation, or was granted something. */
    isKnown(peer: Did): boolean;
    /**
     * Records that a live session began, and remembers the peer's certificate. Not for strangers: whoever finds the port
     * can begin sessions under as many names as it likes, and each entry would stay for ever.
     */
    sessionBegan(channel: Channel): Promise<void>;
    /** What the records of a tunnel on `channel` under the token `token` are about. */
    recordsOf(channel: Channel, service: string, token: string): RecordsContext;
}
