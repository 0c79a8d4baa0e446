/**
 * Envelopes of a link that have opened and are being stored and answered, one after the other, while the next are opened:
 * so that many share a commit. Bounded: beyond that the link waits.
 *
 * @module
 */
import type { Link } from '../../net/link.ts';
/** Envelopes of one link that are stored and answered while the next are opened. */
export declare const MAX_STORING = 64;
/** Bytes of them; one may go beyond. */
export declare const MAX_STORING_BYTES: number;
/** See the module comment. Those of one link. */
export declare class StoringEnvelopes {
    #private;
    constructor(link: Link);
    /**
     * Runs `answer` when those before have been answered. Where it fails, the link ends.
     *
     * @returns When there is room for another one.
     * @throws What `answer` of this or an earlier one has thrown by then.
     */
    add(bytes: number, answer: () => Promise<void>): Promise<void>;
    /** Resolves when what was added is over. */
    settled(): Promise<void>;
}
