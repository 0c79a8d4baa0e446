/**
 * What a mailbox and its clients say to each other. PROTOCOL.md §6.6.
 *
 * ```text
 *   open    {}            → {waiting, bytes}          the own mailbox of who asks, made if it is new
 *   taken   {ids}         → {}                        after they are deleted, durably
 *   deposit {to, sealed}  → {}                        after it is durable
 *   push    message {id, sealed}                      to the owner, oldest first
 * ```
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { CborMap } from '../codec/cbor.ts';
import { type Did } from '../identity/did.ts';
/** Messages that a mailbox may have pushed that its owner has not taken. PROTOCOL.md §6.6. */
export declare const MAX_UNTAKEN_MESSAGES = 16;
/** Bytes of deposits that a mailbox may have pushed that its owner has not taken. PROTOCOL.md §6.6. */
export declare const MAX_UNTAKEN_BYTES: number;
/** The name of what a mailbox says unasked. */
export declare const MESSAGE_PUSH = "message";
/** What waits in a mailbox. */
export interface Waiting {
    /** Messages. */
    readonly waiting: number;
    /** Their deposits, in bytes. */
    readonly bytes: number;
}
/** A deposit as it is asked for. */
export interface DepositRequest {
    readonly to: Did;
    readonly sealed: Bytes;
}
/** A message as it is pushed. */
export interface MessagePush {
    /** Chosen by the mailbox; greater than those of all that came before. 1 to 2^53 − 1. */
    readonly id: number;
    readonly sealed: Bytes;
}
/** The fields of a request or an answer that has none. @throws {TalosError} `E_MALFORMED` where there are some. */
export declare function readNothing(fields: CborMap): void;
/** The answer to `open`. @throws {TalosError} `E_MALFORMED` for another form. */
export declare function readWaiting(fields: CborMap): Waiting;
/**
 * The fields of `taken`: 1 to {@link MAX_UNTAKEN_MESSAGES} ids, none twice.
 *
 * @throws {TalosError} `E_MALFORMED` for another form.
 */
export declare function readTaken(fields: CborMap): readonly number[];
/** The fields of `deposit`. @throws {TalosError} `E_MALFORMED`, or `E_BAD_DID` for a recipient that is none. */
export declare function readDeposit(fields: CborMap): DepositRequest;
/** The fields of a pushed message. @throws {TalosError} `E_MALFORMED` for another form. */
export declare function readMessage(fields: CborMap): MessagePush;
