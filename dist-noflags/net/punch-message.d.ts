import { type Bytes } from '../base/bytes.ts';
/** libp2p protocol id. */
export declare const PUNCH_PROTOCOL = "/libp2p/dcutr";
/** Largest message, in bytes. DCUtR, "RPC messages". */
export declare const MAX_PUNCH_MESSAGE_BYTES = 4096;
/** Addresses of a message that are looked at; the rest is not. */
export declare const MAX_PUNCH_ADDRESSES = 4;
/** One message. */
export type PunchMessage = {
    readonly type: 'connect';
    /** Multiaddrs where the sender may be met; from a stranger. */
    readonly addresses: readonly string[];
} | {
    readonly type: 'sync';
};
/** The bytes of a message. */
export declare function encodePunchMessage(message: PunchMessage): Bytes;
/**
 * Reads a message. Addresses that are none are left out.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_PUNCH_MESSAGE_BYTES}; `E_MALFORMED` for what is no such message.
 */
export declare function decodePunchMessage(bytes: Uint8Array): PunchMessage;
