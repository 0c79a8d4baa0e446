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
 * `did:web` over HTTPS, bounded in time and size. PROTOCOL.md §4.8.
 *
 * Whoever names a DID chooses where this machine connects to: so no redirection is followed, the document is the only
 * path that is asked for, and a name that leads to an address of this machine or of its network is refused, the
 * connection being made to the very addresses that were looked at.
 *
 * @module
 */
import { lookup as systemLookup } from 'node:dns/promises';
import { request } from 'node:https';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { concat } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { deadline } from "../base/lifetime.js";
import { MAX_DOCUMENT_BYTES, readDidDocument } from "../identity/did-document.js";
import { webLocation } from "../identity/did-web.js";
/** Milliseconds that a document of `did:web` may take, the look-up of its host included. PROTOCOL.md §11. */
export const WEB_DOCUMENT_MS = 10_000;
/** Most addresses of a host that are looked at. */
const MAX_HOST_ADDRESSES = 16;
/** Most bytes of the headers of an answer. */
const MAX_HEADER_BYTES = 16 * 1024;
const TYPES = ['application/did+json', 'application/did', 'application/did+ld+json', 'application/json'];
/** See the module comment. */
export class WebResolver {
    method = 'web';
    #options;
    constructor(options = {}) {
        this.#options = options;
    }
    /** See {@link DidResolver.resolve}. */
    async resolve(did, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const location = webLocation(did);
            const { isOffline = false, deadlineMs = WEB_DOCUMENT_MS } = this.#options;
            if (isOffline)
                throw new TalosError('E_UNREACHABLE', 'the network is off', { hint: 'leave out --offline' });
            const limit = __addDisposableResource(env_1, deadline(signal, deadlineMs), false);
            try {
                const addresses = await untilAborted(this.#addresses(location.host), limit.signal);
                return readDidDocument(await this.#fetch(location, addresses, limit.signal), did);
            }
            catch (cause) {
                if (cause instanceof TalosError)
                    throw cause;
                limit.signal.throwIfAborted();
                throw new TalosError('E_UNREACHABLE', `no document of ${did} can be had from ${location.host}`, { cause });
            }
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** @throws {TalosError} `E_UNREACHABLE` where one of them is not to be asked: which one answers is the host's choice. */
    async #addresses(host) {
        const { lookup = systemAddresses, isLan = false } = this.#options;
        const addresses = (await lookup(host)).slice(0, MAX_HOST_ADDRESSES);
        if (addresses.length === 0)
            throw new TalosError('E_UNREACHABLE', `${host} has no address`);
        if (!addresses.every((address) => isFetchable(address, isLan)))
            throw new TalosError('E_UNREACHABLE', `${host} has an address that is not on the internet`, {
                hint: 'documents are taken from a private network only in LAN mode',
            });
        return addresses;
    }
    #fetch({ host, port, path }, addresses, signal) {
        const { ca } = this.#options;
        const lookup = (_name, { all }, done) => {
            const found = addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
            const [first] = found;
            if (all === true || first === undefined)
                done(null, found);
            else
                done(null, first.address, first.family);
        };
        return new Promise((resolve, reject) => {
            const asked = request({
                host,
                port,
                path,
                lookup,
                signal,
                // Nothing of one look-up is another's.
                agent: false,
                maxHeaderSize: MAX_HEADER_BYTES,
                headers: { accept: TYPES.join(', '), 'user-agent': 'talos' },
                ...(ca === undefined ? {} : { ca }),
            }, (answer) => void readAnswer(answer).then(resolve, reject));
            asked.on('error', reject);
            asked.end();
        });
    }
}
async function readAnswer(answer) {
    try {
        const { statusCode = 0, headers } = answer;
        if (statusCode === 404 || statusCode === 410)
            throw new TalosError('E_NOT_FOUND', `there is no document: the answer was ${statusCode}`);
        if (statusCode >= 300 && statusCode < 400)
            throw new TalosError('E_NOT_FOUND', 'the document is somewhere else, and no redirection is followed');
        if (statusCode !== 200)
            throw new TalosError('E_UNREACHABLE', `the answer was ${statusCode}`);
        const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
        if (type === undefined || !TYPES.includes(type) || headers['content-encoding'] !== undefined)
            throw new TalosError('E_BAD_DOCUMENT', 'the answer is not of a type that DID documents have');
        const parts = [];
        let length = 0;
        for await (const part of answer) {
            length += part.length;
            if (length > MAX_DOCUMENT_BYTES)
                throw new TalosError('E_LIMIT', `the DID document exceeds ${MAX_DOCUMENT_BYTES} bytes`);
            parts.push(part);
        }
        return concat(...parts);
    }
    finally {
        answer.destroy();
    }
}
async function systemAddresses(host) {
    return (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}
function untilAborted(work, signal) {
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        if (signal.aborted)
            abort();
        signal.addEventListener('abort', abort, { once: true });
        void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
}
/** Networks of organisations and of this machine, which LAN mode admits. RFC 1918, 4193, 6598. */
const PRIVATE = blockList(['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['127.0.0.0', 8], ['fc00::', 7], ['::1', 128]);
/** What is no host on the internet: RFC 6890 and its registry. Link-local addresses hold what clouds tell machines. */
const SPECIAL = blockList(['0.0.0.0', 8], ['169.254.0.0', 16], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16]);
/** Global unicast: whatever else IPv6 has is none, addresses of IPv4 in another form among it. */
const GLOBAL = blockList(['2000::', 3]);
function blockList(...networks) {
    const list = new BlockList();
    for (const [network, prefix] of networks)
        list.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4');
    return list;
}
/** Whether a document may be fetched from `address`. */
export function isFetchable(address, isLan) {
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (family === 'ipv6' && !isIPv6(address))
        return false;
    if (PRIVATE.check(address, family))
        return isLan;
    if (SPECIAL.check(address, family))
        return false;
    return family === 'ipv4' || GLOBAL.check(address, family);
}
