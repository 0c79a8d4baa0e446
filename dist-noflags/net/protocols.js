/**
 * The purposes of a link: protocol id, limits and deadlines of each. PROTOCOL.md §6.1, §11.
 *
 * @module
 */
import { MAX_FRAME_BYTES } from "./frame.js";
/** Streams a purpose, connection and direction: one is in use, the others cover a reconnect while the old one dies. */
export const MAX_STREAMS = 8;
/** Largest frame on a channel before its handshake is done, in bytes. */
export const MAX_HANDSHAKE_FRAME_BYTES = 8 * 1024;
/** Largest envelope with room to spare: 1 MiB of content and its metadata. PROTOCOL.md §5.7. */
export const MAX_MESSAGE_FRAME_BYTES = 1024 * 1024 + 16 * 1024;
/** Largest request or answer of a registry: an offer of 100 bundles of 8 KiB. PROTOCOL.md §6.5. */
export const MAX_REGISTRY_FRAME_BYTES = 1024 * 1024;
/** Largest request or push of a mailbox: a deposit of 2 MiB, and what is around it. PROTOCOL.md §6.6. */
export const MAX_MAILBOX_FRAME_BYTES = 2 * 1024 * 1024 + 8 * 1024;
/** Largest request or answer on a chain link: 1 MiB of blocks and one more, and what is around them. PROTOCOL.md §9.11. */
export const MAX_CHAIN_FRAME_BYTES = 2 * 1024 * 1024;
/** Largest frame on a transfer link: a chunk of 1 MiB, and what is around it. PROTOCOL.md §7.6. */
export const MAX_TRANSFER_FRAME_BYTES = 1024 * 1024 + 4 * 1024;
/** Every purpose and its terms. */
export const PROTOCOLS = {
    channel: {
        id: '/talos/channel/1',
        firstPayloadBytes: MAX_HANDSHAKE_FRAME_BYTES,
        maxPayloadBytes: MAX_FRAME_BYTES,
        maxStreams: MAX_STREAMS,
    },
    message: {
        id: '/talos/message/1',
        firstPayloadBytes: MAX_MESSAGE_FRAME_BYTES,
        maxPayloadBytes: MAX_MESSAGE_FRAME_BYTES,
        maxStreams: MAX_STREAMS,
    },
    transfer: {
        id: '/talos/transfer/1',
        firstPayloadBytes: MAX_HANDSHAKE_FRAME_BYTES,
        maxPayloadBytes: MAX_TRANSFER_FRAME_BYTES,
        maxStreams: MAX_STREAMS,
    },
    chain: {
        id: '/talos/chain/1',
        firstPayloadBytes: MAX_CHAIN_FRAME_BYTES,
        maxPayloadBytes: MAX_CHAIN_FRAME_BYTES,
        maxStreams: MAX_STREAMS,
    },
    registry: {
        id: '/talos/registry/1',
        firstPayloadBytes: MAX_REGISTRY_FRAME_BYTES,
        maxPayloadBytes: MAX_REGISTRY_FRAME_BYTES,
        maxStreams: MAX_STREAMS,
    },
    mailbox: {
        id: '/talos/mailbox/1',
        firstPayloadBytes: MAX_MAILBOX_FRAME_BYTES,
        maxPayloadBytes: MAX_MAILBOX_FRAME_BYTES,
        maxStreams: MAX_STREAMS,
    },
};
/** From the start of `connect` to an open link, at most, in milliseconds. */
export const DIAL_TIMEOUT_MS = 10_000;
/** For the security and multiplexer handshakes of one connection, at most, in milliseconds. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;
