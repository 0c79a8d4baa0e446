/**
 * The time that mailboxes go by. A server's clock may be years ahead when it starts, or leap while it runs: what waits must
 * not be deleted for that. So this time goes on with the clock, but never faster than time really passes, a day at each
 * start excepted; a server that was away for longer keeps what waits the longer. PROTOCOL.md §6.6.
 *
 * @module
 */
import { concat } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { decode } from "../codec/reader.js";
import { u8, u64 } from "../codec/writer.js";
/** How far the clock may be ahead of the time that has passed, as far as this server knows, in milliseconds: a day. */
export const MAX_LEAP_MS = 86_400_000;
const SPACE = 'mailbox';
const KEY = u8(0);
const VERSION = 1;
/** See the module comment. */
export class SteadyClock {
    #init;
    #sinceMs;
    #startMs;
    #notedMs;
    constructor(init, notedMs) {
        this.#init = init;
        this.#sinceMs = init.elapsed();
        this.#startMs = notedMs;
        this.#notedMs = notedMs;
    }
    /**
     * Goes on from the time that was noted last.
     *
     * @param newest - The newest time that is known otherwise, for a store in which none was noted.
     * @throws {TalosError} `E_STORAGE_CORRUPT` for a note that is none; what the store throws.
     */
    static async open(init, newest) {
        const value = await init.store.get(SPACE, KEY);
        const notedMs = value === undefined ? ((await newest()) ?? init.clock.now()) : read(value);
        return new SteadyClock(init, notedMs);
    }
    now() {
        const { clock, elapsed } = this.#init;
        const passed = Math.max(0, Math.floor(elapsed() - this.#sinceMs));
        return Math.min(clock.now(), this.#startMs + passed + MAX_LEAP_MS);
    }
    /** Notes how late it is, durably; never an earlier time than before, whoever noted that. @throws what the store throws. */
    async note() {
        const nowMs = this.now();
        if (nowMs <= this.#notedMs)
            return;
        const { store } = this.#init;
        const held = await store.get(SPACE, KEY);
        if (held === undefined || read(held) < nowMs)
            await store.apply([
                { kind: 'require', space: SPACE, key: KEY, value: held },
                // Where another was faster its time is as good.
                { kind: 'put', space: SPACE, key: KEY, value: concat(u8(VERSION), u64(nowMs)) },
            ]);
        this.#notedMs = nowMs;
    }
}
function read(value) {
    try {
        return decode(value, (reader) => {
            if (reader.u8('version') !== VERSION)
                throw new TalosError('E_MALFORMED', 'a time of another version');
            return reader.u64('time');
        });
    }
    catch (cause) {
        if (!isTalosError(cause, 'E_MALFORMED'))
            throw cause;
        throw new TalosError('E_STORAGE_CORRUPT', 'the time that mailboxes go by is damaged', { cause });
    }
}
