/** What the two ends of a link have agreed to do on it. */
export type Purpose = 'channel' | 'message' | 'transfer' | 'chain' | 'registry' | 'mailbox';
/** The fixed terms of a purpose. */
export interface Terms {
    /** libp2p protocol id. */
    readonly id: string;
    /** Largest payload of a received frame until {@link Link.limitPayload} says otherwise, in bytes. */
    readonly firstPayloadBytes: number;
    /** Largest payload that `limitPayload` may allow, in bytes. */
    readonly maxPayloadBytes: number;
    /** Streams of this purpose that one connection may have open at a time, in each direction. */
    readonly maxStreams: number;
}
/** Streams a purpose, connection and direction: one is in use, the others cover a reconnect while the old one dies. */
export declare const MAX_STREAMS = 8;
/** Largest frame on a channel before its handshake is done, in bytes. */
export declare const MAX_HANDSHAKE_FRAME_BYTES: number;
/** Largest envelope with room to spare: 1 MiB of content and its metadata. PROTOCOL.md §5.7. */
export declare const MAX_MESSAGE_FRAME_BYTES: number;
/** Largest request or answer of a registry: an offer of 100 bundles of 8 KiB. PROTOCOL.md §6.5. */
export declare const MAX_REGISTRY_FRAME_BYTES: number;
/** Largest request or push of a mailbox: a deposit of 2 MiB, and what is around it. PROTOCOL.md §6.6. */
export declare const MAX_MAILBOX_FRAME_BYTES: number;
/** Largest request or answer on a chain link: 1 MiB of blocks and one more, and what is around them. PROTOCOL.md §9.11. */
export declare const MAX_CHAIN_FRAME_BYTES: number;
/** Largest frame on a transfer link: a chunk of 1 MiB, and what is around it. PROTOCOL.md §7.6. */
export declare const MAX_TRANSFER_FRAME_BYTES: number;
/** Every purpose and its terms. */
export declare const PROTOCOLS: Readonly<Record<Purpose, Terms>>;
/** From the start of `connect` to an open link, at most, in milliseconds. */
export declare const DIAL_TIMEOUT_MS = 10000;
/** For the security and multiplexer handshakes of one connection, at most, in milliseconds. */
export declare const HANDSHAKE_TIMEOUT_MS = 10000;
