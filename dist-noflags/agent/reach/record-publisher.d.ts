import { type AgentRecord } from '../../identity/agent-record.ts';
import { type AddressPolicy } from '../../net/address-policy.ts';
import type { AgentCore } from '../agent-core.ts';
import type { RecordBook } from './record-book.ts';
import { type Server, type ServerBook } from './server-book.ts';
/** How often a record is made anew while the agent runs, in milliseconds: a day. It lasts for 30. */
export declare const RECORD_REFRESH_MS = 86400000;
/** What a publisher needs. */
export interface RecordPublisherParts {
    readonly core: AgentCore;
    readonly records: RecordBook;
    readonly servers: ServerBook;
    /** What is told to strangers by an agent that is registered with `servers`. */
    readonly policy: (servers: readonly Server[]) => AddressPolicy;
    /** Where this agent is reached; empty while it does not listen. */
    readonly addresses: () => readonly string[];
}
/** See the module comment. */
export declare class RecordPublisher {
    #private;
    constructor(parts: RecordPublisherParts);
    /**
     * Calls `listen` with every record that is made from now on.
     *
     * @returns A function that undoes it.
     */
    onRecord(listen: (record: AgentRecord) => void): () => void;
    /**
     * A record that is newer than all before.
     *
     * @param servers - Those whose mailboxes it names; all that are known unless given.
     */
    make(servers?: readonly Server[]): Promise<AgentRecord>;
    /** The record that was made last, where it still says what is so and is not a day old; a new one otherwise. */
    current(): Promise<AgentRecord>;
    /**
     * To be called when addresses, relays, mailboxes or services may have changed: where they have, there is a new record, and
     * whoever keeps this agent registered announces it.
     */
    refresh(): Promise<void>;
    /**
     * Calls `announce` when {@link RecordPublisher.refresh} found something new to say.
     *
     * @returns A function that undoes it.
     */
    onRefresh(announce: () => void): () => void;
}
