import { type Did } from '../../identity/did.ts';
import type { Agent } from '../agent.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Feed } from '../api/message-api.ts';
import type { Messenger } from '../message/messenger.ts';
/** What a client is made of; owned by its maker. */
export interface ClientParts {
    readonly agent: Agent;
    readonly core: AgentCore;
    /** The messenger, opened when first needed. */
    readonly messenger: () => Promise<Messenger>;
    /** Listens as configured, where it does not yet. @returns The multiaddrs it is reached at. */
    readonly listen: () => Promise<readonly string[]>;
    /** Ends everything. */
    readonly close: () => Promise<void>;
    /** The server that is meant where none is named: `HOST:PORT` or a multiaddr. */
    readonly server?: string;
}
/** See the module comment. */
export declare class ClientContext {
    #private;
    constructor(parts: ClientParts);
    /** The parts. @throws {TalosError} `E_CLOSED` once the client is closed. */
    get parts(): ClientParts;
    /** @throws {TalosError} `E_CLOSED` once the client is closed. */
    assertOpen(): void;
    /** From now on nothing is begun any more. */
    close(): void;
    /** Asks the agent something. @throws {TalosError} `E_CLOSED`; {RangeError} for what a command would call a mistake. */
    ask<T>(work: (agent: Agent, core: AgentCore) => T | Promise<T>): Promise<T>;
    /** Listens, and takes what mailboxes have. @returns The multiaddrs it is reached at. */
    receive(): Promise<readonly string[]>;
    /** @throws {RangeError} for the own identity; what {@link didOf} throws. */
    otherThan(peer: string): Did;
    /**
     * What a feed of the agent gives, for one reader, from the first step of the loop on. Ends when the client closes.
     *
     * @throws {TalosError} `E_CLOSED`, at once; what ends the feed.
     * @throws The reason of the signal where that aborts.
     */
    each<T>(open: (agent: Agent, signal?: AbortSignal) => Promise<Feed<T>>, signal?: AbortSignal): AsyncGenerator<T>;
}
/** A DID from a DID or a libp2p peer id. @throws {TypeError} for no text; {TalosError} `E_BAD_DID` or `E_MALFORMED`. */
export declare function didOf(peer: string): Did;
/** A peer as the agent is asked about it: a libp2p peer id as its DID, anything else as it is. @throws as {@link didOf}. */
export declare function peerText(peer: string, name?: string): string;
