import { type Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Did } from '../../identity/did.ts';
import type { Envelope } from '../../message/envelope.ts';
import { type DurableSession, type OutgoingMessage } from '../../session/durable.ts';
import type { Party } from '../../session/key-schedule.ts';
import { type PeerSessions } from '../../session/peer-sessions.ts';
import type { RecordSealer } from '../../storage/sealed.ts';
import type { Change, Store } from '../../storage/store.ts';
import { type KeepEvent, type RecordedEvent } from './messenger-event.ts';
import type { PrekeyStore } from './prekey-store.ts';
/** New sessions that one peer may begin in a minute. PROTOCOL.md §5.6. */
export declare const MAX_NEW_SESSIONS = 10;
/** That minute, from the first of them on, in milliseconds. */
export declare const NEW_SESSIONS_WINDOW_MS = 60000;
/** What the sessions of a data directory need. */
export interface SessionStepsOptions {
    readonly party: Party;
    readonly store: Store;
    readonly records: RecordSealer;
    readonly prekeys: PrekeyStore;
    readonly clock: Clock;
    /** For the batch that stores what an event tells of. */
    readonly keep?: KeepEvent;
}
/** What one step changes, and what it gives once that is durable. */
export interface Step<T> {
    readonly next: PeerSessions;
    readonly changes: readonly Change[];
    readonly result: T;
    /** Whether the next one waits until this is stored, because what follows from it decides on that one's way. */
    readonly isAlone?: boolean;
}
/** A step that was computed, and is being stored. */
export interface Begun<T> {
    /** What it gives, when that is durable. */
    readonly stored: Promise<T>;
}
/** An envelope, and the sessions to store before it leaves. */
export interface Sealed {
    readonly next: PeerSessions;
    readonly envelope: Bytes;
}
/** What an envelope held, and what must be stored before it is delivered. */
export interface Opened {
    /** At its next state. */
    readonly session: DurableSession;
    readonly text: Bytes;
    /** Uses up the prekeys that a new session took. */
    readonly consume: readonly Change[];
    readonly isNew: boolean;
}
/** See the module comment. One a data directory; two over one store never use a message key twice. */
export declare class SessionSteps {
    #private;
    constructor(options: SessionStepsOptions);
    /** What is stored about `peer`. */
    held(peer: Did): Promise<PeerSessions>;
    /**
     * Makes a new session with `peer` from its bundle; earlier ones still open what is under way.
     *
     * @throws {TalosError} what `verifyBundle` throws.
     */
    establish(peer: Did, bundle: Uint8Array, requireOneTime?: boolean): Promise<DurableSession>;
    /** What keeps events until they are told, in the batch of what they tell of. */
    kept(...events: readonly (RecordedEvent | undefined)[]): readonly Change[];
    /** What {@link SessionSteps.establish} stores. Changes nothing. */
    initiated(peer: Did, held: PeerSessions, bundle: Uint8Array, { requireOneTime, isRepair }: {
        readonly requireOneTime?: boolean;
        readonly isRepair?: boolean;
    }): {
        readonly next: PeerSessions;
        readonly session: DurableSession;
    };
    /**
     * The session that opens the envelope, at its next state. Changes nothing.
     *
     * @throws {TalosError} what `openMessage` throws; of an initial message what `decodeInitial`, the prekeys and
     *   `respondDurable` say; `E_RATE_LIMITED` beyond {@link MAX_NEW_SESSIONS};
     *   `E_NO_SESSION`.
     */
    open(held: PeerSessions, envelope: Envelope): Promise<Opened>;
    /** Seals a message under the session that sends. Changes nothing. @throws {TalosError} `E_NO_SESSION`; `E_LIMIT`. */
    seal(held: PeerSessions, message: OutgoingMessage): Sealed;
    /**
     * Takes one step on the sessions with `peer`: one at a time here, and again where another process was faster.
     *
     * @param compute - Changes nothing itself; may be called again. What it throws leaves everything as it was.
     * @returns What the step gives, when it is durable.
     */
    take<T>(peer: Did, compute: (held: PeerSessions) => Step<T> | Promise<Step<T>>): Promise<T>;
    /** As {@link SessionSteps.take}, for who goes on while the step is being stored; resolves when it was computed. */
    begin<T>(peer: Did, compute: (held: PeerSessions) => Step<T> | Promise<Step<T>>): Promise<Begun<T>>;
    /** Runs `task` when no step with `peer` is being taken or stored here. */
    inTurn<T>(peer: Did, task: () => Promise<T>): Promise<T>;
}
