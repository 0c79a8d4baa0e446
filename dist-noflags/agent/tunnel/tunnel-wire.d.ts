/**
 * The contents of tunnel packets. PROTOCOL.md §7.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type ErrorCode, type Refusal, TalosError } from '../../base/errors.ts';
/** Longest signed statement in bytes: an entry must hold it. */
export declare const MAX_STATEMENT_BYTES: number;
/** Longest token in characters. PROTOCOL.md §11. */
export declare const MAX_TOKEN_CHARACTERS: number;
/** Most tokens of a chain. PROTOCOL.md §11. */
export declare const MAX_CHAIN = 8;
/** Longest name of a service in characters. */
export declare const MAX_SERVICE_CHARACTERS = 64;
/** Length of a salt in bytes. PROTOCOL.md §9.2. */
export declare const SALT_BYTES = 32;
/** Length of the id of a lasting tunnel in bytes. PROTOCOL.md §7.5. */
export declare const TUNNEL_ID_BYTES = 16;
/** The request to open a tunnel. An empty chain asks for the grant that the server holds for the caller. */
export interface TunnelOpen {
    /** Empty: the service of the grant. */
    readonly service: string;
    readonly chain: readonly string[];
    /** Whether it is to outlive its channel. */
    readonly lasting?: boolean;
}
/** What the server says when a tunnel is open. */
export interface TunnelOpened {
    readonly service: string;
    /** The token that the tunnel runs under, leaf. */
    readonly token: string;
    /** Expiry of the grant in seconds since 1970. */
    readonly expiresAtS: number;
    /** The server's latest signed note, or empty. */
    readonly checkpoint: string;
    /** Patterns over the calls that need a signed intent before them, see `NamePatterns`. */
    readonly intents?: readonly string[];
    /** Id of a tunnel that outlives its channel. */
    readonly tunnel?: Bytes | undefined;
}
/** How far one side of a lasting tunnel has got, from its beginning. */
export interface TunnelProgress {
    /** Packets that it received. */
    readonly received: number;
    /** Bytes of credit that it gave back. */
    readonly given: number;
}
/** The request to go on with a tunnel over another channel. */
export interface TunnelResume extends TunnelProgress {
    /** Its id. */
    readonly tunnel: Bytes;
    /** Grows with each request: the last counts. */
    readonly turn: number;
}
/** A refusal, or the reason of a closed tunnel. */
export interface RefusalBody {
    readonly word: Refusal;
    readonly code: ErrorCode | undefined;
    /** Whether the server holds another grant for the caller than the one it refused. */
    readonly other?: true;
}
/** PROTOCOL.md §7.1. */
export declare function encodeTunnelOpen(open: TunnelOpen): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeTunnelOpen(bytes: Uint8Array): TunnelOpen;
/** PROTOCOL.md §7.1. */
export declare function encodeTunnelOpened(opened: TunnelOpened): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeTunnelOpened(bytes: Uint8Array): TunnelOpened;
/** PROTOCOL.md §7.5, TUNNEL_RESUME. */
export declare function encodeTunnelResume({ tunnel, turn, received, given }: TunnelResume): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeTunnelResume(bytes: Uint8Array): TunnelResume;
/** PROTOCOL.md §7.5, TUNNEL_RESUMED. */
export declare function encodeTunnelResumed({ received, given }: TunnelProgress): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeTunnelResumed(bytes: Uint8Array): TunnelProgress;
/** PROTOCOL.md §6.3, REFUSAL and TUNNEL_CLOSE. */
export declare function encodeRefusal(refusal: RefusalBody): Bytes;
/** An unknown code of a later version is read as no code. @throws {TalosError} `E_MALFORMED`. */
export declare function decodeRefusal(bytes: Uint8Array): RefusalBody;
/** The refusal that tells a peer of `code`: the code itself where a peer is told it, else a word. PROTOCOL.md §13. */
export declare function refusalOf(code: ErrorCode): RefusalBody;
/** The error that a refusal means to the caller. */
export declare function refusalError(refusal: RefusalBody, what: string): TalosError;
/** A message of a tunnel: PROTOCOL.md §7.2. */
export interface TunnelMessage {
    /** A signed statement, canonical JSON as sent; `undefined` where the message carries none. */
    readonly statement: Bytes | undefined;
    /** 32 bytes; there where a statement is, but for refusals. */
    readonly salt: Bytes | undefined;
    /** The JSON-RPC message, UTF-8. */
    readonly json: Uint8Array;
}
/** PROTOCOL.md §7.2, MCP_MESSAGE and MCP_RESPONSE (with salt) and MCP_ERROR (without). */
export declare function encodeTunnelMessage(message: TunnelMessage): Bytes;
/**
 * Reads what {@link encodeTunnelMessage} wrote.
 *
 * @param salted - Whether a statement is followed by a salt: true but for MCP_ERROR.
 * @throws {TalosError} `E_MALFORMED`.
 */
export declare function decodeTunnelMessage(bytes: Uint8Array, salted: boolean): TunnelMessage;
/** PROTOCOL.md §7.3, INVITE_REDEEM. */
export declare function encodeRedeem(redeem: {
    readonly id: Uint8Array;
    readonly signature: Uint8Array;
}): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeRedeem(bytes: Uint8Array): {
    readonly id: Bytes;
    readonly signature: Bytes;
};
/** PROTOCOL.md §7.3, INVITE_GRANT. */
export declare function encodeInviteGrant(grant: {
    readonly service: string;
    readonly token: string;
}): Bytes;
/** @throws {TalosError} `E_MALFORMED`. */
export declare function decodeInviteGrant(bytes: Uint8Array): {
    readonly service: string;
    readonly token: string;
};
