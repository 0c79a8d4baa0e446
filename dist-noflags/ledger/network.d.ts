/**
 * Networks: what the chains of one network have in common. PROTOCOL.md §9.5.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** What a ledger begins with, for good. */
export interface NetworkTerms {
    /** 1 to {@link MAX_NETWORK_CHARACTERS} of `a` to `z`, `0` to `9`, `.`, `-`, the first a letter: part of the chain id. */
    readonly name: string;
    /** Leading zero bits that each block hash must have, 0 to {@link MAX_DIFFICULTY}. */
    readonly difficulty: number;
}
/** Longest name of a network, in characters. */
export declare const MAX_NETWORK_CHARACTERS = 64;
/** Hardest work of a network, in leading zero bits: about a minute of one core a block. */
export declare const MAX_DIFFICULTY = 24;
/** The network that a ledger begins in unless another is configured. */
export declare const DEFAULT_NETWORK: NetworkTerms;
/** Whether `name` names a network. */
export declare function isNetworkName(name: string): boolean;
/** Work of the blocks up to `height` in all, the first one included: 2^difficulty each, and the difficulty never changes. */
export declare function totalWork(height: number, { difficulty }: NetworkTerms): bigint;
/** Checks what a ledger is to begin with. @throws {RangeError} for a name that is none, or a difficulty out of bounds. */
export declare function assertNetwork({ name, difficulty }: NetworkTerms): void;
/** As bytes: `u8 difficulty ‖ blob16(name)`. */
export declare function encodeNetwork({ name, difficulty }: NetworkTerms): Bytes;
/** Reads what {@link encodeNetwork} gave. @throws {TalosError} `E_MALFORMED`. */
export declare function decodeNetwork(bytes: Uint8Array): NetworkTerms;
