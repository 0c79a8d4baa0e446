/**
 * The mailbox service: keeps deposits for agents that are away, and hands them over when they come. PROTOCOL.md §6.6.
 *
 * It takes from anybody and gives to the owner alone: the key of whose link is the DID. It never sees more than
 * recipient, bucket, times and network addresses.
 *
 * @module
 */
import { toHex } from "../base/bytes.js";
import { isTalosError } from "../base/errors.js";
import { mayHold, SourceCounter } from "../base/source-counter.js";
import { keyOfDid } from "../identity/did.js";
import { sourceOf } from "../net/address.js";
import { LinkRefusals } from "../net/refuse-link.js";
import { repeat } from "../net/repeat.js";
import { refused, serveRequests } from "../net/request-link.js";
import { systemTimer } from "../net/timer.js";
import { readDeposit, readNothing, readTaken } from "./api.js";
import { Boxes, newestVisit } from "./boxes.js";
import { Delivery } from "./delivery.js";
import { DEPOSITS_A_MINUTE, MAILBOX_LIMITS, MAILBOX_LINK_IDLE_MS, MAILBOX_OPENS_A_MINUTE, MAILBOX_PRUNE_MS, MAX_DEPOSITING_BYTES, MAX_MAILBOX_LINKS, MAX_MAILBOX_LINKS_A_SOURCE, NEW_MAILBOXES_A_DAY, SHARED_COUNT_MS, SHARED_IDLE_POLL_MS, SHARED_POLL_MS, } from "./limits.js";
import { SteadyClock } from "./steady-clock.js";
const DAY_MS = 86_400_000;
/**
 * Starts the service: counts what is there and deletes what has waited too long.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for damaged records; what the store throws.
 */
export async function openMailbox(init) {
    const limits = { ...MAILBOX_LIMITS, ...init.limits };
    const { store, clock, timer = systemTimer, elapsed = () => timer.now() } = init;
    const time = await SteadyClock.open({ store, clock, elapsed }, () => newestVisit(store));
    const boxes = await Boxes.open(store, time, { limits, isShared: init.isShared ?? false });
    await boxes.prune(() => false);
    await time.note();
    return new MailboxService(boxes, time, { ...init, limits });
}
class MailboxService {
    purpose = 'mailbox';
    #boxes;
    #time;
    #timer;
    #refusals;
    #onFault;
    #visits = new Map();
    /** Owners whose mailbox is open, by key: the newest link of each. */
    #owners = new Map();
    #deposits;
    #depositedBytes;
    #opens;
    #newMailboxes;
    #onAnswered;
    #countBytes;
    #depositingBytes = 0;
    #pollMs = SHARED_POLL_MS;
    #stop;
    #isClosed = false;
    constructor(boxes, time, init) {
        const { clock, timer, onFault, limits } = init;
        this.#boxes = boxes;
        this.#time = time;
        this.#timer = timer ?? systemTimer;
        this.#refusals = new LinkRefusals(this.#timer);
        this.#onFault = onFault ?? (() => { });
        this.#deposits = new SourceCounter(DEPOSITS_A_MINUTE, 60_000, clock);
        this.#depositedBytes = new SourceCounter(limits.depositedBytesADay, DAY_MS, clock);
        this.#opens = new SourceCounter(MAILBOX_OPENS_A_MINUTE, 60_000, clock);
        this.#newMailboxes = new SourceCounter(NEW_MAILBOXES_A_DAY, DAY_MS, clock);
        this.#onAnswered = init.onAnswered;
        this.#countBytes = init.metrics?.counter('talos_mailbox_deposit_bytes_total', 'Bytes of deposits that were taken.');
        if (init.metrics !== undefined)
            this.#measure(init.metrics);
        const every = (waitMs, task) => repeat(this.#timer, waitMs, task, this.#onFault);
        this.#stop = [
            every(() => MAILBOX_PRUNE_MS, () => this.#prune()),
            ...(init.isShared === true
                ? [
                    every(() => SHARED_COUNT_MS, () => boxes.recount()),
                    every(() => this.#pollMs, () => this.#lookElsewhere()),
                ]
                : []),
        ];
    }
    #measure(metrics) {
        metrics.gauge('talos_links', 'Links that are open, by service.', () => this.links, { service: 'mailbox' });
        metrics.gauge('talos_mailboxes', 'Mailboxes that there are.', () => this.totals.mailboxes);
        metrics.gauge('talos_mailbox_messages', 'Messages that wait.', () => this.totals.messages);
        metrics.gauge('talos_mailbox_bytes', 'Bytes of messages that wait.', () => this.totals.bytes);
        metrics.gauge('talos_mailbox_owners', 'Owners that have their mailbox open.', () => this.owners);
    }
    get totals() {
        return this.#boxes.totals;
    }
    get links() {
        return this.#visits.size;
    }
    get owners() {
        return this.#owners.size;
    }
    async accept(link) {
        const source = sourceOf(link.remoteAddress);
        if (this.#isClosed || !this.#hasRoomFor(source)) {
            await this.#refusals.refuse(link, 'busy');
            return;
        }
        const visit = {
            link,
            source,
            owner: toHex(link.peerKey),
            delivery: undefined,
            mark: undefined,
            nextId: 0,
            isOpening: false,
            isOver: false,
            cancelIdle: () => { },
        };
        this.#endWhenIdle(visit);
        const server = serveRequests(link, {
            answer: (op, fields) => this.#answer({ visit, server, op, fields }),
            onFault: this.#onFault,
            onAnswered: (answered) => this.#onAnswered?.('mailbox', answered),
        });
        void link.closed.then(() => this.#leave(visit));
        const ended = server.ended.then(() => {
            this.#visits.delete(visit);
        });
        this.#visits.set(visit, ended);
        await ended;
    }
    #hasRoomFor(source) {
        if (this.#visits.size >= MAX_MAILBOX_LINKS)
            return false;
        const sources = [...this.#visits.keys()].map((visit) => visit.source);
        return mayHold(source, sources, MAX_MAILBOX_LINKS_A_SOURCE);
    }
    #leave(visit) {
        visit.isOver = true;
        visit.cancelIdle();
        visit.delivery?.stop();
        if (this.#owners.get(visit.owner) === visit)
            this.#owners.delete(visit.owner);
    }
    #endWhenIdle(visit) {
        visit.cancelIdle();
        if (visit.delivery === undefined && !visit.isOver)
            visit.cancelIdle = this.#timer.after(MAILBOX_LINK_IDLE_MS, () => void visit.link.close());
    }
    // Requests
    async #answer(request) {
        const { visit, server, op, fields } = request;
        visit.cancelIdle();
        try {
            if (op === 'deposit')
                return await this.#deposit(visit, fields);
            if (op === 'open')
                return await this.#open(visit, server, fields);
            if (op === 'taken')
                return await this.#taken(visit, fields);
            throw refused('failed', 'a mailbox has no such operation');
        }
        catch (error) {
            if (!isTalosError(error) || !error.code.startsWith('E_STORAGE'))
                throw error;
            this.#onFault(error);
            // The peer's message is as good as before: it may come again.
            throw refused('busy', 'the store of the mailbox failed');
        }
        finally {
            this.#endWhenIdle(visit);
        }
    }
    async #deposit(visit, fields) {
        if (!this.#deposits.take(visit.source))
            throw refused('busy', 'too many deposits in a minute');
        const { to, sealed } = readDeposit(fields);
        const key = keyOfDid(to);
        if (this.#depositingBytes + sealed.length > MAX_DEPOSITING_BYTES)
            throw refused('busy', 'too many deposits at a time');
        if (!this.#depositedBytes.take(visit.source, sealed.length))
            throw refused('busy', 'too many bytes in a day');
        this.#depositingBytes += sealed.length;
        try {
            await this.#boxes.deposit(key, sealed);
            this.#countBytes?.add({}, sealed.length);
        }
        catch (error) {
            this.#depositedBytes.giveBack(visit.source, sealed.length);
            throw error;
        }
        finally {
            this.#depositingBytes -= sealed.length;
        }
        this.#owners.get(toHex(key))?.delivery?.wake();
        return {};
    }
    async #open(visit, server, fields) {
        readNothing(fields);
        if (visit.delivery !== undefined || visit.isOpening)
            throw refused('failed', 'the mailbox is open on this link');
        if (!this.#opens.take(visit.source))
            throw refused('busy', 'mailboxes are opened too often in a minute');
        visit.isOpening = true;
        try {
            const mayMake = () => this.#newMailboxes.take(visit.source);
            const { waiting, bytes, mark } = await this.#boxes.visit(visit.link.peerKey, mayMake);
            visit.mark = mark;
            if (!visit.isOver)
                this.#deliver(visit, server);
            return { waiting, bytes };
        }
        finally {
            visit.isOpening = false;
        }
    }
    /** From now on the messages go over this link; an older one of the owner ends. */
    #deliver(visit, server) {
        const { link } = visit;
        const delivery = new Delivery({ boxes: this.#boxes, link, server, onFault: this.#onFault });
        const older = this.#owners.get(visit.owner);
        older?.delivery?.stop();
        void older?.link.close();
        visit.delivery = delivery;
        this.#owners.set(visit.owner, visit);
        // After the answer, which leaves in this turn.
        setTimeout(() => delivery.start(), 0);
    }
    async #taken(visit, fields) {
        const ids = readTaken(fields);
        const { delivery } = visit;
        if (delivery === undefined)
            throw refused('denied', 'no mailbox is open on this link');
        if (!delivery.hasPushed(ids))
            throw refused('unknown', 'one of the messages was not pushed on this link');
        await this.#boxes.take(visit.link.peerKey, ids);
        delivery.taken(ids);
        return {};
    }
    // Time
    async #prune() {
        await this.#boxes.prune((key) => this.#owners.has(toHex(key)));
        await this.#time.note();
    }
    /** What other services of the store did to the mailboxes that are open here: looked for the more often, the more there was. */
    async #lookElsewhere() {
        const visits = [...this.#owners.values()];
        const news = await Promise.all(visits.map((visit) => this.#newsOf(visit)));
        this.#pollMs = news.includes(true) ? SHARED_POLL_MS : Math.min(SHARED_IDLE_POLL_MS, this.#pollMs * 1.5);
    }
    async #newsOf(visit) {
        const { mark, link } = visit;
        const found = mark === undefined ? undefined : await this.#boxes.elsewhere(link.peerKey, mark);
        if (found === undefined || visit.isOver || visit.mark !== mark)
            return false;
        if (found.isLost) {
            // Its newest link counts, wherever that is.
            visit.delivery?.stop();
            void link.close();
            return false;
        }
        const isNews = found.nextId > visit.nextId;
        visit.nextId = found.nextId;
        if (isNews)
            visit.delivery?.wake();
        return isNews;
    }
    async [Symbol.asyncDispose]() {
        this.#isClosed = true;
        const stopped = this.#stop.map((stop) => stop());
        const visits = [...this.#visits];
        await Promise.all(visits.map(([{ link }]) => link.close()));
        await Promise.all([...stopped, ...visits.map(([, ended]) => ended)]);
    }
}
