/**
 * Waiting for what becomes of a message that was sent: through links that break, and a peer that is away.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { WaitLimits, Waits } from '../waits.ts';
import type { Deliveries } from './deliveries.ts';
import type { HistoryMessage } from './message-history.ts';
/** What waiting needs. */
export interface OutcomeTerms {
    readonly deliveries: Deliveries;
    readonly waits: Waits;
    /** A message of our own, wherever it is. */
    readonly find: (peer: Did, id: Bytes) => Promise<HistoryMessage | undefined>;
    /** Tries to reach the peer until nothing waits for it. */
    readonly retry: (peer: Did) => void;
}
/**
 * What becomes of a message to `peer`: resolves when it is delivered or given up, or one of the limits is reached.
 *
 * @throws {TalosError} `E_NOT_FOUND` where there is none of this id, or none any more.
 */
export declare function outcomeOf({ deliveries, waits, find, retry }: OutcomeTerms, peer: Did, id: Bytes, limits: WaitLimits): Promise<HistoryMessage>;
