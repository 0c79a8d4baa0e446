import { type Timer } from './timer.ts';
/** What can be kept: a link, or what an upper layer builds on one. */
export interface Keepable {
    /** Resolves when it has ended, with the reason if there is one. */
    readonly closed: Promise<unknown>;
    /** Ends it. */
    close(): Promise<void>;
}
/** The terms of {@link keepConnected}. */
export interface RedialTerms<T extends Keepable> {
    /** Opens the connection. `signal` aborts when the keeper stops. Never called twice at a time. */
    readonly open: (signal: AbortSignal) => Promise<T>;
    /** It is up. Ended by the keeper when that stops. */
    readonly up?: (connection: T) => void;
    /** It ended (with its reason, or nothing) or could not be opened (with the error); the next try is in `retryMs`. */
    readonly down?: (reason: unknown, retryMs: number) => void;
    /** Whether somebody needs the connection: the next try then waits {@link HURRIED_WAIT_MS} at most. */
    readonly isWanted?: () => boolean;
    /** Whether trying again after `reason` makes no sense, as with a wrong identity. The keeper then ends with it. */
    readonly isFinal?: (reason: unknown) => boolean;
    /** A connection that held at least this long starts the waits afresh, in milliseconds; 10 s unless given. */
    readonly settledMs?: number;
    readonly baseMs?: number;
    readonly capMs?: number;
    /** The system's unless given. */
    readonly timer?: Timer;
    /** Gives numbers from 0 up to 1; the system's randomness unless given. */
    readonly random?: () => number;
}
/** A running {@link keepConnected}. */
export interface Keeper extends AsyncDisposable {
    /** Resolves, never rejects, when the keeper has stopped: with the final reason, or nothing where it was disposed. */
    readonly stopped: Promise<unknown>;
    /** Ends the wait before the next try, where one is under way: the network changed, a person asked. */
    retryNow(): void;
    /** Ends the wait once it has lasted {@link HURRIED_WAIT_MS}: somebody needs the connection. Repeatable. */
    hurry(): void;
}
/** The wait before a try that somebody needs, in milliseconds: who asks again and again does not make more tries. */
export declare const HURRIED_WAIT_MS = 1000;
/** Starts at once. Disposing aborts a try that is under way, closes the connection, and waits for both. */
export declare function keepConnected<T extends Keepable>(terms: RedialTerms<T>): Keeper;
