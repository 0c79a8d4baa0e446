/**
 * Proof of work: leading zero bits of the block hash. PROTOCOL.md §9.5.
 *
 * Pure: searching is cut into slices, and where and when a slice runs is decided elsewhere, never on an event loop
 * that others wait for.
 *
 * @module
 */
import { assertBytes } from "../base/bytes.js";
import { DIFFICULTY_OFFSET, HEADER_BYTES, hashHeader, NONCE_OFFSET } from "./block.js";
/** Leading zero bits of `hash`. */
export function leadingZeroBits(hash) {
    let bits = 0;
    for (const byte of hash) {
        if (byte !== 0)
            return bits + Math.clz32(byte) - 24;
        bits += 8;
    }
    return bits;
}
/**
 * Tries the nonces from `from` to before `from + count`.
 *
 * @param header - 162 bytes that name the difficulty; not changed.
 * @returns The first nonce whose hash has the work, or `undefined`.
 */
export function mineSlice(header, from, count) {
    assertBytes(header, 'header', HEADER_BYTES);
    const tried = new Uint8Array(header);
    const view = new DataView(tried.buffer);
    const difficulty = tried[DIFFICULTY_OFFSET];
    const end = Math.min(from + count, Number.MAX_SAFE_INTEGER);
    for (let nonce = from; nonce < end; nonce++) {
        view.setBigUint64(NONCE_OFFSET, BigInt(nonce));
        if (leadingZeroBits(hashHeader(tried)) >= difficulty)
            return nonce;
    }
    return undefined;
}
/** Nonces a slice: about 2 ms. */
export const SLICE_NONCES = 1024;
/**
 * A {@link Mine} for platforms without threads: one slice, then `pause`, and so on.
 *
 * @param pause - Lets others run; resolves in a later turn of the event loop.
 */
export function mineInSlices(pause) {
    return async (header) => {
        for (let from = 0;; from += SLICE_NONCES) {
            const nonce = mineSlice(header, from, SLICE_NONCES);
            if (nonce !== undefined)
                return nonce;
            await pause();
        }
    };
}
