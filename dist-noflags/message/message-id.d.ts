/**
 * Message ids: UUIDv7, RFC 9562 §5.7. PROTOCOL.md §5.7.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Length of an id in bytes. */
export declare const MESSAGE_ID_BYTES = 16;
/**
 * A new id: 48 bits of time, version 7, variant 2, 74 random bits. 16 new bytes.
 *
 * @param nowMs - Milliseconds since 1970.
 * @throws {RangeError} for a time that does not fit.
 */
export declare function makeMessageId(nowMs: number, draw?: (count: number) => Bytes): Bytes;
/** Whether `id` is 16 bytes of version 7 and variant 2. */
export declare function isMessageId(id: Uint8Array): boolean;
/** The time in an id, milliseconds since 1970: its maker's word. */
export declare function timeOfMessageId(id: Uint8Array): number;
/** The id of a text form, in small letters. @throws {TalosError} `E_MALFORMED`. */
export declare function parseMessageId(text: string): Bytes;
/** The text form, RFC 9562 §4: `01890a5d-ac96-774b-bcce-b302099a8057`. */
export declare function formatMessageId(id: Uint8Array): string;
