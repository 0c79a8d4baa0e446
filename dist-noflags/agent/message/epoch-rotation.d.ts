/**
 * When the key of records at rest is replaced: some time, or some steps, after the first that was sealed under it.
 * PROTOCOL.md §10.4.
 *
 * @module
 */
import type { Clock } from '../../base/clock.ts';
import { type TalosError } from '../../base/errors.ts';
import { type Timer } from '../../net/timer.ts';
import type { EpochSealer } from '../../storage/sealed.ts';
/** How long after the first record that was sealed in it an epoch ends, in milliseconds: a copy opens no older state. */
export declare const EPOCH_MS: number;
/** Records sealed after which it ends earlier. */
export declare const EPOCH_STEPS = 1000;
/** Least time between two replacements, in milliseconds: each seals every session and prekey anew. */
export declare const EPOCH_REST_MS = 60000;
/** Pause after each few records that are sealed anew, in milliseconds: messages have their turn first. */
export declare const RESEAL_PAUSE_MS = 10;
/** What a rotation needs. */
export interface RotationOptions {
    readonly sealer: EpochSealer;
    readonly clock: Clock;
    readonly timer?: Timer;
    /** Told of a replacement that failed, once until one succeeds; it is tried again after {@link EPOCH_MS}. */
    readonly onFailure: (error: TalosError) => void;
}
/** See the module comment. Starts where it was made; dispose it before the store. */
export declare class EpochRotation implements AsyncDisposable {
    #private;
    constructor(options: RotationOptions);
    /** Ends a replacement between two steps of it; the next one goes on. */
    [Symbol.asyncDispose](): Promise<void>;
}
