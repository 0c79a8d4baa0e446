import type { Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import type { Timer } from '../../net/timer.ts';
import type { NetworkChanges } from '../reach/network-changes.ts';
/** What waits on a link is sent again where nothing became of the oldest for so long, in milliseconds, and after twice as long each time. */
export declare const RESEND_AFTER_MS = 5000;
/** The longest that gets, in milliseconds. */
export declare const MAX_RESEND_AFTER_MS = 3600000;
/** What retrying needs. */
export interface OutboxRetryTerms {
    /** What waits for `peer` the longest, by any name that it keeps; undefined where nothing does. */
    readonly oldest: (peer: Did) => Promise<string | undefined>;
    /** The open link to `peer`. */
    readonly linkOf: (peer: Did) => Link | undefined;
    /** Opens one, over which all that waits is sent. @throws {TalosError} where that does not succeed. */
    readonly connect: (peer: Did) => Promise<unknown>;
    /** Sends all that waits over `link`. */
    readonly resend: (peer: Did, link: Link) => Promise<void>;
    readonly timer: Timer;
    readonly network?: NetworkChanges | undefined;
}
/** See the module comment. */
export declare class OutboxRetry {
    #private;
    constructor(terms: OutboxRetryTerms);
    /** Tries from now on, until nothing waits for `peer`. To be called when something was stored for it. */
    start(peer: Did): void;
    /** To be called when `peer` has acknowledged something. */
    acknowledged(peer: Did): void;
    /** To be called when there is a new link to `peer`, over which all that waits is being sent. */
    linked(peer: Did): void;
    /** Ends all tries. Repeatable. */
    stop(): void;
}
