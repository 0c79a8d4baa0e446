import type { Reachability } from '../../agent/api/reach-api.ts';
import { type Address } from '../../net/address.ts';
import type { Timer } from '../../net/timer.ts';
import type { Libp2pNode } from './libp2p-node.ts';
/** How often it is asked, in milliseconds, while the answer is known, and while it is not. */
export declare const REACHABILITY_MS = 900000;
export declare const REACHABILITY_UNKNOWN_MS = 60000;
/** Servers that are asked, until one has answered. */
export declare const MAX_REACHABILITY_SERVERS = 3;
/** For one server, in milliseconds. */
export declare const REACHABILITY_TIMEOUT_MS = 12000;
/** What {@link Reachable} needs. */
export interface ReachableParts {
    readonly node: Libp2pNode;
    readonly timer: Timer;
    /** Servers that may be asked, as they are known now: multiaddrs with `/p2p/…`. */
    readonly servers: () => readonly string[];
    /** The address outside that a router forwards here, as far as it says; servers are asked about it. */
    readonly mapped?: () => Address | undefined;
    /** Told when it is known, or known otherwise. */
    readonly onChange: (state: Reachability) => void;
}
/** See the module comment. */
export declare class Reachable implements Disposable {
    #private;
    constructor(parts: ReachableParts);
    get state(): Reachability;
    /** Asks now, and again from time to time. @returns What is known then. */
    check(): Promise<Reachability>;
    [Symbol.dispose](): void;
}
