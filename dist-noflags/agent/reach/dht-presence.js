/**
 * This agent in the DHT: looking for others there, and, for as long as it is to be found, its own record there, given anew when
 * it changes and every hour. PROTOCOL.md §6.10.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { messageOf } from "../../base/message-of.js";
import { randomFraction } from "../../crypto/random.js";
import { retryDelays } from "../../net/backoff.js";
/** Head start of the other sources, in milliseconds: strangers are not asked for what an own registry knows. */
export const DHT_AFTER_MS = 250;
/** How long an agent runs before it joins, in milliseconds: a command that is over by then need not. */
export const DHT_JOIN_AFTER_MS = 1000;
/** How often the own record is given anew, in milliseconds: nodes come and go. */
export const DHT_REPUBLISH_MS = 3_600_000;
/** When it is given again after the first time, in milliseconds: by then this node knows the others, and they know it. */
export const DHT_SETTLED_MS = 60_000;
/** Least time from one giving to the next, in milliseconds. */
const DHT_PAUSE_MS = 2000;
/** How long one giving may take, in milliseconds. */
const DHT_PUBLISH_TIMEOUT_MS = 60_000;
/** What says that there is no node to give to. */
const QUIET = new Set(['E_UNREACHABLE', 'E_TIMEOUT', 'E_CLOSED']);
/** See the module comment. */
export class DhtPresence {
    #parts;
    #dht;
    #stays = new Set();
    #ended = new AbortController();
    constructor(parts) {
        this.#parts = parts;
    }
    /** The DHT as one that may know where agents are; nothing is loaded before it is asked. */
    sources() {
        if (this.#parts.platform.dht === undefined)
            return [];
        return [
            {
                name: 'the DHT',
                afterMs: DHT_AFTER_MS,
                find: async (did, signal) => (await this.#open()).source.find(did, signal),
            },
        ];
    }
    #open() {
        const { platform, policy, bootstraps } = this.#parts;
        this.#ended.signal.throwIfAborted();
        if (platform.dht === undefined)
            throw new TalosError('E_UNREACHABLE', 'there is no DHT here');
        const isUnreached = () => platform.reachability?.() === 'private';
        this.#dht ??= platform.dht({ policy, bootstraps, isUnreached }).catch((error) => {
            this.#dht = undefined;
            throw error;
        });
        return this.#dht;
    }
    /** Takes part, and keeps the own record there, for as long as what it gives is open. */
    stay() {
        const ended = new AbortController();
        const staying = this.#parts.platform.dht === undefined
            ? Promise.resolve()
            : this.#stay(AbortSignal.any([ended.signal, this.#ended.signal]));
        this.#stays.add(staying);
        return {
            [Symbol.asyncDispose]: async () => {
                ended.abort(new TalosError('E_CLOSED', 'the agent is not to be found any more'));
                await staying;
                this.#stays.delete(staying);
            },
        };
    }
    async #stay(signal) {
        const { publisher } = this.#parts;
        let onChange = () => { };
        const unlisten = publisher.onRecord(() => onChange());
        let delays = retryDelays({ random: randomFraction });
        let isSettled = false;
        try {
            await this.#sleep(DHT_JOIN_AFTER_MS, signal);
            while (!signal.aborted) {
                const changed = new Promise((resolve) => {
                    onChange = resolve;
                });
                const isGiven = await this.#give(signal);
                if (isGiven)
                    delays = retryDelays({ random: randomFraction });
                const pauseMs = isSettled ? DHT_REPUBLISH_MS : DHT_SETTLED_MS;
                await this.#sleep(isGiven ? pauseMs : delays.next().value, signal, changed);
                isSettled ||= isGiven;
                // What changes several times at once is given once.
                await this.#sleep(DHT_PAUSE_MS, signal);
            }
        }
        finally {
            unlisten();
        }
    }
    /** Whether any node has the own record now. */
    async #give(signal) {
        const { publisher, core, timer } = this.#parts;
        const stop = new AbortController();
        const abort = () => stop.abort(signal.reason);
        const cancel = timer.after(DHT_PUBLISH_TIMEOUT_MS, () => stop.abort(new TalosError('E_TIMEOUT', 'too slow')));
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted)
            abort();
        try {
            const dht = await this.#open();
            await dht.join();
            const { bytes } = await publisher.current();
            return (await dht.publish(bytes, stop.signal)) > 0;
        }
        catch (error) {
            if (signal.aborted)
                return false;
            // Without a node there is nobody to tell; others look in registries. A fault of the DHT is none of the agent.
            if (!isTalosError(error) || !QUIET.has(error.code))
                core.notice('network', `the own record could not be given to the DHT: ${messageOf(error)}`);
            return false;
        }
        finally {
            cancel();
            signal.removeEventListener('abort', abort);
        }
    }
    /** Resolves after `ms`, at the signal, or with `other`, which is of this wait alone. */
    #sleep(ms, signal, other) {
        return new Promise((resolve) => {
            const wake = () => {
                cancel();
                signal.removeEventListener('abort', wake);
                resolve();
            };
            const cancel = this.#parts.timer.after(ms, wake);
            if (signal.aborted)
                wake();
            else
                signal.addEventListener('abort', wake, { once: true });
            void other?.then(wake);
        });
    }
    /** Leaves. What stays is to be disposed before. */
    async [Symbol.asyncDispose]() {
        this.#ended.abort(new TalosError('E_CLOSED', 'the agent has ended'));
        await Promise.allSettled(this.#stays);
        const dht = await this.#dht?.catch(() => undefined);
        await dht?.[Symbol.asyncDispose]();
    }
}
