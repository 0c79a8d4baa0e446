/**
 * Sessions that are made anew because an envelope did not open: when, and what is stored of it. PROTOCOL.md §5.8.
 *
 * Who repairs makes a new session from the peer's bundle and tells the peer by an envelope that is kept until it is
 * acknowledged. What waits on either side goes out again under the new session.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { type DurableSession } from '../../session/durable.ts';
import { type RepairCause, type Way } from '../../session/repair.ts';
import type { MessageHistory } from './message-history.ts';
import { type MessageRecords } from './message-records.ts';
import { type RepairEvent } from './messenger-event.ts';
import type { SessionSteps, SessionStepsOptions } from './session-steps.ts';
/** What repairing needs. */
export interface SessionRepairsTerms extends SessionStepsOptions {
    readonly sessions: SessionSteps;
    readonly messages: MessageRecords;
    readonly history: MessageHistory;
}
/** A repair that has begun: the peer's bundle is missing. */
export interface DueRepair {
    readonly cause: RepairCause;
    /** Id of the envelope that did not open. */
    readonly subject: Bytes;
    /** Id of the session that sent then. */
    readonly before: Bytes | undefined;
}
/** What is made of an envelope that did not open, although its sender has signed it. */
export interface Judged {
    /** In hex: the ratchet key that it was sealed under. */
    readonly chain: string;
    readonly cause: RepairCause;
    /** Where a repair has begun. */
    readonly due: DueRepair | undefined;
}
/** The ratchet key of an envelope in hex; `""` where it is none. */
export declare function chainOf(envelope: Uint8Array): string;
/** A repair that was made. */
export interface MadeRepair {
    /** Id of the envelope that tells the peer, 16 bytes. */
    readonly id: Bytes;
    readonly session: DurableSession;
    readonly cause: RepairCause;
}
/** The event of a repair that was made here. */
export declare function repairEvent(peer: Did, { id, session, cause }: MadeRepair): RepairEvent;
/** See the module comment. */
export declare class SessionRepairs {
    #private;
    constructor(terms: SessionRepairsTerms);
    /**
     * Judges an envelope whose receiving gave `error`, and begins a repair where it calls for one and one is allowed. That
     * it has begun is durable, and counts whatever comes of it.
     *
     * @param isKnown - Whether the peer is one of this agent's contacts, so that it may be met without any session.
     * @returns Undefined for what says nothing of the sessions: a replay, bytes that the peer has not signed. `unmet` for
     *   what a peer has signed that is no contact and has no session here.
     */
    judge(peer: Did, bytes: Uint8Array, error: unknown, { isKnown, way }: {
        readonly isKnown: boolean;
        readonly way: Way;
    }): Promise<Judged | 'unmet' | undefined>;
    /**
     * Makes the new session from the peer's bundle, and what tells the peer of it.
     *
     * @returns Undefined where the peer has made a session meanwhile that works.
     * @throws {TalosError} what `verifyBundle` throws.
     */
    complete(peer: Did, due: DueRepair, bundle: Uint8Array): Promise<MadeRepair | undefined>;
}
