/**
 * The deposit: an envelope as it lies in a mailbox, sealed to its recipient, so that the mailbox sees neither sender nor
 * type, and of its size the bucket alone. PROTOCOL.md §5.9.
 *
 * ```text
 *   u8 version | ephemeral key (32) | ciphertext of ( u32 length | content | zeros ) | tag (16)
 * ```
 *
 * It hides who writes; what is written is under the session of the envelope. It is not post-quantum, and its key is as
 * old as the certificate: who has the recipient's X25519 key later learns who wrote, not what.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Did } from '../identity/did.ts';
import type { Identity } from '../identity/identity.ts';
/** The only version so far. */
export declare const DEPOSIT_VERSION = 1;
/** Every length that a deposit can have, in bytes: the powers of two from 1 KiB to 2 MiB. PROTOCOL.md §5.9. */
export declare const DEPOSIT_BUCKETS: readonly number[];
/** Longest deposit in bytes. PROTOCOL.md §5.9. */
export declare const MAX_DEPOSIT_BYTES: number;
/** Longest envelope in a deposit, in bytes: 1 MiB of text, and its metadata. PROTOCOL.md §5.9. */
export declare const MAX_DEPOSITED_ENVELOPE_BYTES: number;
/** For whom a deposit is. */
export interface DepositRecipient {
    readonly did: Did;
    /** The certified X25519 key (IKb), 32 bytes. */
    readonly agreementKey: Uint8Array;
}
/** What a deposit holds. */
export interface DepositContent {
    /** 1 byte to {@link MAX_DEPOSITED_ENVELOPE_BYTES}; not checked here. */
    readonly envelope: Uint8Array;
    /** The sender's agent record, to {@link MAX_AGENT_RECORD_BYTES}; not checked here. */
    readonly record: Uint8Array | undefined;
}
/** Whether a deposit can have this length, in bytes. */
export declare function isDepositLength(bytes: number): boolean;
/**
 * Seals `content` to `recipient`. New bytes, of the smallest bucket that holds them.
 *
 * @param draw - Source of the ephemeral secret key, 32 bytes.
 * @throws {TalosError} `E_BAD_KEY` for an agreement key that is none.
 * @throws {RangeError} for a content of a length that no deposit has.
 */
export declare function sealDeposit(recipient: DepositRecipient, content: DepositContent, draw?: (count: number) => Bytes): Bytes;
/**
 * Opens a deposit for `own`. New bytes.
 *
 * @throws {TalosError} `E_DECRYPT`, in the same words whatever is wrong with it: length, version, key, tag, padding or
 *   content. What it was is the `cause`, and is for no peer.
 */
export declare function openDeposit(bytes: Uint8Array, own: Pick<Identity, 'did' | 'agreement'>): DepositContent;
