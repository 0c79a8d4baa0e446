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
 * A port of the router by UPnP: search, description and control of an Internet Gateway Device. PROTOCOL.md §6.15.
 *
 * Whoever is in the local network can answer a search. So that router alone is heard which packets for elsewhere go to, and
 * where the system does not tell which that is, hosts of the own network; all that is asked for afterwards is asked of the
 * host that answered, at the address that it answered from, without redirections.
 *
 * @module
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { request } from 'node:http';
import { BlockList, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { concat } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { MAX_XML_BYTES } from "../../codec/xml.js";
import { randomBytes } from "../../crypto/random.js";
import { actionRequest, CONFLICT, faultText, ONLY_FOR_EVER, readActionAnswer, readDescription, readSearchAnswer, SSDP_GROUP, SSDP_PORT, SSDP_TARGETS, searchRequest, } from "../../net/upnp.js";
import { startDeadline } from "../deadline.js";
import { MAPPING_LIFE_S, MAPPING_TIMEOUT_MS } from "./port-way.js";
/** Answers to one search that are looked at. */
export const MAX_SSDP_ANSWERS = 16;
/** Ports outside that are tried, where others have them. */
export const MAX_PORT_TRIES = 4;
/** Most bytes of the headers of an answer. */
const MAX_HEADER_BYTES = 8192;
/** Milliseconds between the first two searches, doubled from each to the next. */
const RESEND_MS = 400;
/** The first of the ports that nobody is known by (RFC 6335 §6), of which one is drawn where the wanted one is taken. */
const FIRST_DYNAMIC_PORT = 49_152;
/** Milliseconds for which better answers are waited for after a bad one: routers may take one (`MX`), and some have several. */
export const SSDP_MORE_MS = 1500;
/** See the module comment. */
export class UpnpWay {
    name = 'UPnP';
    #parts;
    constructor(parts = {}) {
        this.#parts = parts;
    }
    /** See {@link PortWay.ask}. */
    async ask(wish, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const search = __addDisposableResource(env_1, await Search.start(wish, this.#parts, signal), true);
            let failure;
            for (let looked = 0; looked < MAX_SSDP_ANSWERS; looked += 1) {
                const place = await search.next(failure === undefined ? MAPPING_TIMEOUT_MS : (this.#parts.moreMs ?? SSDP_MORE_MS));
                if (place === undefined)
                    break;
                let found;
                try {
                    found = await serviceAt(place, wish, signal);
                    failure ??= new TalosError('E_REFUSED', 'the router forwards no ports on request');
                }
                catch (error) {
                    // There may be another description, or another host with one that is good.
                    if (!isTalosError(error) || error.code === 'E_TIMEOUT')
                        throw error;
                    failure ??= error;
                }
                if (found !== undefined)
                    return await mapped(found, wish, signal);
            }
            throw failure ?? new TalosError('E_TIMEOUT', 'the router does not answer');
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
}
/** A search that goes on until it is disposed of: its answers, one after the other. */
class Search {
    #socket = createSocket('udp4');
    #signal;
    #seen = new Set();
    #found = [];
    #wake = () => { };
    #resending;
    constructor(signal) {
        this.#signal = signal;
    }
    static async start({ own, router }, parts, signal) {
        const search = new Search(signal);
        try {
            await search.#bind(own.host);
        }
        catch (cause) {
            search.#socket.close();
            signal.throwIfAborted();
            throw new TalosError('E_UNREACHABLE', 'the local network cannot be asked', { cause });
        }
        const isHeard = router === undefined ? hostsBeside(own.host) : (from) => from === router;
        search.#socket.on('message', (datagram, { address }) => {
            if (isHeard(address))
                search.#take(readSearchAnswer(datagram, address));
        });
        const at = [SSDP_GROUP, ...(router === undefined ? [] : [router])].map((host) => ({ host, port: SSDP_PORT }));
        search.#send(parts.searchAt ?? at, RESEND_MS);
        return search;
    }
    /** The next place where a description is; none at the end of the time, or of `ms`. */
    async next(ms) {
        if (this.#found.length === 0 && !this.#signal.aborted) {
            const limit = startDeadline(ms, this.#signal);
            await new Promise((resolve) => {
                this.#wake = resolve;
                limit.signal.addEventListener('abort', () => resolve(), { once: true });
            });
            limit.clear();
        }
        return this.#found.shift();
    }
    async #bind(host) {
        this.#socket.on('error', () => { });
        // Bound to its address: so the search leaves by its network, and answers from elsewhere do not come.
        this.#socket.bind(0, host);
        await once(this.#socket, 'listening', { signal: this.#signal });
        this.#socket.setMulticastInterface(host);
    }
    #take(place) {
        if (place === undefined)
            return;
        const key = `${place.host}:${place.port}${place.path}`;
        if (this.#seen.has(key) || this.#seen.size >= MAX_SSDP_ANSWERS)
            return;
        this.#seen.add(key);
        this.#found.push(place);
        this.#wake();
    }
    #send(places, waitMs) {
        // Where one of them cannot be reached, another one can.
        for (const { host, port } of places)
            for (const target of SSDP_TARGETS)
                this.#socket.send(searchRequest(target, host), port, host, () => { });
        this.#resending = setTimeout(() => this.#send(places, waitMs * 2), waitMs);
    }
    [Symbol.asyncDispose]() {
        clearTimeout(this.#resending);
        return new Promise((resolve) => this.#socket.close(() => resolve()));
    }
}
/** Which hosts are in the network of `host`, an address of this machine; itself not. */
function hostsBeside(host) {
    const own = Object.values(networkInterfaces())
        .flat()
        .find((each) => each?.address === host);
    const net = new BlockList();
    const bits = Number(own?.cidr?.split('/')[1] ?? 32);
    net.addSubnet(host, bits, 'ipv4');
    return (from) => from !== host && net.check(from, 'ipv4');
}
/** The first service of a description that has an address outside. */
async function serviceAt(place, wish, signal) {
    const description = await exchange(place, wish.own.host, signal);
    for (const service of readDescription(description, place)) {
        const host = await outsideOf(service, wish, signal);
        if (host !== undefined)
            return { service, host };
    }
    return undefined;
}
/** The address outside of a service; `undefined` where it is not connected, or does not say. */
async function outsideOf(service, { own }, signal) {
    const answer = await act(service, 'GetExternalIPAddress', {}, own.host, signal);
    const host = answer.kind === 'done' ? answer.values.get('NewExternalIPAddress') : undefined;
    return host !== undefined && isIPv4(host) && host !== '0.0.0.0' ? host : undefined;
}
async function mapped({ service, host }, wish, signal) {
    const { own } = wish;
    let [port, lifeS, taken] = [wish.outside, MAPPING_LIFE_S, 0];
    for (;;) {
        const values = {
            NewRemoteHost: '',
            NewExternalPort: port,
            NewProtocol: 'TCP',
            NewInternalPort: own.port,
            NewInternalClient: own.host,
            NewEnabled: 1,
            NewPortMappingDescription: 'talos',
            NewLeaseDuration: lifeS,
        };
        const answer = await act(service, 'AddPortMapping', values, own.host, signal);
        if (answer.kind === 'done')
            break;
        if (answer.code === ONLY_FOR_EVER && lifeS !== 0)
            lifeS = 0;
        else if (answer.code === CONFLICT && taken < MAX_PORT_TRIES - 1) {
            taken += 1;
            port = dynamicPort();
        }
        else
            throw new TalosError('E_REFUSED', faultText(answer.code));
    }
    const granted = port;
    return {
        host,
        port,
        // One that has no end is looked after as often: the router may have forgotten it.
        lifeS: MAPPING_LIFE_S,
        giveBack: async (until) => {
            const values = { NewRemoteHost: '', NewExternalPort: granted, NewProtocol: 'TCP' };
            await act(service, 'DeletePortMapping', values, own.host, until);
        },
    };
}
function dynamicPort() {
    const [high = 0, low = 0] = randomBytes(2);
    return FIRST_DYNAMIC_PORT + ((high * 256 + low) % (65_536 - FIRST_DYNAMIC_PORT));
}
async function act({ type, control }, action, values, from, signal) {
    const body = actionRequest(type, action, values);
    return readActionAnswer(await exchange(control, from, signal, { body, action: `"${type}#${action}"` }), action);
}
/**
 * Asks a place for a document.
 *
 * @param from - The own address.
 * @throws {TalosError} `E_REFUSED` for a redirection and for what is not there; `E_LIMIT` for one that is too long; `E_TIMEOUT`,
 * `E_UNREACHABLE`.
 */
async function exchange({ host, port, path }, from, signal, post) {
    try {
        return await new Promise((resolve, reject) => {
            const asked = request({
                host,
                port,
                path,
                localAddress: from,
                signal,
                method: post === undefined ? 'GET' : 'POST',
                // Nothing of one request is another's.
                agent: false,
                maxHeaderSize: MAX_HEADER_BYTES,
                headers: post === undefined
                    ? {}
                    : {
                        'content-type': 'text/xml; charset="utf-8"',
                        'content-length': post.body.length,
                        soapaction: post.action,
                    },
            }, (answer) => void readAnswer(answer, post !== undefined).then(resolve, reject));
            asked.on('error', reject);
            asked.end(post?.body);
        });
    }
    catch (cause) {
        if (signal.aborted)
            throw new TalosError('E_TIMEOUT', 'the router does not answer', { cause });
        if (isTalosError(cause))
            throw cause;
        throw new TalosError('E_UNREACHABLE', 'the router does not answer', { cause });
    }
}
async function readAnswer(answer, isAction) {
    try {
        const { statusCode = 0, headers } = answer;
        // Faults come with 500: UDA 1.1 §3.2.2.
        if (statusCode !== 200 && !(isAction && statusCode === 500))
            throw new TalosError('E_REFUSED', `the router answers ${statusCode}`);
        if (Number(headers['content-length'] ?? 0) > MAX_XML_BYTES)
            throw new TalosError('E_LIMIT', `the answer exceeds ${MAX_XML_BYTES} bytes`);
        const parts = [];
        let length = 0;
        for await (const part of answer) {
            length += part.length;
            if (length > MAX_XML_BYTES)
                throw new TalosError('E_LIMIT', `the answer exceeds ${MAX_XML_BYTES} bytes`);
            parts.push(part);
        }
        return concat(...parts);
    }
    finally {
        answer.destroy();
    }
}
