/**
 * SHA-256, plain and labelled.
 *
 * @module
 */
import * as primitives from '#primitives';
import { concat, utf8 } from "../base/bytes.js";
import { HASH_LABELS } from "./labels.js";
/** Length of a hash in bytes. FIPS 180-4. */
export const HASH_BYTES = 32;
/** FIPS 180-4 SHA-256 of `message`. 32 new bytes. */
export function sha256(message) {
    return primitives.sha256(message);
}
/** As {@link sha256}, into memory that is there: {@link HASH_BYTES} of `into` from `at` on. */
export function sha256Into(message, into, at) {
    primitives.sha256Into(message, into, at);
}
/** As {@link sha256}, in lowercase hexadecimal. */
export function sha256Hex(message) {
    return primitives.sha256Hex(message);
}
/** Joined length up to which {@link sha256Joined} needs no memory of its own: an entry, a statement, a node. */
const SCRATCH_BYTES = 4096;
// Wiped after each use, which no other call can interrupt.
const scratch = new Uint8Array(SCRATCH_BYTES);
/** SHA-256 of `parts`, one after the other. 32 new bytes. */
export function sha256Joined(...parts) {
    let length = 0;
    for (const part of parts)
        length += part.length;
    if (length > SCRATCH_BYTES)
        return primitives.sha256(concat(...parts));
    let at = 0;
    for (const part of parts) {
        scratch.set(part, at);
        at += part.length;
    }
    const hash = primitives.sha256(scratch.subarray(0, length));
    scratch.fill(0, 0, length);
    return hash;
}
/** SHA-256 of a message that comes in parts: of what is too long to be held at once. */
export class Sha256 {
    #state = primitives.sha256Start();
    /** Takes the next part. */
    update(part) {
        this.#state.update(part);
    }
    /** The hash of all parts, 32 new bytes; the last call. */
    digest() {
        return this.#state.digest();
    }
}
const prefixes = Object.fromEntries(Object.entries(HASH_LABELS).map(([name, label]) => [name, concat(utf8(label), Uint8Array.of(0))]));
/** SHA-256(label ‖ 0x00 ‖ parts). PROTOCOL.md §2.3. The parts must be of fixed or prefixed lengths. */
export function labelledHash(label, ...parts) {
    return sha256Joined(prefixes[label], ...parts);
}
/** As {@link labelledHash}, of parts that are too long to be joined: nothing is copied. */
export function labelledHashOfLong(label, ...parts) {
    const hash = new Sha256();
    hash.update(prefixes[label]);
    for (const part of parts)
        hash.update(part);
    return hash.digest();
}
