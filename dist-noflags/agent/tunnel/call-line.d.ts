import type { TunnelLineWatcher } from './tunnel-resumer.ts';
/** See the module comment. */
export declare class CallLine implements TunnelLineWatcher {
    #private;
    /**
     * @param waitMs - Milliseconds that a call waits to be sent.
     * @param calls - How many wait for an answer, or to be sent.
     */
    constructor(waitMs: number, calls: () => number);
    /** See {@link TunnelLineWatcher.away}. */
    away(): void;
    /** See {@link TunnelLineWatcher.back}. */
    back(): void;
    /** See {@link TunnelLineWatcher.isWanted}. */
    isWanted(): boolean;
    /** It is over: who waits, and whoever comes, is told `reason`. */
    end(reason: Error): void;
    /**
     * Resolves when something can be sent.
     *
     * @throws {TalosError} `E_UNREACHABLE` where the peer was not reached in time; what {@link end} was told; the reason of
     *   `signal`.
     */
    there(signal: AbortSignal | undefined): Promise<void>;
}
