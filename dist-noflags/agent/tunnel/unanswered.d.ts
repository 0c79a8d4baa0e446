import type { Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import type { Timer } from '../../net/timer.ts';
/** So often what waits goes out over one link without any acknowledgement; then a new session is made. PROTOCOL.md §5.6. */
export declare const UNANSWERED_PASSES = 3;
/** Least time from one such session with a peer to the next, in milliseconds: an hour. */
export declare const RENEWAL_PAUSE_MS = 3600000;
/** See the module comment. */
export declare class Unanswered {
    #private;
    constructor(timer: Timer);
    /** Counts that what waits for `peer` goes out over `link`; whether it should do so under a new session. */
    passes(peer: Did, link: Link): boolean;
    /** To be called when something was acknowledged by the peer of `link`. */
    answered(link: Link | undefined): void;
}
