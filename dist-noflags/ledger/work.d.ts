/**
 * Proof of work: leading zero bits of the block hash. PROTOCOL.md §9.5.
 *
 * Pure: searching is cut into slices, and where and when a slice runs is decided elsewhere, never on an event loop
 * that others wait for.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Finds a nonce for an encoded header (the nonce in it is ignored), off the event loop. Rejects when it cannot. */
export type Mine = (header: Bytes) => Promise<number>;
/** Leading zero bits of `hash`. */
export declare function leadingZeroBits(hash: Uint8Array): number;
/**
 * Tries the nonces from `from` to before `from + count`.
 *
 * @param header - 162 bytes that name the difficulty; not changed.
 * @returns The first nonce whose hash has the work, or `undefined`.
 */
export declare function mineSlice(header: Uint8Array, from: number, count: number): number | undefined;
/** Nonces a slice: about 2 ms. */
export declare const SLICE_NONCES = 1024;
/**
 * A {@link Mine} for platforms without threads: one slice, then `pause`, and so on.
 *
 * @param pause - Lets others run; resolves in a later turn of the event loop.
 */
export declare function mineInSlices(pause: () => Promise<void>): Mine;
