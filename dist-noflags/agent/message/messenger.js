/**
 * Messages to and from other agents over links of purpose `message`. PROTOCOL.md §5.6.
 *
 * A message is delivered to the application once. It is kept, and sent again over the next link, until its recipient
 * has acknowledged it, and so stored it. Messages to a peer leave in the order given: those that wait go first.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { kemReady } from "../../crypto/kem.js";
import { didOfKey } from "../../identity/did.js";
import { MAX_TEXT_BYTES } from "../../message/envelope.js";
import { FRAME_TYPES } from "../../net/frame.js";
import { systemTimer } from "../../net/timer.js";
import { AWAY_CODES } from "../reach/peer-faults.js";
import { Unanswered } from "../tunnel/unanswered.js";
import { unlessAborted, Waits } from "../waits.js";
import { Backlogs } from "./backlogs.js";
import { Deliveries } from "./deliveries.js";
import { outcomeOf } from "./delivery-outcome.js";
import { FileMail } from "./file-mail.js";
import { Inbox } from "./inbox-reader.js";
import { Leaving } from "./leaving.js";
import { MessageBook } from "./message-book.js";
import { messageEvent } from "./messenger-event.js";
import { OutboxRetry } from "./outbox-retry.js";
import { PeerLinks } from "./peer-links.js";
import { PrekeyStore } from "./prekey-store.js";
import { Reception } from "./reception.js";
import { listSessions } from "./session-list.js";
import { SessionMaker } from "./session-maker.js";
/** How long `send` waits for an acknowledgement, in milliseconds. */
export const ACKNOWLEDGEMENT_TIMEOUT_MS = 30_000;
/** How long a link waits for room in the inbox before it is ended, in milliseconds: where somebody reads, there is some soon. */
export const ROOM_TIMEOUT_MS = 10_000;
/** Bundles with one-time prekeys that one identity gets in an hour, over however many links; more come without. */
export const ONE_TIME_BUNDLES_A_PEER = 16;
/** The hour of {@link ONE_TIME_BUNDLES_A_PEER}, in milliseconds. */
const BUNDLE_WINDOW_MS = 3_600_000;
/** See the module comment. */
export class Messenger {
    #options;
    #prekeys;
    #oneTimeRate;
    #book;
    #links;
    /** By id in hex: what waits for an acknowledgement. */
    #receipts = new Map();
    #sessions;
    #waits;
    #reception;
    /** Repairs that wait for a bundle, and what is being left at mailboxes. */
    #background = new Set();
    #leaving;
    #backlogs;
    #retry;
    #inbox;
    #unanswered;
    #deliveries;
    fileMail;
    #isClosed = false;
    constructor(options) {
        this.#options = options;
        const { identity: party, store, records, clock } = options;
        this.#prekeys = new PrekeyStore(store, records, party, options.onPrekeysExhausted);
        this.#oneTimeRate = new RateCounter(ONE_TIME_BUNDLES_A_PEER, BUNDLE_WINDOW_MS, clock);
        this.#deliveries = options.deliveries ?? new Deliveries();
        const { isStranger = () => false } = options;
        this.#book = new MessageBook({
            ...options,
            party,
            prekeys: this.#prekeys,
            deliveries: this.#deliveries,
            isStranger,
        });
        this.#inbox = new Inbox(this.#book);
        this.fileMail = new FileMail({ ...options, book: this.#book, establish: (peer) => this.establishSession(peer) });
        this.#leaving = new Leaving({
            unleft: (peer) => this.#book.outbox.unleft(peer, () => this.establishSession(peer)),
            ...options,
        });
        const timer = options.timer ?? systemTimer;
        this.#waits = new Waits(timer, (link) => this.#reception.settled(link));
        this.#unanswered = new Unanswered(timer);
        this.#links = new PeerLinks({
            self: party.did,
            connect: options.connect,
            offer: (peer) => this.#prekeys.offer(clock.now(), this.#oneTimeRate.take(peer) ? 'room' : 'none'),
            onEnvelope: (peer, link, envelope) => this.#reception.takeFrom(peer, link, envelope, (reply) => this.#links.reply(peer, link, reply)),
            settled: (link) => this.#reception.settled(link),
            onLink: (peer, link) => {
                this.#backlogs.add(peer, link);
                this.#retry.linked(peer);
            },
            waits: this.#waits,
            network: options.network,
        });
        this.#backlogs = new Backlogs((peer, link) => this.#sendOutbox(peer, link));
        this.#sessions = new SessionMaker({ ...options, book: this.#book, links: this.#links });
        this.#retry = new OutboxRetry({
            oldest: async (peer) => {
                await this.#book.outbox.expire(peer);
                return this.#book.outbox.oldest(peer);
            },
            linkOf: (peer) => this.#links.get(peer),
            connect: (peer) => this.#reach(peer),
            resend: (peer, link) => this.#backlogs.run(peer, link),
            timer,
            network: options.network,
        });
        this.#reception = new Reception({
            book: this.#book,
            onEvent: async (event) => options.onEvent?.(event),
            onAcknowledged: (peer, id, isFirst) => {
                this.#retry.acknowledged(peer);
                this.#unanswered.answered(this.#links.get(peer));
                if (isFirst)
                    this.#deliveries.tell(peer, id, 'delivered');
                this.#receipts.get(toHex(id))?.();
            },
            onMessage: (peer) => this.#inbox.arrived(peer),
            onDue: (peer, due) => this.#inBackground(this.#repair(peer, due)),
            onRepaired: (peer) => this.#sendAgain(peer),
            isKnown: (peer) => options.isContact?.(peer) === true,
            untilFreed: (link) => this.#book.room.untilFreed((start) => this.#waits.until({ link, ms: ROOM_TIMEOUT_MS }, start)),
        });
    }
    /** Opens the messages of a store. `options.store` stays the caller's. */
    static async open(options) {
        await kemReady();
        const messenger = new Messenger(options);
        await messenger.#prekeys.prune(options.clock.now());
        await messenger.#book.prune();
        await messenger.#book.resume();
        return messenger;
    }
    /** Takes a link that a peer dialled; the messenger owns it from now on. What waits for that peer goes out. */
    accept(link) {
        this.#links.adopt(didOfKey(link.peerKey), link);
    }
    /**
     * A bundle for a peer that is to open a session: signed, with one-time prekeys where there is room, durable here. At
     * most 8 KiB.
     *
     * @throws {TalosError} `E_CLOSED`; `E_LIMIT` without room for one-time prekeys that are required.
     */
    async prekeyBundle(options = {}) {
        this.#assertOpen();
        return this.#prekeys.offer(this.#options.clock.now(), options.requireOneTime === true ? 'required' : 'room');
    }
    /** Bundles for a server to hand out while this agent is away; as `PrekeyStore.stock`. @throws {TalosError} `E_CLOSED`. */
    async bundleStock(count) {
        this.#assertOpen();
        return this.#prekeys.stock(this.#options.clock.now(), count);
    }
    /** Bundles of the stock that nobody has used, as far as this agent knows. */
    stockedBundles() {
        return this.#prekeys.stocked();
    }
    /** A new signed prekey, offered from now on. @throws {TalosError} `E_CLOSED`. */
    async rotatePrekeys() {
        this.#assertOpen();
        return this.#prekeys.rotate(this.#options.clock.now());
    }
    /**
     * Makes a new session with `peer`.
     *
     * @param bundle - Its bundle; asked for over a link where absent, once for all who ask for the same at the same time.
     * @throws {TalosError} what `verifyBundle` throws; `E_UNREACHABLE` or `E_TIMEOUT` where the bundle cannot be had.
     */
    async establishSession(peer, bundle, options = {}) {
        this.#assertOpen();
        return this.#sessions.establish(peer, options, bundle);
    }
    /**
     * Sends `content` to `peer`; makes the session where there is none. A message to a peer that is away is kept, where
     * there is a session with it or an address of it.
     *
     * @param content - At most 1 MiB.
     * @returns When the peer has acknowledged it; or, with `queued`, when it is away or the time of `options` is over.
     * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT` and others of `connect`, `E_LIMIT` for a content that is too
     *   long or too much that waits, and what `establishSession` throws: nothing is kept then.
     * @throws The reason of `signal`, where that aborts before the message was stored.
     */
    async send(peer, content, options = {}) {
        this.#assertOpen();
        if (content.length > MAX_TEXT_BYTES)
            throw new TalosError('E_LIMIT', `message of ${content.length} bytes, limit ${MAX_TEXT_BYTES}`);
        this.#options.assertUnchanged?.(peer);
        const { signal } = options;
        const link = await this.#linkUnlessAway(peer, signal);
        if (link === undefined)
            return this.#keep(peer, content, options);
        const before = this.#backlogs.last(link);
        await unlessAborted(before ?? Promise.resolve(), signal);
        if (!(await this.#hasSessionUnlessAway(peer, options)))
            return this.#keep(peer, content, options);
        signal?.throwIfAborted();
        const { id, envelope, silence } = await this.#book.outbox.send(peer, content);
        this.#retry.start(peer);
        const start = () => {
            const now = this.#links.get(peer) ?? link;
            // What was stored before it and goes out by now, or over a newer link, is not overtaken.
            if (now === link && this.#backlogs.last(link) === before)
                link.send(FRAME_TYPES.data, envelope);
            else
                this.#backlogs.add(peer, now);
        };
        // It leaves in this turn, before anybody is told of anything: what is sealed after it leaves after it.
        const [isDelivered] = await Promise.all([this.#acknowledged(id, options, start, link), this.#wrote(peer, silence)]);
        if (isDelivered)
            return { id, state: 'delivered', inMailbox: false };
        this.#sendLater(peer, link);
        return { id, state: 'queued', inMailbox: false };
    }
    /** A message to `peer` is stored, and on its way where there is one. */
    async #wrote(peer, silence) {
        this.#noteDealing(peer);
        if (silence !== undefined)
            await this.#options.onEvent?.({ kind: 'silent', peer, ...silence });
    }
    #noteDealing(peer) {
        const { onDealing } = this.#options;
        if (onDealing !== undefined)
            this.#inBackground(onDealing(peer));
    }
    /** What has just been stored goes out over another link than `tried`, where there is one, or is tried again. */
    #sendLater(peer, tried) {
        const link = this.#links.get(peer);
        if (link !== undefined && link !== tried)
            this.#backlogs.add(peer, link);
        this.#retry.start(peer);
    }
    /** All that waits for `peer` goes out under a new session, now or when there is a link. */
    #sendAgain(peer) {
        if (this.#isClosed)
            return;
        this.#options.files?.leftUnread(peer);
        const link = this.#links.get(peer);
        if (link === undefined)
            this.#inBackground(this.#deposit(peer));
        this.#sendLater(peer);
    }
    /** A link to `peer`; where it is away, what waits is left at its mailbox. @throws {TalosError} of `connect`. */
    async #reach(peer) {
        try {
            return await this.#links.to(peer);
        }
        catch (error) {
            if (isTalosError(error) && AWAY_CODES.has(error.code))
                await this.#deposit(peer);
            throw error;
        }
    }
    /** Leaves what waits for `peer` at its mailbox, as far as it is not there. */
    async #deposit(peer) {
        if (!this.#isClosed)
            await this.#leaving.leave(peer);
    }
    #inBackground(task) {
        this.#background.add(task);
        void task.finally(() => this.#background.delete(task));
    }
    /** Makes a new session where an envelope did not open; what waits goes out again under it. */
    async #repair(peer, due) {
        if (await this.#sessions.repair(peer, due))
            this.#sendAgain(peer);
    }
    /**
     * Takes an envelope that `peer` has sent another way than over a link; resolves when what it brings is stored.
     *
     * @returns The id of what was stored, for {@link Messenger.acknowledge}, or why nothing was.
     * @throws {TalosError} `E_CLOSED`; where the store or the ledger fails.
     */
    receive(peer, envelope) {
        this.#assertOpen();
        return this.#reception.take(peer, envelope, 'mailbox');
    }
    /** Acknowledges what {@link Messenger.receive} stored: over the link where there is one, otherwise the way that it came. */
    async acknowledge(peer, ids) {
        try {
            const envelope = await this.#book.acknowledge(peer, ids);
            const link = this.#links.get(peer);
            if (link === undefined)
                await this.#options.deposit?.(peer, envelope);
            else
                link.send(FRAME_TYPES.data, envelope);
        }
        catch (error) {
            // The peer sends again what it was not answered.
            if (!isTalosError(error))
                throw error;
        }
    }
    /** The link to `peer`; undefined where it is away and a message can wait for it. */
    async #linkUnlessAway(peer, signal) {
        try {
            return await this.#links.to(peer, signal);
        }
        catch (error) {
            if (!isTalosError(error) || !AWAY_CODES.has(error.code))
                throw error;
            if (this.#options.hasAddress?.(peer) !== true && !(await this.#book.outbox.hasSession(peer)))
                throw error;
            return undefined;
        }
    }
    /** Makes the session where there is none; false where the peer does not take part in that now. */
    async #hasSessionUnlessAway(peer, options) {
        if (await this.#book.outbox.hasSession(peer))
            return true;
        try {
            await this.establishSession(peer, undefined, options);
            return true;
        }
        catch (error) {
            if (this.#options.hasAddress?.(peer) !== true || !isTalosError(error) || !AWAY_CODES.has(error.code))
                throw error;
            return false;
        }
    }
    async #keep(peer, content, options) {
        const id = await this.#book.outbox.keep(peer, content);
        // At once: what is stored after it must find it on its way.
        this.#sendLater(peer);
        await this.#wrote(peer, await this.#book.outbox.silence(peer));
        const { signal, waitMs } = options;
        // It is stored: an end of the waiting takes nothing back.
        await unlessAborted(this.#deposit(peer), signal).catch((error) => {
            if (signal?.aborted !== true)
                throw error;
        });
        if (waitMs !== undefined && (await this.#acknowledged(id, options, () => { })))
            return { id, state: 'delivered', inMailbox: false };
        return { id, state: 'queued', inMailbox: await this.#book.outbox.isLeft(peer, id) };
    }
    /** Tries to reach everybody for whom something waits, from now on. */
    async sendWaiting() {
        for (const peer of await this.#book.outbox.awaited())
            this.#retry.start(peer);
    }
    /** What waits for `peer` goes out now, over its link or a new one. */
    async resume(peer) {
        if (!this.#isClosed && (await this.#book.outbox.isAwaiting(peer)))
            this.#sendLater(peer);
    }
    /**
     * What becomes of a message that was sent: waits until it is delivered or given up, through links that break and a peer
     * that is away, or until the time of `options` is over.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is none of this id, or none any more.
     */
    async outcome(peer, id, options = {}) {
        this.#assertOpen();
        const { signal, waitMs: ms = ACKNOWLEDGEMENT_TIMEOUT_MS } = options;
        const terms = {
            deliveries: this.#deliveries,
            waits: this.#waits,
            find: (to, of) => this.#book.history.find(to, of, this.#options.clock.now()),
            retry: (to) => this.#retry.start(to),
        };
        return outcomeOf(terms, peer, id, { ms, signal });
    }
    /**
     * A reader of the inbox, of the messages of `peer` alone where one is named; undefined where there is one already.
     * Close it. See `inbox-reader.ts` for who gets what.
     *
     * @throws {TalosError} `E_CLOSED`; `E_LIMIT`.
     */
    openReader(peer, wants) {
        this.#assertOpen();
        if (peer !== undefined)
            this.#noteDealing(peer);
        return this.#inbox.open(peer, wants);
    }
    /**
     * Messages, the oldest first, for one reader: first those that were not taken when the process last ended. One is
     * taken when the loop goes on or is left; where the process ends before, it comes again, under the same id.
     *
     * @throws {TypeError} while another reader is reading.
     */
    async *messages() {
        const reader = this.openReader();
        if (reader === undefined)
            throw new TypeError('the messages are being read already');
        yield* reader.messages();
    }
    /**
     * Seals a message into a file: durable and on record when it resolves. No network, no acknowledgement.
     *
     * @param content - At most 1 MiB.
     * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT`; `E_CLOSED`.
     */
    async seal(peer, content) {
        this.#assertOpen();
        this.#options.assertUnchanged?.(peer);
        const sealed = await this.#book.files.seal(peer, content);
        await this.#options.onEvent?.(messageEvent(peer, sealed, 'sent'));
        return sealed;
    }
    /** Opens a message out of a file: durable and on record when it resolves. @throws {TalosError} as `MessageFiles.open`. */
    async openSealed(file) {
        this.#assertOpen();
        const opened = await this.#book.files.open(file);
        const { from: peer, newSession } = opened;
        if (newSession !== undefined)
            await this.#sessions.announce(peer, newSession);
        await this.#options.onEvent?.(messageEvent(peer, opened));
        return opened;
    }
    /** A page of what was sent and received. @throws {TalosError} as `MessageHistory.page`. */
    history(query) {
        return this.#book.history.page(query, this.#options.clock.now());
    }
    /** What was and is in its book, for people. */
    get past() {
        return this.#book.history;
    }
    /** The durable sessions. */
    sessions() {
        const { store, records, clock } = this.#options;
        return listSessions(store, records, clock.now());
    }
    /** Ends the links; whoever waits for an acknowledgement gets `queued`, and `messages()` ends. */
    async [Symbol.asyncDispose]() {
        this.#isClosed = true;
        this.#retry.stop();
        this.#inbox.close();
        this.#waits.close();
        await Promise.allSettled(this.#background);
        // A message that is being stored is acknowledged first: its sender need not send it again.
        await this.#links.close();
        await this.#options.onClosed?.();
    }
    #assertOpen() {
        if (this.#isClosed)
            throw new TalosError('E_CLOSED', 'the messenger is closed');
    }
    /** What waits for `peer` goes out, under the ids that it had. */
    async #sendOutbox(peer, link) {
        try {
            this.#options.assertUnchanged?.(peer);
            if (!(await this.#book.outbox.isAwaiting(peer)))
                return;
            if (this.#unanswered.passes(peer, link))
                await this.establishSession(peer);
            for await (const { envelope } of this.#book.outbox.all(peer, () => this.establishSession(peer))) {
                // Both may have dialled: over the newer link all that waits goes out as well.
                if (this.#links.get(peer) !== link)
                    return;
                link.send(FRAME_TYPES.data, envelope);
                await link.drained();
            }
        }
        catch (error) {
            // The link has ended, or the peer has another identity, and all that waits still does; a store that fails says
            // so at the next step.
            if (!isTalosError(error))
                throw error;
        }
    }
    /** Runs `start` and waits until the message is acknowledged; `false` if that does not come. */
    async #acknowledged(id, options, start, link) {
        const key = toHex(id);
        const { signal, waitMs } = options;
        try {
            const limits = waitMs === undefined ? { link, signal, ms: ACKNOWLEDGEMENT_TIMEOUT_MS } : { signal, ms: waitMs };
            return await this.#waits.until(limits, (done) => {
                this.#receipts.set(key, done);
                try {
                    start();
                }
                catch (error) {
                    // The link ended meanwhile, or too much waits on it: the message is stored and goes out with the next.
                    if (!isTalosError(error))
                        throw error;
                }
            });
        }
        finally {
            this.#receipts.delete(key);
        }
    }
}
