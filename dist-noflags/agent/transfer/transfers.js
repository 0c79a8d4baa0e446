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
 * The transfers of a running agent as every command asks for them, and its transfer links. PROTOCOL.md §7.6.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { ALLOWED } from "../../capability/verdict.js";
import { randomBytes } from "../../crypto/random.js";
import { PACKET } from "../../message/packet.js";
import { KIND_BYTES } from "../../transfer/ports.js";
import { FILE_SALT_BYTES, readFileName, readFileType, TRANSFER_ID_BYTES } from "../../transfer/wire.js";
import { PeerStreams } from "./peer-streams.js";
import { TransferBook } from "./transfer-book.js";
import { TransferEngine } from "./transfer-engine.js";
import { TransferFeed } from "./transfer-feed.js";
import { TransferLinks } from "./transfer-links.js";
import { NO_MAIL } from "./transfer-mail.js";
import { isOver } from "./transfer-records.js";
/** See the module comment. */
export class Transfers {
    /** Application streams, over the same links. */
    streams;
    /** Takes files out of the own mailbox. */
    letters = {
        admits: async (...asked) => this.#platform.files !== undefined && (await this.#opened()).letters.admits(...asked),
        take: async (...letter) => (await this.#opened()).letters.take(...letter),
        leftUnread: (peer) => {
            void this.#engine?.then((engine) => engine.letters.leftUnread(peer), () => undefined);
        },
    };
    #parts;
    #core;
    #platform;
    #consent;
    #links;
    #opens = new Map();
    #feeds = new Set();
    #engine;
    #isClosed = false;
    constructor(parts) {
        const { core, platform, dialling, consent, mayWrite } = parts;
        this.#parts = parts;
        this.#core = core;
        this.#platform = platform;
        this.#consent = { ...consent, isContact: (peer) => this.#aliasOf(peer) !== '' };
        const onControl = (channel, packet) => this.#control(channel, packet);
        this.#links = new TransferLinks(core, dialling, { opens: this.#opens, onControl }, (peer) => this.#arrived(peer));
        this.streams = new PeerStreams({
            link: (peer, signal) => this.#links.use(peer, signal),
            consent: (peer) => (this.#aliasOf(peer) === '' ? mayWrite(peer) : ALLOWED),
        });
        this.serve(PACKET.streamStart, (stream, content) => this.streams.accept(stream, content));
        core.onFailure((error) => {
            for (const feed of this.#feeds)
                feed.end(error);
        });
    }
    /** Has `take` take the streams that peers open with a packet of `type`, from now on. */
    serve(type, take) {
        this.#opens.set(type, take);
    }
    /** The transfer link to `peer`, dialled where there is none. @throws {TalosError} what dialling throws. */
    async link(peer, signal) {
        // What the peer may offer over it is answered from the first packet on.
        if (this.#platform.files !== undefined)
            await this.#opened();
        return this.#links.use(peer, signal);
    }
    /** Takes a link of purpose `transfer` that a peer dialled. */
    async takeLink(link) {
        // What it may ask is answered from the first packet on.
        if (this.#platform.files !== undefined)
            await this.#opened();
        await this.#links.accept(link);
    }
    /** Has what waits go out, and come, as long as the agent runs. */
    async resume() {
        if (this.#platform.files !== undefined)
            (await this.#opened()).resume();
    }
    #arrived(peer) {
        void this.#engine?.then((engine) => engine.kickAnew(peer), () => undefined);
    }
    async #control(channel, packet) {
        if (this.#engine === undefined)
            throw new TalosError('E_PROTOCOL', 'nothing was said about files here');
        await (await this.#engine).control(channel, packet);
    }
    #opened() {
        this.#engine ??= this.#open().catch((error) => {
            // Whoever asks later may be luckier.
            this.#engine = undefined;
            throw error;
        });
        return this.#engine;
    }
    async #open() {
        if (this.#isClosed)
            throw new TalosError('E_CLOSED', 'the agent has ended');
        const room = this.#room();
        const book = await TransferBook.open(this.#core.store, this.#core.clock, (peer) => this.#aliasOf(peer));
        const engine = await TransferEngine.open({
            core: this.#core,
            room,
            book,
            links: this.#links,
            consent: this.#consent,
            chainFor: this.#parts.chainFor ?? (() => undefined),
            mail: this.#parts.mail ?? NO_MAIL,
        });
        for (const [type, take] of engine.opens)
            this.#opens.set(type, take);
        return engine;
    }
    #room() {
        const { files } = this.#platform;
        if (files === undefined)
            throw new TalosError('E_USAGE', 'this agent has no place for files');
        return files;
    }
    #aliasOf(peer) {
        return this.#core.peers.get(peer)?.alias ?? '';
    }
    async sendFile(params, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const peer = await this.#core.peer(params.peer, signal);
            if (peer === this.#core.identity.did)
                throw new TalosError('E_USAGE', 'this is the own identity', { hint: 'a file goes to another agent' });
            const engine = await this.#opened();
            if (params.port !== undefined)
                await this.#platform.listen(undefined, params.port);
            const source = __addDisposableResource(env_1, await this.#room().open(params.path), true);
            const { name, type } = await this.#kindOf(source, params, engine);
            signal?.throwIfAborted();
            const record = await engine.book.add({
                id: toHex(randomBytes(TRANSFER_ID_BYTES)),
                peer,
                direction: 'sent',
                name,
                type,
                size: source.size,
                state: 'waiting',
                code: '',
                path: params.path,
                identity: source.identity,
                durable: 0,
                sha256: '',
                salt: toHex(randomBytes(FILE_SALT_BYTES)),
                receipt: '',
            });
            engine.kick(peer);
            return engine.book.view(record);
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
    async #kindOf(source, { path, name: given }, engine) {
        const name = nameOf(given ?? path.slice(path.lastIndexOf('/') + 1));
        const { kinds } = this.#room();
        const start = await source.read(0, Math.min(KIND_BYTES, source.size));
        const type = kinds === undefined ? '' : readFileType(await kinds.detect(start, name), 'type');
        const most = engine.mostBytes(type);
        if (source.size > most)
            throw new TalosError('E_LIMIT', `the file has ${source.size} bytes, the limit of its kind is ${most}`, {
                details: { size: source.size, limit: most, type },
                hint: 'talos limits shows the limits of each kind of file, and how they are set',
            });
        return { name, type };
    }
    async outcome({ id, waitMs, port }, signal) {
        const engine = await this.#opened();
        if (port !== undefined)
            await this.#platform.listen(undefined, port);
        const { book } = engine;
        const wanted = book.find(id);
        const isEnough = (record) => isOver(record) || (waitMs === undefined && isAtRest(record));
        if (isOver(wanted) || (isEnough(wanted) && wanted.state !== 'waiting'))
            return book.view(wanted);
        await new Promise((resolve, reject) => {
            const undo = [];
            const done = () => {
                for (const each of undo)
                    each();
                resolve();
            };
            const abort = () => {
                reject(signal?.reason);
                done();
            };
            const unwatch = book.watch(({ kind, transfer }) => {
                const record = book.get(transfer.id);
                if (transfer.id !== wanted.id)
                    return;
                if (record === undefined || (isEnough(record) && kind !== 'progress' && kind !== 'started'))
                    done();
            });
            const timer = waitMs === undefined ? undefined : setTimeout(done, Math.min(waitMs, 0x7fffffff));
            signal?.addEventListener('abort', abort, { once: true });
            undo.push(unwatch, () => clearTimeout(timer), () => signal?.removeEventListener('abort', abort));
            undo.push(this.#core.onFailure((error) => {
                reject(error);
                done();
            }));
            if (signal?.aborted === true)
                abort();
            else
                engine.kick(wanted.peer);
        });
        return book.view(book.get(wanted.id) ?? wanted);
    }
    async list() {
        const { book } = await this.#opened();
        return book.all.map((record) => book.view(record));
    }
    async get(id) {
        const { book } = await this.#opened();
        return book.view(book.find(id));
    }
    async accept(id) {
        const engine = await this.#opened();
        return engine.book.view(await engine.accept(engine.book.find(id, isOffer).id));
    }
    async decline(id) {
        const engine = await this.#opened();
        return engine.book.view(await engine.end(engine.book.find(id, isOffer).id, 'E_DECLINED'));
    }
    async cancel(id) {
        const engine = await this.#opened();
        return engine.book.view(await engine.end(engine.book.find(id, (record) => !isOver(record)).id, 'E_CANCELLED'));
    }
    async events(params = {}, { signal } = {}) {
        const { book } = await this.#opened();
        const only = params.id === undefined ? undefined : book.find(params.id).id;
        const feed = new TransferFeed(() => {
            unwatch();
            this.#feeds.delete(feed);
            signal?.removeEventListener('abort', abort);
        });
        const unwatch = book.watch((event) => {
            if (only === undefined || event.transfer.id === only)
                feed.add(event);
        });
        const abort = () => feed.end();
        this.#feeds.add(feed);
        for (const record of only === undefined ? book.open : book.all.filter(({ id }) => id === only))
            feed.add({ kind: kindOf(record), transfer: book.view(record) });
        if (signal?.aborted === true)
            abort();
        else
            signal?.addEventListener('abort', abort, { once: true });
        // It may have closed while the engine was opened.
        if (this.#isClosed)
            abort();
        return feed;
    }
    async [Symbol.asyncDispose]() {
        this.#isClosed = true;
        this.streams.close();
        for (const feed of this.#feeds)
            feed.end();
        // One that could not be opened holds nothing; who asked for it was told.
        const engine = await this.#engine?.catch(() => undefined);
        await engine?.close();
        await this.#links.close();
    }
}
function isOffer({ direction, state }) {
    return direction === 'received' && state === 'offered';
}
/** Whether nothing happens to it until the peer, or a person, does something. */
function isAtRest({ state }) {
    return state === 'waiting' || state === 'offered' || state === 'accepted';
}
/** The event that says where a transfer is. */
function kindOf(record) {
    const { state } = record;
    if (state === 'running')
        return 'started';
    if (state === 'waiting' || (state === 'offered' && !isOffer(record)))
        return 'waiting';
    return state;
}
function nameOf(text) {
    try {
        return readFileName(text, 'name');
    }
    catch (cause) {
        if (!isTalosError(cause))
            throw cause;
        throw new TalosError('E_USAGE', 'the name of a file has 1 to 255 bytes', { cause });
    }
}
