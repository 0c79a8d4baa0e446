import { isTalosError, TalosError } from "../base/errors.js";
import { isDepositLength } from "../message/deposit.js";
import { askOver } from "../net/request-link.js";
import { MAX_UNTAKEN_BYTES, MAX_UNTAKEN_MESSAGES, MESSAGE_PUSH, readMessage, readNothing, readWaiting, } from "./api.js";
/** For one answer of a mailbox, in milliseconds: 2 MiB over a slow line, and a slow disk. */
export const MAILBOX_TIMEOUT_MS = 30_000;
/** See the module comment. Owns its link. */
export class MailboxClient {
    /** Resolves, never rejects, when the link has ended: with the reason, or nothing where a side closed it. */
    closed;
    #asker;
    #onMessage;
    /** Pushed and not handled. */
    #waiting = [];
    /** Handled, and the mailbox not told. */
    #handled = [];
    /** Pushed, and the mailbox not told that they are taken. */
    #untakenMessages = 0;
    #untakenBytes = 0;
    #last = 0;
    #isHandling = false;
    #isTelling = false;
    #fault;
    #isClosed = false;
    /**
     * @param link - Of purpose `mailbox`.
     * @param timeoutMs - For one answer; {@link MAILBOX_TIMEOUT_MS} unless given.
     */
    constructor(link, timeoutMs = MAILBOX_TIMEOUT_MS) {
        this.#asker = askOver(link, { timeoutMs, onPush: (op, fields) => this.#pushed(op, fields) });
        this.closed = this.#asker.closed.then((reason) => {
            this.#isClosed = true;
            return this.#fault ?? reason;
        });
    }
    /**
     * Opens the own mailbox, which is made if it is new. Once a link.
     *
     * @returns What waited when it was opened.
     * @throws {TalosError} `E_RATE_LIMITED` if the mailbox takes no more owners, or was opened too often; `E_PROTOCOL` for
     *   an answer of another form; what {@link RequestLink.ask} throws. In each case the link ends.
     * @throws {TypeError} if it was opened before.
     */
    async open(terms) {
        if (this.#onMessage !== undefined)
            throw new TypeError('the mailbox was opened on this link before');
        this.#onMessage = terms.onMessage;
        try {
            return checked(readWaiting, await this.#ask('open', {}, terms.signal));
        }
        catch (error) {
            // Without an answer it may be open after all, and messages come that nobody waits for.
            await this.#fail(error);
            throw error;
        }
    }
    /**
     * Puts a deposit into the mailbox of `to`. It is durable there when the promise resolves.
     *
     * @param sealed - Of `sealDeposit`.
     * @throws {TalosError} `E_NOT_FOUND` if `to` has no mailbox there; `E_RATE_LIMITED` if it is full, or too much was
     *   deposited: later it may be taken; `E_PROTOCOL` for an answer of another form; what {@link RequestLink.ask} throws.
     * @throws {RangeError} for a length that no deposit has.
     */
    async deposit(to, sealed, signal) {
        if (!isDepositLength(sealed.length))
            throw new RangeError(`no deposit has ${sealed.length} bytes`);
        checked(readNothing, await this.#ask('deposit', { to, sealed }, signal));
    }
    /** Ends the link. No message is handled afterwards that was not being handled before. */
    async close() {
        this.#isClosed = true;
        await this.#asker.close();
    }
    [Symbol.asyncDispose]() {
        return this.close();
    }
    async #ask(op, fields, signal) {
        try {
            return await this.#asker.ask(op, fields, signal);
        }
        catch (error) {
            // Why the link was closed says more than that it was.
            throw this.#fault !== undefined && isTalosError(error, 'E_CLOSED') ? this.#fault : error;
        }
    }
    #pushed(op, fields) {
        if (this.#isClosed)
            return;
        try {
            this.#queue(op, fields);
        }
        catch (error) {
            void this.#fail(error);
            throw error;
        }
        void this.#handle();
    }
    #queue(op, fields) {
        if (op !== MESSAGE_PUSH || this.#onMessage === undefined)
            throw new TalosError('E_PROTOCOL', 'the mailbox says what it was not asked for');
        const message = checked(readMessage, fields);
        if (message.id <= this.#last)
            throw new TalosError('E_PROTOCOL', 'the mailbox repeats a message');
        this.#last = message.id;
        this.#untakenMessages += 1;
        this.#untakenBytes += message.sealed.length;
        if (this.#untakenMessages > MAX_UNTAKEN_MESSAGES || this.#untakenBytes > MAX_UNTAKEN_BYTES)
            throw new TalosError('E_PROTOCOL', 'the mailbox pushes more than may be untaken');
        this.#waiting.push(message);
    }
    async #handle() {
        if (this.#isHandling)
            return;
        this.#isHandling = true;
        try {
            for (let message = this.#waiting.shift(); message !== undefined; message = this.#waiting.shift()) {
                if (this.#isClosed)
                    return;
                const later = await this.#onMessage?.(message.sealed);
                if (later === undefined)
                    this.#taken(message);
                else
                    void this.#takenLater(message, later);
            }
        }
        catch (error) {
            await this.#fail(error);
        }
        finally {
            this.#isHandling = false;
        }
    }
    #taken(message) {
        this.#handled.push(message);
        void this.#tell();
    }
    async #takenLater(message, { isTaken }) {
        try {
            if (await isTaken)
                this.#taken(message);
        }
        catch (error) {
            await this.#fail(error);
        }
    }
    /** Tells the mailbox what is taken: one request at a time, for all that were handled meanwhile. */
    async #tell() {
        if (this.#isTelling)
            return;
        this.#isTelling = true;
        try {
            while (this.#handled.length > 0 && !this.#isClosed) {
                const taken = this.#handled;
                this.#handled = [];
                // The mailbox may push others as soon as it hears of these.
                this.#untakenMessages -= taken.length;
                this.#untakenBytes -= taken.reduce((sum, { sealed }) => sum + sealed.length, 0);
                checked(readNothing, await this.#ask('taken', { ids: taken.map(({ id }) => id) }));
            }
        }
        catch (error) {
            await this.#fail(error);
        }
        finally {
            this.#isTelling = false;
        }
    }
    /** Ends the link for a reason, the first of which {@link MailboxClient.closed} gives. */
    async #fail(error) {
        if (this.#isClosed)
            return;
        this.#fault = isTalosError(error)
            ? error
            : new TalosError('E_INTERNAL', 'a message of the mailbox could not be handled', { cause: error });
        this.#waiting.length = 0;
        await this.close();
    }
}
/** What `read` reads of something that a mailbox said, which breaks the protocol if it is of another form. */
function checked(read, fields) {
    try {
        return read(fields);
    }
    catch (cause) {
        if (!isTalosError(cause))
            throw cause;
        throw new TalosError('E_PROTOCOL', 'the mailbox says something of another form', { cause });
    }
}
