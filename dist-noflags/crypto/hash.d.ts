import { type Bytes } from '../base/bytes.ts';
import { type HashLabel } from './labels.ts';
/** Length of a hash in bytes. FIPS 180-4. */
export declare const HASH_BYTES = 32;
/** FIPS 180-4 SHA-256 of `message`. 32 new bytes. */
export declare function sha256(message: Uint8Array): Bytes;
/** As {@link sha256}, into memory that is there: {@link HASH_BYTES} of `into` from `at` on. */
export declare function sha256Into(message: Uint8Array, into: Uint8Array, at: number): void;
/** As {@link sha256}, in lowercase hexadecimal. */
export declare function sha256Hex(message: Uint8Array): string;
/** SHA-256 of `parts`, one after the other. 32 new bytes. */
export declare function sha256Joined(...parts: readonly Uint8Array[]): Bytes;
/** SHA-256 of a message that comes in parts: of what is too long to be held at once. */
export declare class Sha256 {
    #private;
    /** Takes the next part. */
    update(part: Uint8Array): void;
    /** The hash of all parts, 32 new bytes; the last call. */
    digest(): Bytes;
}
/** SHA-256(label ‖ 0x00 ‖ parts). PROTOCOL.md §2.3. The parts must be of fixed or prefixed lengths. */
export declare function labelledHash(label: HashLabel, ...parts: readonly Uint8Array[]): Bytes;
/** As {@link labelledHash}, of parts that are too long to be joined: nothing is copied. */
export declare function labelledHashOfLong(label: HashLabel, ...parts: readonly Uint8Array[]): Bytes;
