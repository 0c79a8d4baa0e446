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
 * The rule of one tunnel that its tools are those that were approved: PROTOCOL.md §7.4.
 *
 * Every list that the server gives is compared with the pins. When the server says that its tools changed, it is asked
 * for them, in a conversation that the peer has no part in.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { deadline } from "../../base/lifetime.js";
import { ALLOWED, deny } from "../../capability/verdict.js";
import { randomBytes } from "../../crypto/random.js";
import { toolDefinition } from "../../mcp/definition.js";
import { RpcCaller } from "./rpc-caller.js";
/** Milliseconds that a server gets to list its tools after it said that they changed. */
export const RELIST_TIMEOUT_MS = 30_000;
const LIST_CHANGED = 'notifications/tools/list_changed';
/** See the module comment. */
export class ToolWatch {
    coverage;
    #parts;
    #pins;
    /** Hashes of the definitions that this server gave last. */
    #seen = new Map();
    /** Start of the ids of own requests: nobody else can know it. */
    #prefix = `talos:${toHex(randomBytes(16))}:`;
    #caller;
    #over = new AbortController();
    #unwatch;
    #isListing = false;
    #isListingDue = false;
    constructor(parts) {
        this.#parts = parts;
        const { book, tunnel } = parts;
        this.#pins = book.of(tunnel.service);
        let wasServerHeld = this.#isServerHeld();
        this.#unwatch = book.watch(tunnel.service, () => {
            tunnel.listChanged('tools');
            if (this.#isServerHeld() === wasServerHeld)
                return;
            wasServerHeld = !wasServerHeld;
            for (const kind of ['resources', 'prompts'])
                tunnel.listChanged(kind);
        });
        this.#caller = new RpcCaller(tunnel.toTool, this.#prefix);
        this.coverage = {
            tool: (name, entry) => this.#shows(name, entry),
            resource: () => this.#isServerHeld(),
            prompt: () => this.#isServerHeld(),
        };
    }
    check({ request }) {
        if (!this.#isServerHeld())
            return deny('E_TOOL_CHANGED', 'the server is not the one that was approved');
        if (request.kind !== 'tool' || this.#isHeld(request.name))
            return ALLOWED;
        return deny('E_TOOL_CHANGED', 'the definition of the tool is not the one that was approved');
    }
    fromTool(message) {
        if (message.kind === 'notification') {
            if (message.method === LIST_CHANGED)
                this.#relist();
            return isOwn(message.params?.['requestId'], this.#prefix) ? undefined : message;
        }
        if (message.kind === 'request' || !isOwn(message.id, this.#prefix))
            return message;
        this.#caller.take(message, undefined);
        return undefined;
    }
    close() {
        this.#unwatch();
        this.#over.abort();
    }
    #isServerHeld() {
        const { server, isServerHeld } = this.#pins;
        const pinned = this.#parts.tunnel.grant.scope.pins?.server;
        return isServerHeld && (pinned === undefined || server?.accepted.includes(pinned) === true);
    }
    /** Whether the tool is as its owner approved it, here as everywhere, and as the capability says. */
    #isHeld(tool) {
        const pin = this.#pins.tools.get(tool);
        if (pin === undefined || pin.found !== undefined)
            return false;
        const seen = this.#seen.get(tool);
        if (seen !== undefined && seen !== pin.approved.hash)
            return false;
        const pins = this.#parts.tunnel.grant.scope.pins?.tools;
        const pinned = pins !== undefined && Object.hasOwn(pins, tool) ? pins[tool] : undefined;
        return pinned === undefined || pin.accepted.includes(pinned);
    }
    #shows(name, entry) {
        const definition = toolDefinition(entry);
        return definition !== undefined && this.#sees(definition) && this.#isServerHeld() && this.#isHeld(name);
    }
    /** Compares what the server gave with the pin. @returns Whether it is what was approved last. */
    #sees(definition) {
        const { name, hash } = definition;
        const pin = this.#pins.tools.get(name);
        if (pin === undefined)
            return false;
        this.#seen.set(name, hash);
        if (hash === pin.approved.hash)
            return true;
        const { book, tunnel, onNotice } = this.#parts;
        const recorded = book.changed(tunnel.service, definition);
        if (recorded !== undefined) {
            onNotice(quarantineNotice({ service: tunnel.service, tool: name }));
            recorded.catch(() => onNotice(`that the tool ${name} changed could not be recorded`));
        }
        return false;
    }
    /** Asks for the tools: one list at a time, and one more where it changed meanwhile. */
    #relist() {
        this.#isListingDue = true;
        if (this.#isListing)
            return;
        this.#isListing = true;
        void this.#list().finally(() => {
            this.#isListing = false;
        });
    }
    #isOver() {
        return this.#over.signal.aborted;
    }
    async #list() {
        while (this.#isListingDue && !this.#isOver()) {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                this.#isListingDue = false;
                const limit = __addDisposableResource(env_1, deadline(this.#over.signal, RELIST_TIMEOUT_MS), false);
                try {
                    for (const definition of await this.#caller.tools(limit.signal))
                        this.#sees(definition);
                }
                catch (error) {
                    if (this.#isOver())
                        return;
                    this.#parts.onNotice(`the tools of ${this.#parts.tunnel.service} changed and could not be listed: ${String(error)}`);
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
    }
}
/** What people are told when something is quarantined. */
export function quarantineNotice({ service, tool }) {
    const what = tool === undefined ? `the server behind ${service}` : `the definition of the tool ${tool} of ${service}`;
    const name = tool === undefined ? '' : ` ${tool}`;
    const how = tool === undefined ? '--server' : tool;
    return `QUARANTINED: ${what} is not the one that was approved; calls are refused (E_TOOL_CHANGED) until you look at it, talos tools diff${name} --service ${service}, and approve it, talos tools approve ${how} --service ${service}`;
}
function isOwn(id, prefix) {
    return typeof id === 'string' && id.startsWith(prefix);
}
