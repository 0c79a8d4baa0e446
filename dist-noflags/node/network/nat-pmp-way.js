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
 * A port of the router by NAT-PMP (RFC 6886), of the router that packets for elsewhere go to. PROTOCOL.md §6.15.
 *
 * @module
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { TalosError } from "../../base/errors.js";
import { addressRequest, mappingRequest, NAT_PMP_PORT, readNatPmp } from "../../net/nat-pmp.js";
import { MAPPING_LIFE_S } from "./port-way.js";
/** Milliseconds between the first two datagrams, doubled from each to the next (RFC 6886 §3.1). */
const RESEND_MS = 250;
/** See the module comment. */
export const natPmp = {
    name: 'NAT-PMP',
    async ask({ own, outside, router }, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            if (router === undefined)
                throw new TalosError('E_UNREACHABLE', 'no router is known');
            const connection = __addDisposableResource(env_1, await connected(router, signal), false);
            const address = await connection.ask(addressRequest(), 'address', signal);
            const asked = mappingRequest({ port: own.port, outside, lifeS: MAPPING_LIFE_S });
            const mapping = await connection.ask(asked, 'mapping', signal);
            if (mapping.port !== own.port || mapping.outside === 0 || mapping.lifeS === 0)
                throw new TalosError('E_REFUSED', 'the router forwards another port');
            return {
                host: address.host,
                port: mapping.outside,
                lifeS: mapping.lifeS,
                giveBack: async (until) => {
                    const env_2 = { stack: [], error: void 0, hasError: false };
                    try {
                        const again = __addDisposableResource(env_2, await connected(router, until), false);
                        await again.ask(mappingRequest({ port: own.port, outside: 0, lifeS: 0 }), 'mapping', until);
                    }
                    catch (e_2) {
                        env_2.error = e_2;
                        env_2.hasError = true;
                    }
                    finally {
                        __disposeResources(env_2);
                    }
                },
            };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    },
};
async function connected(router, signal) {
    const socket = createSocket('udp4');
    try {
        // Of a connected socket the system drops what others send.
        socket.connect(NAT_PMP_PORT, router);
        await once(socket, 'connect', { signal });
    }
    catch (cause) {
        socket.close();
        throw new TalosError('E_UNREACHABLE', `the router ${router} cannot be asked`, { cause });
    }
    return {
        ask: (request, kind, until) => answerOf(socket, request, kind, until),
        [Symbol.dispose]: () => socket.close(),
    };
}
async function answerOf(socket, request, kind, signal) {
    let resending;
    const listeners = new AbortController();
    try {
        return await new Promise((resolve, reject) => {
            const send = (waitMs) => {
                socket.send(request);
                resending = setTimeout(() => send(waitMs * 2), waitMs);
            };
            const onAbort = () => reject(new TalosError('E_TIMEOUT', 'the router does not answer'));
            socket.on('message', (datagram) => {
                try {
                    const answer = readNatPmp(datagram);
                    if (answer?.kind === kind)
                        resolve(answer);
                }
                catch (error) {
                    reject(error);
                }
            });
            // Nothing listens there.
            socket.on('error', (cause) => reject(new TalosError('E_UNREACHABLE', 'the router does not answer', { cause })));
            signal.addEventListener('abort', onAbort, { once: true, signal: listeners.signal });
            if (signal.aborted)
                onAbort();
            else
                send(RESEND_MS);
        });
    }
    finally {
        clearTimeout(resending);
        listeners.abort();
        // What comes after the answer concerns nobody.
        socket
            .removeAllListeners('message')
            .removeAllListeners('error')
            .on('error', () => { });
    }
}
