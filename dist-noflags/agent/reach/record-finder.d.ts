import type { Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import type { AgentRecord } from '../../identity/agent-record.ts';
import type { Did } from '../../identity/did.ts';
import type { AddressPolicy } from '../../net/address-policy.ts';
import type { Timer } from '../../net/timer.ts';
import type { RecordBook } from './record-book.ts';
/** How long a look-up counts as new, in milliseconds: no peer is looked up more often. */
export declare const LOOKUP_INTERVAL_MS = 60000;
/** How long one source may take, in milliseconds. */
export declare const SOURCE_TIMEOUT_MS = 15000;
/** How long others are waited for once one has said where a peer is, in milliseconds. */
export declare const BETTER_RECORD_MS = 300;
/** Sources that are asked at a time, for all peers; more wait. */
export declare const MAX_LOOKUPS = 32;
/** Records that are taken of one answer: a source that gives more is not read on. */
export declare const MAX_RECORDS_AN_ANSWER = 8;
/** Somebody who may know where agents are. */
export interface RecordSource {
    /** For people. */
    readonly name: string;
    /**
     * How much later than others it is asked, in milliseconds, or as soon as those know nothing; not at all where one of them
     * knows in time, and what it knows is right. Absent: at once.
     */
    readonly afterMs?: number;
    /**
     * Agent records of `did`, which nobody has looked at yet; empty where it knows none.
     *
     * @throws {TalosError} where it cannot be asked.
     */
    find(did: Did, signal: AbortSignal): Promise<readonly Bytes[]>;
}
/** What a finder needs. */
export interface RecordFinderParts {
    readonly clock: Clock;
    readonly timer: Timer;
    readonly records: RecordBook;
    readonly policy: AddressPolicy;
    /** Whom to ask for a peer. */
    readonly sources: (peer: Did) => Promise<readonly RecordSource[]>;
    /** Tells people that a source gave what is no record of the peer. */
    readonly onLie: (source: string, error: TalosError) => void;
}
/** A record, and which of its addresses may be dialled. */
export interface FoundRecord {
    readonly record: AgentRecord;
    readonly addresses: readonly string[];
    readonly mayDial: (address: string) => boolean;
}
/** A look for a peer that goes on. */
export interface RecordSearch {
    /** What is known, each newer than those before; ends when nobody is left who might know. */
    readonly found: AsyncIterable<FoundRecord>;
    /** What was found is of no use: those are asked, too, who would otherwise not be. */
    more(): void;
}
/** See the module comment. */
export declare class RecordFinder {
    #private;
    constructor(parts: RecordFinderParts);
    /**
     * The newest record of `peer`: what is held, or what the sources say where they were not asked lately.
     *
     * @returns `undefined` where there is none, or nobody answers.
     * @throws The reason of `signal`, where that aborts; `E_STORAGE…`.
     */
    find(peer: Did, signal?: AbortSignal): Promise<AgentRecord | undefined>;
    /** Begins to look for `peer`, or joins a look of the last minute; what is held comes first. */
    search(peer: Did, signal?: AbortSignal): RecordSearch;
    /** Whether the last look for `peer` found where it is, or may leave messages. */
    isFound(peer: Did): boolean;
    /** Asks nobody any more. */
    close(): void;
}
