/**
 * What waits for a peer that is away is left at its mailbox. PROTOCOL.md §6.7.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
/** What {@link Leaving} works with. */
export interface LeavingParts {
    /** What waits for `peer` and is not at its mailbox yet, in order; sealed anew where it must be. */
    readonly unleft: (peer: Did) => AsyncIterable<{
        readonly envelope: Bytes;
    }>;
    /** Leaves one envelope; durable when it resolves. Without it nothing is left anywhere. */
    readonly deposit?: (peer: Did, envelope: Bytes) => Promise<void>;
    /** Throws where the identity of `peer` changed: nothing is left for it then. */
    readonly assertUnchanged?: (peer: Did) => void;
}
/** See the module comment. One pass at a time for each peer. */
export declare class Leaving {
    #private;
    constructor(parts: LeavingParts);
    /** Leaves all that waits for `peer`. What cannot be left, because of the mailbox or for want of a bundle, waits on. */
    leave(peer: Did): Promise<void>;
}
