/**
 * Durable messages in the store: what waits to be sent and to be taken, each stored in one batch with the step of the
 * session that it took (`session-steps.ts`). PROTOCOL.md §5.6. Layout of the space `message`: `message-records.ts`.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { decode } from "../../codec/reader.js";
import { u64 } from "../../codec/writer.js";
import { randomBytes } from "../../crypto/random.js";
import { readAcknowledgement, writeAcknowledgement } from "../../message/acknowledgement.js";
import { ENVELOPE_TYPES, isFileEnvelopeType, TEXT_SALT_BYTES, textCommitment, } from "../../message/envelope.js";
import { MESSAGE_ID_BYTES, makeMessageId, timeOfMessageId } from "../../message/message-id.js";
import { readEnvelope } from "../../session/durable.js";
import { addOpened } from "../../session/peer-sessions.js";
import { withRepaired } from "../../session/repair.js";
import { InboxRoom } from "./inbox-room.js";
import { MessageFiles } from "./message-files.js";
import { MessageHistory } from "./message-history.js";
import { endOf, keyOf, MessageRecords, orderedKey, orderOf, PARTS, prefixOf, } from "./message-records.js";
import { messageEvent, sessionEvent, toldRepairEvent } from "./messenger-event.js";
import { NOT_ACKNOWLEDGED, OUTBOX_AGE_MS, Outbox } from "./outbox.js";
import { SessionRepairs } from "./session-repair.js";
import { SessionSteps } from "./session-steps.js";
/**
 * A message that was signed longer ago is refused, in milliseconds: 62 days. It may be left at a mailbox 30 days after it
 * was written, and lie there for 30 more.
 */
export const MAX_MESSAGE_AGE_MS = 62 * 86_400_000;
/** How long an id is remembered, in milliseconds: 65 days, so that nothing that is not refused for its age is new. */
export const SEEN_AGE_MS = 65 * 86_400_000;
const INBOX_PREFIX = prefixOf(PARTS.inbox);
/** See the module comment. One a data directory; two over one store never use a message key twice. */
export class MessageBook {
    #options;
    #sessions;
    #records;
    /** What was and is in it, for people. */
    history;
    /** Messages that travel as files. */
    files;
    /** What waits to be sent. */
    outbox;
    repairs;
    /** How much more may come. */
    room;
    #lastOrder = 0;
    constructor(options) {
        const { store, records } = options;
        this.#options = options;
        this.#sessions = new SessionSteps(options);
        this.#records = new MessageRecords(records);
        this.history = new MessageHistory(store, this.#records, { ageMs: OUTBOX_AGE_MS, reason: NOT_ACKNOWLEDGED });
        const [sessions, messages, history] = [this.#sessions, this.#records, this.history];
        this.outbox = new Outbox({ ...options, sessions, messages, history });
        this.repairs = new SessionRepairs({ ...options, sessions, messages, history });
        this.files = new MessageFiles({
            ...options,
            records: messages,
            history,
            sessions,
            nextId: () => this.outbox.nextId(),
        });
        const { isStranger = () => false } = options;
        this.room = new InboxRoom({ waiting: () => this.#stored(), isStranger });
    }
    async *#stored() {
        const range = { start: INBOX_PREFIX, end: endOf(INBOX_PREFIX) };
        for await (const [key, sealed] of this.#options.store.scan('message', range))
            yield { key, bytes: sealed.length, from: () => this.#records.readReceived(key, sealed).from };
    }
    /** As `SessionSteps.establish`. */
    establish(peer, bundle, requireOneTime = false) {
        return this.#sessions.establish(peer, bundle, requireOneTime);
    }
    /**
     * Opens an envelope that came from `peer`, and stores what it brings.
     *
     * @param isLater - Whether it is acknowledged later, by {@link MessageBook.acknowledge}.
     * @throws {TalosError} `E_MALFORMED`, `E_BAD_DID` and `E_DECRYPT` of `readEnvelope`; `E_REPLAY`, `E_SKIP_LIMIT`,
     *   `E_BAD_KEY` and `E_DECRYPT` of the session; `E_NO_SESSION` where none fits; `E_PREKEY_GONE`, `E_STALE` and
     *   others of an initial message; `E_LIMIT` of {@link InboxRoom.assertRoomFor}, for one that was not received
     *   before. Nothing is changed then.
     */
    async receive(peer, bytes, isLater = false) {
        return (await this.begin(peer, bytes, isLater)).stored;
    }
    /**
     * As {@link MessageBook.receive}, for who opens the next one meanwhile: resolves when the envelope has opened, and
     * rejects where it does not.
     */
    async begin(peer, bytes, isLater = false) {
        const envelope = readEnvelope(bytes, { sender: peer, recipient: this.#options.party.did });
        // From mailboxes alone, where nobody opens the next one meanwhile.
        if (isFileEnvelopeType(envelope.type)) {
            const taken = await this.#receiveLetter(peer, envelope, envelope.type, isLater);
            return { stored: Promise.resolve(taken) };
        }
        if (envelope.type === ENVELOPE_TYPES.sessionRepair)
            return this.#beginRepair(peer, envelope, isLater);
        if (envelope.type === ENVELOPE_TYPES.acknowledgement)
            return this.#beginAcknowledgement(peer, envelope);
        if (!(await this.#isSeen(envelope)))
            await this.room.assertRoomFor(peer);
        let inbox;
        // Its room is taken from the beginning, so that those that are opened meanwhile do not get it as well.
        const reserve = (changes) => {
            if (inbox !== undefined)
                this.room.removed(inbox);
            const put = changes.find((change) => change.kind === 'put' && change.key[0] === PARTS.inbox);
            inbox = put?.kind === 'put' ? put.key : undefined;
            if (put?.kind === 'put')
                this.room.added(put.key, peer, put.value.length);
        };
        const begun = await this.#sessions.begin(peer, async (held) => {
            const step = await this.#takeMessage(held, envelope, isLater);
            reserve(step.changes);
            return step;
        });
        begun.stored.catch(() => reserve([]));
        return begun;
    }
    async #beginAcknowledgement(peer, envelope) {
        let changes = [];
        const { stored } = await this.#sessions.begin(peer, async (held) => {
            const step = await this.#takeAcknowledgement(held, envelope);
            changes = step.changes;
            return step;
        });
        const counted = stored.then(async (acknowledged) => {
            for (const { commitment } of acknowledged.messages)
                if (commitment !== undefined)
                    this.outbox.acknowledged(peer);
            await this.history.added(changes);
            return acknowledged;
        });
        return { stored: counted };
    }
    async #receiveLetter(peer, envelope, type, isMail) {
        const { files, clock } = this.#options;
        if (!isMail || files === undefined)
            throw new TalosError('E_MALFORMED', 'files of peers that are there have links');
        return this.#sessions.take(peer, async (held) => {
            if (await this.#isSeen(envelope))
                return { next: held, changes: [], result: { kind: 'file', newSession: undefined } };
            if (clock.now() - envelope.timestampMs > MAX_MESSAGE_AGE_MS)
                throw new TalosError('E_STALE', 'the letter was signed more than 62 days ago');
            const { session, text, consume, isNew } = await this.#sessions.open(held, envelope);
            const { chunk } = envelope;
            // Before its session is stored: who ends in between gets it again.
            await files.take(peer, { type, text, ...(chunk === undefined ? {} : { chunk }) });
            const newSession = isNew ? session : undefined;
            const kept = this.#sessions.kept(newSession && sessionEvent(peer, newSession));
            const changes = [...consume, ...this.#see(envelope), ...kept];
            return {
                next: addOpened(held, session, { nowMs: clock.now() }),
                changes,
                result: { kind: 'file', newSession },
            };
        });
    }
    /** Seals what nothing is kept of: whoever sends it makes it again. @throws {TalosError} `E_NO_SESSION`. */
    seal(peer, message) {
        return this.#sessions.take(peer, (held) => {
            const { next, envelope: result } = this.#sessions.seal(held, message);
            return { next, changes: [], result };
        });
    }
    async #takeMessage(held, envelope, isLater) {
        const { sender, id, commitment } = envelope;
        if ((await this.#isSeen(envelope)) && held.sessions.length > 0) {
            const { next, changes, ...rest } = await this.#acknowledgeAgain(held, envelope, isLater);
            return { next, changes, result: { kind: 'duplicate', id, commitment, ...rest } };
        }
        // Whoever brings a second copy late enough would find its id forgotten.
        if (this.#options.clock.now() - envelope.timestampMs > MAX_MESSAGE_AGE_MS)
            throw new TalosError('E_STALE', 'the message was signed more than 62 days ago');
        const { session, text, consume, isNew } = await this.#sessions.open(held, envelope);
        const receivedAtMs = this.#options.clock.now();
        const { next, reply } = this.#reply(addOpened(held, session, { nowMs: receivedAtMs }), id, isLater);
        const inbox = orderedKey(PARTS.inbox, this.#nextOrder(), id);
        const put = this.#records.putReceived(inbox, { id, from: sender, receivedAtMs, content: text });
        const newSession = isNew ? session : undefined;
        const kept = this.#sessions.kept(newSession && sessionEvent(sender, newSession), messageEvent(sender, envelope));
        const changes = [...consume, ...this.#see(envelope), put, ...kept];
        return { next, changes, result: { kind: 'message', id, commitment, reply, newSession } };
    }
    /**
     * The acknowledgement was lost: the peer gets another, the application nothing. Sealed anew, the message may have come
     * under another session, which is then the one that the peer hears.
     */
    async #acknowledgeAgain(held, envelope, isLater) {
        const opened = await this.#sessions.open(held, envelope).catch(unopened);
        const heard = opened ? addOpened(held, opened.session, { nowMs: this.#options.clock.now() }) : held;
        const { next, reply } = this.#reply(heard, envelope.id, isLater);
        const newSession = opened?.isNew === true ? opened.session : undefined;
        const kept = this.#sessions.kept(newSession && sessionEvent(envelope.sender, newSession));
        return { next, changes: [...(opened?.consume ?? []), ...kept], reply, newSession };
    }
    async #isSeen({ sender, id }) {
        return (await this.#options.store.get('message', keyOf(PARTS.seen, sender, id))) !== undefined;
    }
    /** Remembers an id; fails if that has happened meanwhile. */
    #see({ sender, id, timestampMs }) {
        const key = keyOf(PARTS.seen, sender, id);
        // One from the future is not refused for its age before its time has come.
        const atMs = Math.max(this.#options.clock.now(), timestampMs);
        return [
            { kind: 'require', space: 'message', key, value: undefined },
            { kind: 'put', space: 'message', key, value: u64(atMs) },
        ];
    }
    #nextOrder() {
        this.#lastOrder = Math.max(this.#options.clock.now(), this.#lastOrder + 1);
        return this.#lastOrder;
    }
    async #beginRepair(peer, envelope, isLater) {
        let changes = [];
        const { stored } = await this.#sessions.begin(peer, async (held) => {
            const step = await this.#takeRepair(held, envelope, isLater);
            changes = step.changes;
            return step;
        });
        const counted = stored.then(async (repaired) => {
            await this.history.added(changes);
            return repaired;
        });
        return { stored: counted };
    }
    async #takeRepair(held, envelope, isLater) {
        const { sender: peer, id } = envelope;
        const [first] = held.sessions;
        if ((await this.#isSeen(envelope)) && first !== undefined) {
            const { next, changes, ...rest } = await this.#acknowledgeAgain(held, envelope, isLater);
            return { next, changes, result: { kind: 'repaired', id, session: first.id, repeated: true, ...rest } };
        }
        const { session, text, consume, isNew } = await this.#sessions.open(held, envelope);
        if (text.length !== MESSAGE_ID_BYTES)
            throw new TalosError('E_MALFORMED', 'a repair that holds no id');
        const nowMs = this.#options.clock.now();
        const { next, reply } = this.#reply(addOpened(held, session, { nowMs, isRepair: true }), id, isLater);
        const past = { id, peer, direction: 'received', atMs: nowMs, repair: 'told' };
        const newSession = isNew ? session : undefined;
        const changes = [
            ...consume,
            ...this.#see(envelope),
            this.#records.repairPast(this.#nextOrder(), past),
            ...this.#sessions.kept(newSession && sessionEvent(peer, newSession), toldRepairEvent(peer, { id, session: session.id })),
        ];
        return {
            next: { ...next, repairs: withRepaired(next.repairs, nowMs) },
            changes,
            // What waits goes out again first: nothing is sealed before that is known.
            isAlone: true,
            result: { kind: 'repaired', id, session: session.id, repeated: false, reply, newSession },
        };
    }
    async #takeAcknowledgement(peer, envelope) {
        if (await this.#isSeen(envelope))
            throw new TalosError('E_REPLAY', 'the acknowledgement was received before');
        const { session, text, consume, isNew } = await this.#sessions.open(peer, envelope);
        const { sender } = envelope;
        const newSession = isNew ? session : undefined;
        const changes = [
            ...consume,
            ...this.#see(envelope),
            ...this.#sessions.kept(newSession && sessionEvent(sender, newSession)),
        ];
        const messages = [];
        for (const id of readAcknowledgement(text)) {
            const { commitment, changes: gone } = await this.#takeDelivery(sender, id);
            messages.push({ id, commitment });
            changes.push(...gone, ...this.#sessions.kept(commitment && messageEvent(sender, { id, commitment }, 'sent')));
        }
        const result = { kind: 'acknowledged', messages, newSession };
        return { next: addOpened(peer, session, { nowMs: this.#options.clock.now() }), changes, result };
    }
    /** What it changes that a message of ours was stored by `peer`. */
    async #takeDelivery(peer, id) {
        const key = keyOf(PARTS.outbox, peer, id);
        const held = await this.#options.store.get('message', key);
        const waiting = held && this.#records.readWaiting(key, held);
        const past = waiting ? this.#records.sentPast(peer, id, waiting) : await this.#lateDelivery(peer, id);
        const changes = [
            // Of two that tell of it the second finds that it is gone.
            { kind: 'require', space: 'message', key, value: held },
            { kind: 'delete', space: 'message', key },
            { kind: 'delete', space: 'message', key: keyOf(PARTS.repair, peer, id) },
            ...(past === undefined ? [] : [past]),
        ];
        return { commitment: waiting && textCommitment(waiting.salt, waiting.text), changes };
    }
    /** A message that was given up, and has arrived all the same. */
    async #lateDelivery(peer, id) {
        const key = orderedKey(PARTS.history, timeOfMessageId(id), id);
        const sealed = await this.#options.store.get('message', key);
        const past = sealed && this.#records.readPast(key, sealed);
        if (past?.direction !== 'sent' || past.peer !== peer || past.failure === '')
            return undefined;
        return this.#records.putPast(timeOfMessageId(id), { ...past, failure: '' });
    }
    #reply(held, id, isLater) {
        if (isLater)
            return { next: held, reply: undefined };
        const { next, envelope: reply } = this.#sealAcknowledgement(held, [id]);
        return { next, reply };
    }
    #sealAcknowledgement(held, ids) {
        const timestampMs = this.#options.clock.now();
        const salt = randomBytes(TEXT_SALT_BYTES);
        const type = ENVELOPE_TYPES.acknowledgement;
        const text = writeAcknowledgement(ids);
        return this.#sessions.seal(held, { type, id: makeMessageId(timestampMs), timestampMs, text, salt });
    }
    /**
     * Seals the acknowledgement of messages that were received.
     *
     * @param ids - 1 to `MAX_ACKNOWLEDGED_IDS`, each once.
     * @returns The envelope to send.
     * @throws {TalosError} `E_NO_SESSION`.
     */
    acknowledge(peer, ids) {
        return this.#sessions.take(peer, (held) => {
            const { next, envelope: result } = this.#sealAcknowledgement(held, ids);
            return { next, changes: [], result };
        });
    }
    /** What is in the inbox, the oldest first, from after the key `after` on. */
    async *waiting(after) {
        const start = after === undefined ? INBOX_PREFIX : concat(after, Uint8Array.of(0));
        for await (const [key, sealed] of this.#options.store.scan('message', { start, end: endOf(INBOX_PREFIX) }))
            yield { key, read: () => this.#records.readReceived(key, sealed) };
    }
    /** Moves a message that the application has taken to the history. */
    async take(key) {
        const { store } = this.#options;
        const held = await store.get('message', key);
        if (held === undefined)
            return;
        const past = this.#records.receivedPast(key, held);
        await store.apply([{ kind: 'delete', space: 'message', key }, past]);
        this.room.removed(key);
        await this.history.added([past]);
    }
    /** Forgets ids older than {@link SEEN_AGE_MS}. */
    async prune() {
        const { store, clock } = this.#options;
        const changes = [];
        const seen = { start: prefixOf(PARTS.seen), end: prefixOf(PARTS.history) };
        for await (const [key, value] of store.scan('message', seen))
            if (clock.now() - decode(value, (reader) => reader.u64('seen')) > SEEN_AGE_MS)
                changes.push({ kind: 'delete', space: 'message', key });
        if (changes.length > 0)
            await store.apply(changes);
    }
    /** Goes on after the orders and ids that the store holds: a clock that was set back meanwhile changes no order. */
    async resume() {
        const { store } = this.#options;
        const newest = { start: INBOX_PREFIX, end: endOf(INBOX_PREFIX), reverse: true, limit: 1 };
        for await (const [key] of store.scan('message', newest))
            this.#lastOrder = orderOf(key);
        await this.outbox.resume();
    }
}
/** For what need not open; a fault of another kind is thrown on. */
function unopened(error) {
    if (!isTalosError(error))
        throw error;
}
