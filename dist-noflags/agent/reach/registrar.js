var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/**
 * Keeps this agent registered with its servers: its record, a stock of prekey bundles, a mailbox. PROTOCOL.md §6.5, §6.6.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { randomFraction } from "../../crypto/random.js";
import { keyOfDid } from "../../identity/did.js";
import { MailboxClient } from "../../mailbox/client.js";
import { RETRY_CAP_MS, retryDelays } from "../../net/backoff.js";
import { systemTimer } from "../../net/timer.js";
import { RegistryClient } from "../../registry/client.js";
import { LOW_STOCK_BUNDLES, MAX_STOCK_BUNDLES } from "../../registry/limits.js";
import { AWAY_CODES } from "./peer-faults.js";
import { RECORD_REFRESH_MS } from "./record-publisher.js";
/** Least time from one announcement over a link to the next, in milliseconds: bundles cost work, and a server may lie. */
export const ANNOUNCE_PAUSE_MS = 5000;
/** Faults of one server that people are told of in an hour: it may lie, and be back at once, as often as it likes. */
export const NOTICES_A_SERVER = 4;
/** That hour, in milliseconds. */
const NOTICE_WINDOW_MS = 3_600_000;
/** See the module comment. */
export class Registrar {
    #parts;
    #timer;
    #notices;
    constructor(parts) {
        this.#parts = parts;
        this.#notices = new RateCounter(NOTICES_A_SERVER, NOTICE_WINDOW_MS, parts.core.clock);
        this.#timer = parts.timer ?? systemTimer;
    }
    /**
     * Registers with a server, which is kept as soon as it has the record.
     *
     * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`, `E_IDENTITY_MISMATCH`, `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for
     *   one server too many.
     */
    async register(server, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { servers } = this.#parts;
            servers.with(server); // `E_LIMIT` before anything is made there
            const reached = { ...server, mailbox: await this.#hasMailbox(server, signal) };
            const registry = __addDisposableResource(env_1, new RegistryClient(await this.#connect('registry', reached, signal)), true);
            const { bytes, expiresAtMs } = await this.#parts.publisher.make(servers.with(reached));
            const left = await registry.register(bytes, signal, reached.listing);
            const kept = await servers.keep({ ...reached, info: (await infoOf(registry, signal)) ?? reached.info });
            const bundles = await this.#refill(kept.did, registry, left, signal);
            return { server: servers.get(kept.did) ?? kept, bundles, expiresAtMs };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    /** Opens the mailbox, which makes it, and leaves what is in it. */
    async #hasMailbox(server, signal) {
        try {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const mailbox = __addDisposableResource(env_2, new MailboxClient(await this.#connect('mailbox', server, signal)), true);
                let refuse = () => { };
                const left = new Promise((_, reject) => {
                    refuse = () => reject(new TalosError('E_CLOSED', 'nobody takes messages now'));
                });
                left.catch(() => undefined);
                await mailbox.open({ onMessage: () => left, ...(signal === undefined ? {} : { signal }) });
                refuse();
                return true;
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                const result_2 = __disposeResources(env_2);
                if (result_2)
                    await result_2;
            }
        }
        catch (error) {
            // One that is busy has one all the same.
            if (isTalosError(error, 'E_REFUSED') && error.details['reason'] !== 'busy')
                return false;
            throw error;
        }
    }
    /** The own record as it is now, and bundles where few are left. */
    async #announce(did, registry, signal) {
        const { servers, publisher } = this.#parts;
        const { bytes } = await publisher.make();
        const left = await registry.register(bytes, signal, servers.get(did)?.listing);
        const info = await infoOf(registry, signal);
        if (info !== undefined)
            await servers.said(did, info);
        await this.#refill(did, registry, left, signal);
    }
    /** New bundles where few are left, or those that are there offer a signed prekey of before. */
    async #refill(did, registry, left, signal) {
        const { servers, stock } = this.#parts;
        const isCurrent = servers.get(did)?.prekeyId === (await stock(0)).prekeyId;
        if (left >= LOW_STOCK_BUNDLES && isCurrent)
            return left;
        // Those that are left stay: where too many are out already, few new ones are made, or none.
        const { last, single, prekeyId } = await stock(isCurrent ? MAX_STOCK_BUNDLES - left : MAX_STOCK_BUNDLES);
        const given = await registry.offer({ last, single, add: isCurrent }, signal);
        await servers.offered(did, prekeyId);
        return given;
    }
    /**
     * Stays registered with all servers and takes what their mailboxes have, for as long as what it gives is open.
     * A server that is away is tried again, less and less often.
     *
     * @param takesMail - Whether mailboxes are emptied; they are unless told otherwise.
     */
    keep(takesMail = true) {
        const ended = new AbortController();
        const { signal } = ended;
        const loops = this.#parts.servers.all().flatMap((server) => {
            const stay = { server, signal, told: new Set() };
            return [
                this.#again(stay, (onUp) => this.#stayRegistered(stay, onUp)),
                ...(server.mailbox && takesMail ? [this.#again(stay, (onUp) => this.#empty(stay, onUp))] : []),
            ];
        });
        return {
            [Symbol.asyncDispose]: async () => {
                ended.abort(new TalosError('E_CLOSED', 'the agent takes no more messages'));
                await Promise.all(loops);
            },
        };
    }
    async #again({ server, signal, told }, task) {
        const newDelays = () => retryDelays({ random: randomFraction });
        let delays = newDelays();
        let own;
        for (;;) {
            let upAtMs = Number.POSITIVE_INFINITY;
            const onUp = () => {
                upAtMs = Math.min(upAtMs, this.#timer.now());
                if (own !== undefined)
                    told.delete(own);
                own = undefined;
            };
            const failure = await failureOf(task(onUp));
            if (signal.aborted)
                return;
            // Once for each time that it goes away, be it for one purpose or for both.
            if (failure !== undefined && own === undefined) {
                own = failure.code;
                if (!told.has(own) && this.#notices.take(server.did))
                    this.#parts.core.notice('network', `the server ${server.did}: ${failure.message}`);
                told.add(own);
            }
            // One that ends each link at once is not asked as fast as it does.
            if (this.#timer.now() - upAtMs >= RETRY_CAP_MS)
                delays = newDelays();
            await this.#sleep(delays.next().value, signal, [], true);
        }
    }
    /** Resolves when the link has ended by itself. */
    async #stayRegistered({ server, signal }, onUp) {
        let onLow = () => { };
        const link = await this.#connect('registry', server, signal);
        const registry = new RegistryClient(link, { onLow: () => onLow() });
        let onRefresh = () => { };
        const unlisten = this.#parts.publisher.onRefresh(() => onRefresh());
        const over = new AbortController();
        const end = () => over.abort();
        const isOver = () => over.signal.aborted;
        void registry.closed.then(end);
        signal.addEventListener('abort', end, { once: true });
        if (signal.aborted)
            end();
        try {
            do {
                // What is said while bundles are made is of those before: it is looked at once more.
                const low = new Promise((resolve) => {
                    onLow = resolve;
                });
                const refreshed = new Promise((resolve) => {
                    onRefresh = resolve;
                });
                await this.#announce(server.did, registry, signal);
                onUp();
                // Where it is reached may be another place after waking.
                await this.#sleep(RECORD_REFRESH_MS, over.signal, [low, refreshed], true);
                if (!isOver())
                    await this.#sleep(ANNOUNCE_PAUSE_MS, over.signal);
            } while (!isOver());
        }
        finally {
            unlisten();
            signal.removeEventListener('abort', end);
            await registry.close();
        }
    }
    /** Resolves when the link has ended. It is up once something was taken, or nothing waits. */
    async #empty({ server, signal }, onUp) {
        const mailbox = new MailboxClient(await this.#connect('mailbox', server, signal));
        const close = () => void mailbox.close();
        let handling = Promise.resolve();
        const onMessage = async (sealed) => {
            const taking = this.#parts.onDeposit(sealed, mailbox.closed);
            handling = taking;
            const later = await taking;
            onUp();
            return later;
        };
        signal.addEventListener('abort', close, { once: true });
        try {
            const { waiting } = await mailbox.open({ onMessage, signal });
            if (waiting === 0)
                onUp();
            const reason = await mailbox.closed;
            // A link that broke is made again first.
            if (reason !== undefined && !AWAY_CODES.has(reason.code))
                throw reason;
        }
        finally {
            signal.removeEventListener('abort', close);
            await mailbox.close();
            // What was being handled is over when this is; how it went, `closed` has said.
            await handling.catch(() => undefined);
        }
    }
    async #connect(purpose, server, signal) {
        const target = { peerKey: keyOfDid(server.did), addresses: server.addresses };
        const link = await (await this.#parts.host()).connect(purpose, target, signal);
        const unwake = this.#parts.core.network.onWake((sleptMs) => link.probe(sleptMs));
        void link.closed.then(unwake);
        return link;
    }
    /** Resolves after `ms`, when one of `others` does, which are of this wait alone, at the signal, or when the machine wakes, where that is asked for. */
    #sleep(ms, signal, others = [], wakes = false) {
        return new Promise((resolve) => {
            const wake = () => {
                cancel();
                unwake?.();
                signal.removeEventListener('abort', wake);
                resolve();
            };
            const cancel = this.#timer.after(ms, wake);
            const unwake = wakes ? this.#parts.core.network.onWake(wake) : undefined;
            if (signal.aborted)
                wake();
            else
                signal.addEventListener('abort', wake, { once: true });
            for (const other of others)
                void other.then(wake);
        });
    }
}
/** What a server says of itself, where it does. Registering does not depend on it. */
async function infoOf(registry, signal) {
    try {
        return await registry.info(signal);
    }
    catch (error) {
        if (isTalosError(error) && UNTOLD.includes(error.code))
            return undefined;
        throw error;
    }
}
const UNTOLD = ['E_REFUSED', 'E_RATE_LIMITED', 'E_MALFORMED'];
/** What `task` failed with. @throws what is no {@link TalosError}. */
async function failureOf(task) {
    try {
        await task;
        return undefined;
    }
    catch (error) {
        if (isTalosError(error))
            return error;
        throw error;
    }
}
