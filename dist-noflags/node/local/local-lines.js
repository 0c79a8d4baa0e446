/**
 * Texts of a stream over the local socket, cut into parts and held back by credit, so that neither side collects what
 * the other does not read (PROTOCOL.md §10.3). One of each a direction and stream.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
/** Characters that may be under way before their reader took them; a single longer text goes alone. */
export const LOCAL_WINDOW = 1024 * 1024;
/** Longest text of a stream, in characters: above the longest JSON-RPC message (PROTOCOL.md §11). */
export const MAX_LOCAL_TEXT = 16 * 1024 * 1024;
/** Longest part of a text, in characters. Escaped it stays far below a line's limit. */
export const LOCAL_PART = 1024 * 1024;
/** The sending end of one direction. */
export class LineSender {
    #put;
    #underWay = 0;
    #ended = false;
    #waiting = [];
    /** @param put - Queues one message to the other side. */
    constructor(put) {
        this.#put = put;
    }
    /**
     * Sends one text. Resolves when the next may be sent. Texts keep their order even when this is not awaited.
     *
     * @throws {TalosError} `E_CLOSED` after {@link end}; `E_LIMIT` over {@link MAX_LOCAL_TEXT}.
     */
    async send(text) {
        if (this.#ended)
            throw new TalosError('E_CLOSED', 'the stream is over');
        if (text.length > MAX_LOCAL_TEXT)
            throw new TalosError('E_LIMIT', `text of ${text.length} characters, limit ${MAX_LOCAL_TEXT}`);
        this.#underWay += text.length;
        let start = 0;
        while (text.length - start > LOCAL_PART) {
            const end = endOfPart(text, start + LOCAL_PART);
            this.#put({ part: text.slice(start, end) });
            start = end;
        }
        this.#put({ line: start === 0 ? text : text.slice(start) });
        while (this.#mustWait())
            await new Promise((resolve) => this.#waiting.push(resolve));
    }
    /** The other side took `characters`. */
    credit(characters) {
        this.#underWay = Math.max(0, this.#underWay - characters);
        this.#wake();
    }
    /** Nothing more is sent; whoever waits goes on. Repeatable. */
    end() {
        this.#ended = true;
        this.#wake();
    }
    #mustWait() {
        return this.#underWay >= LOCAL_WINDOW && !this.#ended;
    }
    #wake() {
        for (const resume of this.#waiting.splice(0))
            resume();
    }
}
/** The end of a part at about `end`, never between the halves of a surrogate pair: alone they are not JSON text. */
function endOfPart(text, end) {
    const last = text.charCodeAt(end - 1);
    return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
/** The receiving end of one direction: an iterable for one reader. */
export class LineReceiver {
    #put;
    #parts = [];
    #partial = 0;
    #queue = [];
    #queued = 0;
    #taken = 0;
    #ended = false;
    #wake;
    /** @param put - Queues one message to the other side. */
    constructor(put) {
        this.#put = put;
    }
    /**
     * Takes a part, or the last part of a text.
     *
     * @throws {TalosError} `E_LIMIT` where the other side sends more than its credit or its longest text.
     */
    receive(text, isLast) {
        if (this.#ended)
            return;
        this.#partial += text.length;
        if (this.#partial > MAX_LOCAL_TEXT || this.#queued > LOCAL_WINDOW + MAX_LOCAL_TEXT)
            throw new TalosError('E_LIMIT', 'a stream of the local socket sends more than it may');
        if (!isLast) {
            this.#parts.push(text);
            return;
        }
        const whole = this.#parts.length === 0 ? text : this.#parts.join('') + text;
        this.#parts = [];
        this.#partial = 0;
        this.#queue.push(whole);
        this.#queued += whole.length;
        this.#wake?.();
    }
    /** Ends the iteration once what was received is read. Repeatable. */
    end() {
        this.#ended = true;
        this.#wake?.();
    }
    async *[Symbol.asyncIterator]() {
        for (;;) {
            const text = this.#queue.shift();
            if (text !== undefined) {
                this.#take(text.length);
                yield text;
            }
            else if (this.#ended)
                return;
            else
                await new Promise((resolve) => {
                    this.#wake = resolve;
                });
        }
    }
    // Credit goes back in quarters of the window: one message for many small texts, and never so late that both wait.
    #take(characters) {
        this.#queued -= characters;
        this.#taken += characters;
        if (this.#taken < LOCAL_WINDOW / 4)
            return;
        this.#put({ credit: this.#taken });
        this.#taken = 0;
    }
}
