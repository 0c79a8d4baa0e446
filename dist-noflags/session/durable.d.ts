/**
 * Durable sessions: sealing and opening the messages of envelopes, and the session as a record to store.
 * PROTOCOL.md §5.6, §5.7.
 *
 * Pure: who calls stores the session that a step gives before its output leaves or is delivered.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Did } from '../identity/did.ts';
import { type ChunkInformation, type Envelope, type EnvelopeType } from '../message/envelope.ts';
import { type InitiatorExpectation, type PrekeySecrets } from './handshake.ts';
import type { Party, Session } from './key-schedule.ts';
import { type Bundle } from './prekeys.ts';
import { type Draw } from './ratchet.ts';
/** A session that outlives its connections. Plain data. */
export interface DurableSession extends Session {
    /** SHA-256 of the initial message: how later envelopes that carry it find the session. 32 bytes. */
    readonly initialHash: Bytes;
    /** The initial message, at an initiator whose peer has not answered: it goes into every envelope until then. */
    readonly pending: Bytes | undefined;
}
/** Makes the session of the initiator from a verified bundle. */
export declare function initiateDurable(party: Party, bundle: Bundle, draw?: Draw): DurableSession;
/**
 * Makes the session of the responder from the initial message in an envelope. Nothing is proved before that envelope's
 * content has opened.
 *
 * @throws {TalosError} what `decodeInitial` and `respond` throw.
 */
export declare function respondDurable(party: Party, initial: Uint8Array, secrets: PrekeySecrets, expected: InitiatorExpectation): DurableSession;
/** What is sent. */
export interface OutgoingMessage {
    readonly type: EnvelopeType;
    /** UUIDv7, 16 bytes. */
    readonly id: Bytes;
    /** Milliseconds since 1970. */
    readonly timestampMs: number;
    /** At most 1 MiB. */
    readonly text: Uint8Array;
    /** Of a piece of a file; other messages have none. */
    readonly chunk?: ChunkInformation;
    /** 32 random bytes that were never used for another text: with the same, a text sent again has the same commitment. */
    readonly salt: Bytes;
}
/**
 * Seals a message into a signed envelope.
 *
 * @throws {TalosError} `E_LIMIT` for a text over 1 MiB, before anything is encrypted; what `encrypt` throws.
 */
export declare function sealMessage(session: DurableSession, party: Party, message: OutgoingMessage, draw?: Draw): {
    readonly session: DurableSession;
    readonly envelope: Bytes;
};
/** Between whom an envelope must be. */
export interface Route {
    readonly sender: Did;
    readonly recipient: Did;
}
/**
 * Reads an envelope and checks its route and signature: all that is done before any ratchet work.
 *
 * @throws {TalosError} `E_MALFORMED` and `E_BAD_DID` for its form, `E_MALFORMED` for a piece of a file without chunk
 *   information and for anything else with it; `E_DECRYPT` for another sender or recipient or a signature that does not verify.
 */
export declare function readEnvelope(bytes: Uint8Array, route: Route): Envelope;
/**
 * Opens an envelope of {@link readEnvelope} under a session with its sender.
 *
 * @returns The session to store before the text is delivered. At an initiator the peer has answered by it.
 * @throws {TalosError} what `decrypt` throws; `E_DECRYPT` if the text is not the one that the sender has signed.
 */
export declare function openMessage(session: DurableSession, envelope: Envelope, nowMs: number): {
    readonly session: DurableSession;
    readonly text: Bytes;
};
