import type { Clock } from '../base/clock.ts';
import type { Metrics } from '../base/metrics.ts';
import { type LinkService } from '../net/request-link.ts';
import type { OnAnswered } from '../net/request-meter.ts';
import { type Timer } from '../net/timer.ts';
import type { Store } from '../storage/store.ts';
import { type ServerInfo } from './api.ts';
import { type RegistryLimits } from './limits.ts';
/** What a registry stands on. */
export interface RegistryTerms {
    /** Its space `registry` is the registry's alone. */
    readonly store: Store;
    /** Whether registries of other processes are on the same store; none unless given. */
    readonly isShared?: boolean;
    readonly clock: Clock;
    /** {@link REGISTRY_LIMITS} unless given. */
    readonly limits?: RegistryLimits;
    /** The system's unless given. */
    readonly timer?: Timer;
    /** Told of what is the registry's own fault: failures of the storage, and mistakes of ours. */
    readonly onFault?: (error: unknown) => void;
    /** What the server that it is of says of itself; {@link NO_INFO} unless given. */
    readonly info?: () => ServerInfo;
    /** Takes what is counted. */
    readonly metrics?: Metrics;
    /** Told of each request once it is answered. */
    readonly onAnswered?: OnAnswered;
}
/** A running registry. Disposing it ends its links, not its store. */
export interface Registry extends LinkService, AsyncDisposable {
    readonly purpose: 'registry';
    /** Erases what has expired, which it does by itself every {@link REGISTRY_PRUNE_MS}, or {@link SHARED_PRUNE_MS}. */
    prune(): Promise<void>;
}
/** How often what has expired is erased, in milliseconds: 1 hour. */
export declare const REGISTRY_PRUNE_MS = 3600000;
/** The same where several share a store, in milliseconds: what the others added is counted then. 5 minutes. */
export declare const SHARED_PRUNE_MS = 300000;
/** How often a registry looks how few bundles others have left of the agents that are connected to it, in milliseconds. */
export declare const SHARED_STOCK_MS = 10000;
/** Opens the registry of a store: counts what is there, and erases what has expired. @throws {TalosError} `E_STORAGE…`. */
export declare function openRegistry(terms: RegistryTerms): Promise<Registry>;
