/**
 * What a write that was interrupted leaves in the journal, told apart from damage. PROTOCOL.md §9.6.
 *
 * A process that ends leaves a record cut short by the end of the file. A power cut may also leave pages that were
 * never written, which read as zeros, with later pages written behind them. An entry is canonical JSON, so it has no
 * zero byte and ends where its first brace closes: a whole record, however damaged, does not look like the start of
 * one. What cannot be told apart is called damage, because an entry that was acknowledged must not be dropped.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
/** Bytes of a record before its entry: u32 length ‖ first 8 bytes of the leaf hash. */
export declare const RECORD_HEAD_BYTES = 12;
/** Pages of every system are a multiple of this, in bytes, and are written as a whole. */
export declare const PAGE_BYTES = 4096;
/**
 * So many zero bytes at the start of a record, up to the end of its page, say that the page was lost. No bit flip leaves
 * as many: a length has at most three zero bytes, and the next four are of a hash.
 */
export declare const MIN_LOST_BYTES = 8;
/** Bytes that {@link isInterruptedWrite} looks at: the largest record, and the whole page in which it may end. */
export declare const JUDGED_BYTES: number;
/**
 * Whether an interrupted write left the record that is not whole. Everything behind it was then never durable.
 *
 * @param held - The bytes from the record on: {@link JUDGED_BYTES}, or all that there are.
 * @param offset - Where the record starts in the journal.
 * @param isEnd - Whether nothing but zeros follows `held`.
 */
export declare function isInterruptedWrite(held: Uint8Array, offset: number, isEnd: boolean): boolean;
/**
 * The head of a record that starts in the last few bytes of a page that was lost, where all of the rest is there: what it
 * was follows from the entry, and the bytes of it in the next page must agree. A damaged head is no other case: nothing is
 * dropped for it, as the entry is known.
 *
 * @param held - The bytes from the record on, as of {@link isInterruptedWrite}.
 * @param offset - Where the record starts in the journal.
 */
export declare function lostHead(held: Uint8Array, offset: number): Bytes | undefined;
/** Whether all of `bytes` are zero. */
export declare function isZero(bytes: Uint8Array): boolean;
