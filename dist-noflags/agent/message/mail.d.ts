/**
 * Mail of a running agent: registered with servers, found by others, reached through a mailbox while it is away.
 * PROTOCOL.md §5.9, §6.5, §6.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import { type AddressPolicy } from '../../net/address-policy.ts';
import { type Timer } from '../../net/timer.ts';
import type { Listing } from '../../registry/api.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import { type PeerList } from '../reach/listed-peers.ts';
import { RecordBook } from '../reach/record-book.ts';
import { RecordPublisher } from '../reach/record-publisher.ts';
import { type Registration } from '../reach/registrar.ts';
import { type Server } from '../reach/server-book.ts';
import type { FileLetterTaker } from './file-letter.ts';
import type { Messenger } from './messenger.ts';
import { PostOffice } from './post-office.ts';
/** Answers to deposits that may be under way; the mailbox waits meanwhile. */
export declare const MAX_ANSWERS_UNDER_WAY = 64;
/** What mail needs besides the agent's core. */
export interface MailParts {
    readonly core: AgentCore;
    readonly platform: AgentPlatform;
    readonly messenger: () => Promise<Messenger>;
    /** Whether messages of `sender` are taken; a promise where a person is asked first. */
    readonly admits: (sender: Did, closed: Promise<unknown>, envelope: Bytes) => boolean | Promise<boolean>;
    /** Takes files; none are where absent. */
    readonly files?: FileLetterTaker | undefined;
    /** The system's unless given. */
    readonly timer?: Timer;
}
/** See the module comment. */
export declare class Mail implements AsyncDisposable {
    #private;
    readonly post: PostOffice;
    /** What is dialled of what others name, and told to others. */
    readonly policy: AddressPolicy;
    /** Makes the own record. */
    readonly publisher: RecordPublisher;
    private constructor();
    /** @throws {TalosError} `E_STORAGE…`. */
    static open(parts: MailParts): Promise<Mail>;
    /** The records of agents. */
    get records(): RecordBook;
    /** The servers that this agent has registered with. */
    servers(): readonly Server[];
    /**
     * Registers with the server at `address`, or with all that are known where there is none.
     *
     * All are asked, also where one fails, whose failure is thrown then.
     *
     * @param address - A multiaddr; with `/p2p/…` the key that the server must prove, otherwise that is pinned at first use.
     * @param listing - How this agent is in their lists from now on; as before where nothing is said.
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_NOT_FOUND` where no server
     *   is known; what `Registrar.register` throws.
     */
    register(address?: string, signal?: AbortSignal, listing?: Partial<Listing>): Promise<readonly Registration[]>;
    /** The agents that the registry at `address`, a multiaddr, lists. @throws {TalosError} as `listPeers`. */
    listed(params: {
        readonly address: string;
        readonly limit: number;
    }, signal?: AbortSignal): Promise<PeerList>;
    /**
     * The relays among the servers of this agent, where it needs one: where none of its own addresses is reached from everywhere.
     * In LAN mode its own are reached by all.
     */
    relaysOfServers(): readonly string[];
    /** Servers in the internet that tell whether this agent is reached from there. */
    reachabilityServers(): readonly string[];
    /** To be called when where this agent is reached may have changed. @throws {TalosError} `E_STORAGE…`. */
    addressesChanged(): Promise<void>;
    /**
     * Stays registered, and found in the DHT, until what it gives is disposed as often as it was asked for.
     *
     * @param takesMail - Whether it takes what the mailboxes have meanwhile; it does unless told otherwise.
     */
    keep(takesMail?: boolean): AsyncDisposable;
    /** Ends the links to servers. */
    [Symbol.asyncDispose](): Promise<void>;
}
