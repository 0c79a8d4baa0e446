/**
 * Durable sessions: sealing and opening the messages of envelopes, and the session as a record to store.
 * PROTOCOL.md §5.6, §5.7.
 *
 * Pure: who calls stores the session that a step gives before its output leaves or is delivered.
 *
 * @module
 */
import { assertBytes, concat, equalBytes } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { sha256 } from "../crypto/hash.js";
import { randomBytes } from "../crypto/random.js";
import { decodeEnvelope, ENVELOPE_TYPES, encodeMetadata, MAX_TEXT_BYTES, signEnvelope, TEXT_SALT_BYTES, textCommitment, verifyEnvelope, } from "../message/envelope.js";
import { decodeInitial, initiate, respond } from "./handshake.js";
import { offerOf } from "./prekeys.js";
import { decrypt, encrypt } from "./ratchet.js";
/** Makes the session of the initiator from a verified bundle. */
export function initiateDurable(party, bundle, draw = randomBytes) {
    const { session, initial } = initiate(party, offerOf(bundle), draw);
    return { ...session, initialHash: sha256(initial), pending: initial };
}
/**
 * Makes the session of the responder from the initial message in an envelope. Nothing is proved before that envelope's
 * content has opened.
 *
 * @throws {TalosError} what `decodeInitial` and `respond` throw.
 */
export function respondDurable(party, initial, secrets, expected) {
    const session = respond(party, decodeInitial(initial), secrets, expected);
    return { ...session, initialHash: sha256(initial), pending: undefined };
}
/**
 * Seals a message into a signed envelope.
 *
 * @throws {TalosError} `E_LIMIT` for a text over 1 MiB, before anything is encrypted; what `encrypt` throws.
 */
export function sealMessage(session, party, message, draw = randomBytes) {
    const { text, salt, chunk, ...header } = message;
    if (text.length > MAX_TEXT_BYTES)
        throw new TalosError('E_LIMIT', `message of ${text.length} bytes, limit ${MAX_TEXT_BYTES}`, {
            details: { bytes: text.length, limit: MAX_TEXT_BYTES },
        });
    assertBytes(salt, 'salt', TEXT_SALT_BYTES);
    const metadata = encodeMetadata({
        ...header,
        sender: party.did,
        recipient: session.peer,
        initial: session.pending,
        chunk,
        commitment: textCommitment(salt, text),
    });
    const bound = concat(session.associated, metadata);
    const { state, message: content } = encrypt(session.ratchet, concat(salt, text), bound, draw);
    return { session: { ...session, ratchet: state }, envelope: signEnvelope(party.signing, metadata, content) };
}
/**
 * Reads an envelope and checks its route and signature: all that is done before any ratchet work.
 *
 * @throws {TalosError} `E_MALFORMED` and `E_BAD_DID` for its form, `E_MALFORMED` for a piece of a file without chunk
 *   information and for anything else with it; `E_DECRYPT` for another sender or recipient or a signature that does not verify.
 */
export function readEnvelope(bytes, route) {
    const envelope = decodeEnvelope(bytes);
    if ((envelope.chunk !== undefined) !== (envelope.type === ENVELOPE_TYPES.fileChunk))
        throw new TalosError('E_MALFORMED', 'chunk information is for pieces of files, and they have it');
    const isRouted = envelope.sender === route.sender && envelope.recipient === route.recipient;
    if (!isRouted || !verifyEnvelope(envelope))
        throw new TalosError('E_DECRYPT', 'the envelope is not from the peer to this agent');
    return envelope;
}
/**
 * Opens an envelope of {@link readEnvelope} under a session with its sender.
 *
 * @returns The session to store before the text is delivered. At an initiator the peer has answered by it.
 * @throws {TalosError} what `decrypt` throws; `E_DECRYPT` if the text is not the one that the sender has signed.
 */
export function openMessage(session, envelope, nowMs) {
    if (envelope.sender !== session.peer)
        throw new TalosError('E_DECRYPT', 'the session is with another agent');
    const bound = concat(session.associated, envelope.metadata);
    const { state, plaintext } = decrypt(session.ratchet, envelope.content, bound, nowMs);
    const salt = plaintext.subarray(0, TEXT_SALT_BYTES);
    const text = plaintext.slice(TEXT_SALT_BYTES);
    if (salt.length < TEXT_SALT_BYTES || !equalBytes(textCommitment(salt, text), envelope.commitment))
        throw new TalosError('E_DECRYPT', 'the text is not the one that was signed');
    return { session: { ...session, ratchet: state, pending: undefined }, text };
}
