/**
 * What waited when a link came, on its way out: for each link one pass over the outbox after the other. PROTOCOL.md §5.6.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
/** See the module comment. */
export declare class Backlogs {
    #private;
    /** @param send - Sends all that waits for the peer, the oldest first. Never rejects. */
    constructor(send: (peer: Did, link: Link) => Promise<void>);
    /** The last pass of a link. Who has waited for it, and finds the same one here, is not overtaking anything. */
    last(link: Link): Promise<void> | undefined;
    /** All that waits for `peer` now goes out over `link`. */
    add(peer: Did, link: Link): void;
    /** As {@link Backlogs.add}; resolves when it has gone. */
    run(peer: Did, link: Link): Promise<void>;
}
