/**
 * Acknowledgements of what came out of a mailbox: they lie in the sender's mailbox in turn and take of its room, so those
 * for one peer wait a moment for each other and go in one envelope. PROTOCOL.md §5.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { Timer } from '../../net/timer.ts';
/** How long an acknowledgement waits for others to the same peer, in milliseconds. */
export declare const ACKNOWLEDGE_DELAY_MS = 250;
/** See the module comment. A process that ends before leaves its peers to send again. */
export declare class Acknowledgements {
    #private;
    /** @param send - Seals and sends one envelope; of 1 to `MAX_ACKNOWLEDGED_IDS` ids. */
    constructor(send: (peer: Did, ids: readonly Bytes[]) => Promise<void>, timer: Timer);
    /** Acknowledges a message to `peer` soon; gives what `send` gives, the same for all that go together. */
    add(peer: Did, id: Bytes): Promise<void>;
    /** Sends now what waits. */
    flush(): void;
}
