/**
 * A signal that aborts at a deadline or when other signals do. Node's own `AbortSignal.any([…, AbortSignal.timeout(ms)])`
 * may lose its timeout to the garbage collector (nodejs/node#54614) and then never fires.
 *
 * @module
 */
/** A running deadline; `clear` it when what it guards is done. */
export interface Deadline {
    readonly signal: AbortSignal;
    /** Whether it was the time that ran out. */
    readonly isPast: () => boolean;
    /** Stops it: the signal does not abort any more. */
    readonly clear: () => void;
}
/** Starts a deadline `ms` from now, which the first of `signals` to abort ends earlier, with its reason. */
export declare function startDeadline(ms: number, ...signals: readonly (AbortSignal | undefined)[]): Deadline;
