import { type Bytes } from '../base/bytes.ts';
/** libp2p protocol id. */
export declare const AUTONAT_PROTOCOL = "/libp2p/autonat/1.0.0";
/** Largest message, in bytes. */
export declare const MAX_AUTONAT_BYTES = 2048;
/** Addresses of a question that are looked at; the rest is not. */
export declare const MAX_AUTONAT_ADDRESSES = 8;
declare const STATUSES: {
    readonly ok: 0;
    readonly failed: 100;
    readonly refused: 101;
    readonly malformed: 200;
    readonly internal: 300;
};
/** What a server says: it got there, it did not, it did not try, it did not understand, or it is at fault itself. */
export type AutonatStatus = keyof typeof STATUSES;
/** A question: whether the peer is reached at one of these addresses. */
export interface AutonatQuestion {
    /** libp2p's name of the peer. */
    readonly peerId: string;
    /** Multiaddrs; from a stranger. */
    readonly addresses: readonly string[];
}
/** The bytes of a question. */
export declare function encodeAutonatQuestion({ peerId, addresses }: AutonatQuestion): Bytes;
/**
 * Reads a question. Addresses that are none are left out.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_AUTONAT_BYTES}; `E_MALFORMED` for what is no question.
 */
export declare function decodeAutonatQuestion(bytes: Uint8Array): AutonatQuestion;
/** The bytes of an answer. */
export declare function encodeAutonatAnswer(status: AutonatStatus): Bytes;
/**
 * Reads an answer.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_AUTONAT_BYTES}; `E_MALFORMED` for what is none.
 */
export declare function decodeAutonatAnswer(bytes: Uint8Array): AutonatStatus;
export {};
