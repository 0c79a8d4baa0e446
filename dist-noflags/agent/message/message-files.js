import { isTalosError, TalosError } from "../../base/errors.js";
import { u64 } from "../../codec/writer.js";
import { randomBytes } from "../../crypto/random.js";
import { decodeEnvelope, ENVELOPE_TYPES, ENVELOPE_VERSION, TEXT_SALT_BYTES, textCommitment, } from "../../message/envelope.js";
import { timeOfMessageId } from "../../message/message-id.js";
import { readEnvelope } from "../../session/durable.js";
import { addOpened } from "../../session/peer-sessions.js";
import { keyOf, PARTS } from "./message-records.js";
import { messageEvent, sessionEvent } from "./messenger-event.js";
/** See the module comment. */
export class MessageFiles {
    #options;
    constructor(options) {
        this.#options = options;
    }
    /**
     * Seals a message under the session with `peer`. Session and history are durable when it resolves.
     *
     * Nothing is known of what becomes of it, so no number of unanswered ones asks for a new session.
     *
     * @param text - At most 1 MiB; may be empty.
     * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a longer text: nothing is changed then.
     */
    async seal(peer, text) {
        const { clock, sessions, history, nextId } = this.#options;
        const salt = randomBytes(TEXT_SALT_BYTES);
        let past = [];
        const sealed = await sessions.take(peer, (held) => {
            const id = nextId();
            const timestampMs = clock.now();
            const message = { type: ENVELOPE_TYPES.text, id, timestampMs, text, salt };
            const { next, envelope } = sessions.seal(held, message);
            const content = new Uint8Array(text);
            past = [this.#put({ id, peer, direction: 'sent', atMs: timestampMs, content }, timeOfMessageId(id))];
            const commitment = textCommitment(salt, text);
            const kept = sessions.kept(messageEvent(peer, { id, commitment }, 'sent'));
            return { next, changes: [...past, ...kept], result: { id, envelope, commitment } };
        });
        await history.added(past);
        return sealed;
    }
    /**
     * Opens an envelope, once. Its id, the session and the text in the history are durable when it resolves.
     *
     * @throws {TalosError} `E_VERSION` and `E_MALFORMED` for another form; `E_DECRYPT` for one that is not from and for
     *   those that it is said to be, or does not open; `E_REPLAY` for one that was opened or received before;
     *   `E_NO_SESSION`, `E_SKIP_LIMIT`, `E_PREKEY_GONE` and others of its session. Nothing is changed then.
     */
    async open(file) {
        const { store, clock, sessions, history } = this.#options;
        const envelope = this.#read(file);
        let past = [];
        const opened = await sessions.take(envelope.sender, async (held) => {
            const { sender: from, id, commitment } = envelope;
            const seen = keyOf(PARTS.seen, from, id);
            if ((await store.get('message', seen)) !== undefined)
                throw new TalosError('E_REPLAY', 'the message was opened or received before', {
                    hint: 'talos history shows it',
                });
            const { session, text: content, consume, isNew } = await sessions.open(held, envelope);
            const newSession = isNew ? session : undefined;
            const receivedAtMs = clock.now();
            past = [this.#put({ id, peer: from, direction: 'received', atMs: receivedAtMs, content }, receivedAtMs)];
            const changes = [
                ...consume,
                { kind: 'require', space: 'message', key: seen, value: undefined },
                { kind: 'put', space: 'message', key: seen, value: u64(receivedAtMs) },
                ...past,
                ...sessions.kept(newSession && sessionEvent(from, newSession), messageEvent(from, envelope)),
            ];
            return {
                next: addOpened(held, session, { nowMs: receivedAtMs }),
                changes,
                result: { id, from, receivedAtMs, content, commitment, newSession },
            };
        });
        await history.added(past);
        return opened;
    }
    #put(message, order) {
        return this.#options.records.putPast(order, { ...message, failure: '', isFile: true });
    }
    /** All that is done before any ratchet work. */
    #read({ from, to, envelope: bytes }) {
        const { did } = this.#options.party;
        const version = bytes[0];
        if (version !== undefined && version !== ENVELOPE_VERSION)
            throw new TalosError('E_VERSION', `envelope of version ${version}`);
        const { sender, recipient, type } = readable(bytes);
        if (sender !== from || recipient !== to || to !== did)
            throw new TalosError('E_DECRYPT', 'the message is not for this agent, or not from whom it is said to be', {
                hint: 'it opens where it was sealed to',
            });
        const envelope = readEnvelope(bytes, { sender, recipient: did });
        if (type !== ENVELOPE_TYPES.text)
            throw new TalosError('E_MALFORMED', 'the envelope holds no text');
        return envelope;
    }
}
/** An edited DID is no other fault than an edited byte elsewhere: the envelope does not open. */
function readable(bytes) {
    try {
        return decodeEnvelope(bytes);
    }
    catch (error) {
        if (!isTalosError(error, 'E_BAD_DID'))
            throw error;
        throw new TalosError('E_DECRYPT', 'the envelope names no agent', { cause: error });
    }
}
