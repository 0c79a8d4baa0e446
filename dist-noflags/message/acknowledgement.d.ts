/**
 * The text of an acknowledgement: the ids of the messages that were stored. PROTOCOL.md §5.7.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Messages that one envelope acknowledges: what comes out of a mailbox is acknowledged in few deposits. PROTOCOL.md §5.7. */
export declare const MAX_ACKNOWLEDGED_IDS = 64;
/** @param ids - 1 to {@link MAX_ACKNOWLEDGED_IDS}, each once. @throws {RangeError} for any other number. */
export declare function writeAcknowledgement(ids: readonly Bytes[]): Bytes;
/** The ids of an acknowledgement. @throws {TalosError} `E_MALFORMED` for none, too many, half an id or one twice. */
export declare function readAcknowledgement(text: Bytes): readonly Bytes[];
