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
 * Using what others lend: from the text that a person gave to an open tunnel, or to one call.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { INVITATION_PREFIX, parseInvitation } from "../../capability/invitation.js";
import { isFields } from "../../codec/fields.js";
import { parseJson, writeJson } from "../../codec/json.js";
import { INTENT_META } from "../../mcp/meta.js";
import { MAX_RPC_BYTES, RPC_CODES, readRpc } from "../../mcp/rpc.js";
import { MAX_DEADLINE_MS } from "../client/client-requests.js";
import { peerOf } from "../reach/peer-dial.js";
import { CallLine } from "./call-line.js";
import { LineQueue } from "./line-queue.js";
import { RpcCaller } from "./rpc-caller.js";
import { SupervisedTunnel } from "./supervised-tunnel.js";
/**
 * The service that `text` leads to: an invitation (redeemed now, or before), a multiaddr that ends in `/p2p/…`, a DID,
 * a public key in hex, or an alias. A capability is presented there as it is: what it is worth, the serving side says.
 *
 * @throws {TalosError} what redeeming or resolving throws; `E_USAGE` for an address without a peer id.
 */
export async function resolveTarget(parts, text, { service = '', capability } = {}, signal) {
    const { core, dialer } = parts;
    if (text.startsWith(INVITATION_PREFIX)) {
        const redeemed = await dialer.redeem(parseInvitation(text), signal);
        return service === '' ? redeemed : { ...redeemed, service };
    }
    const server = await peerOf(core, text);
    return capability === undefined ? { server, service } : { server, service, token: capability };
}
/** Opens a tunnel that outlives its connections. @throws as {@link resolveTarget} and `TunnelDialer.open`. */
export async function connect(parts, params, options) {
    const { core, dialer, platform } = parts;
    const signal = options.signal ?? new AbortController().signal;
    const { justification, deadlineMs } = params;
    assertDeadline(deadlineMs);
    const resolved = await resolveTarget(parts, params.target, params, signal);
    const target = { ...resolved, ...(justification === undefined ? {} : { justification }) };
    const lines = new LineQueue();
    let service = target.service;
    const supervised = await SupervisedTunnel.open({
        open: async (opening) => {
            const opened = await dialer.open({ ...target, service }, opening);
            service = opened.service;
            return opened;
        },
        toClient: (text) => lines.push(text),
        onNotice: (message) => {
            core.notice('tunnel', message, target.server);
            options.onNotice?.({ kind: 'tunnel', message, peer: target.server });
        },
        reconnectDeadlineMs: platform.reconnectDeadlineMs,
        deadlineMs,
    }, signal);
    const unwake = core.network.onWake(() => supervised.retryNow());
    const unfail = core.onFailure((error) => void supervised.fail(error));
    const close = async () => {
        await supervised.close();
        lines.end();
    };
    const abort = () => void close();
    if (signal.aborted)
        abort();
    else
        signal.addEventListener('abort', abort, { once: true });
    const ended = supervised.ended.finally(() => {
        lines.end();
        unwake();
        unfail();
        signal.removeEventListener('abort', abort);
    });
    // Who awaits `ended` hears of it; that nobody does is no fault.
    ended.catch(() => undefined);
    return { info: { peer: target.server, service }, send: (line) => supervised.send(line), lines, ended, close };
}
/** Opens a connection for own calls. @throws as `TunnelDialer.open`. */
export async function openCalls(parts, target, signal) {
    const line = new CallLine(parts.platform.reconnectDeadlineMs, () => caller.waiting);
    const opening = parts.dialer.open(target, {
        onMessage: ({ rpc, receipt, isFromTool }) => caller.take(rpc, receipt, isFromTool),
        signal,
        line,
    });
    const caller = new RpcCaller(async (json, aborting, going) => {
        const rpc = readRpc(writeJson(json));
        // What cannot go is told to the caller, who would else wait for an answer to nothing.
        if (rpc.kind === 'fault')
            throw new TalosError(rpc.code === RPC_CODES.invalidRequest ? 'E_LIMIT' : 'E_MALFORMED', rpc.reason);
        const { tunnel, resumer } = await opening;
        if (rpc.kind === 'request') {
            resumer?.hurry();
            await line.there(aborting);
            going?.();
        }
        await tunnel.send(rpc);
    });
    const { tunnel } = await opening;
    let isOver = false;
    const ended = tunnel.ended().then((reason) => {
        isOver = true;
        const fallback = new TalosError('E_OUTCOME_UNKNOWN', 'the connection ended before the outcome of the call was known');
        const failure = isTalosError(reason) ? reason : fallback;
        caller.fail(failure);
        line.end(failure);
        return reason;
    });
    try {
        await caller.initialize(parts.platform.version, signal);
    }
    catch (error) {
        await tunnel.close();
        throw error;
    }
    return {
        callTool: (name, given, { intent, signal: aborting } = {}) => {
            const meta = intent === undefined ? {} : { _meta: { [INTENT_META]: { ...intent } } };
            return inTime(caller, { name, arguments: given, ...meta }, aborting);
        },
        announce: (name, given, justification) => tunnel.announce('tools/call', { name, arguments: given }, justification),
        ended,
        isOver: () => isOver,
        [Symbol.asyncDispose]: async () => {
            await tunnel.close();
            await ended;
        },
    };
}
/**
 * Calls a tool. What was sent when the time of `signal`, or the connection, was over may be done: its outcome is unknown; of what
 * was not sent it is known.
 */
async function inTime(caller, params, signal) {
    const sent = { is: false };
    try {
        return await caller.request('tools/call', params, signal, () => {
            sent.is = true;
        });
    }
    catch (error) {
        if (!sent.is && isTalosError(error, 'E_OUTCOME_UNKNOWN'))
            throw new TalosError('E_UNREACHABLE', 'the connection ended before the call was sent');
        if (!sent.is || signal?.aborted !== true || !isTalosError(signal.reason, 'E_TIMEOUT'))
            throw error;
        throw new TalosError('E_OUTCOME_UNKNOWN', `${signal.reason.message}: the outcome of the call is not known`);
    }
}
/** @throws {TalosError} `E_USAGE` for a deadline that is none. */
function assertDeadline(ms) {
    if (ms !== undefined && !(ms >= 1 && ms <= MAX_DEADLINE_MS))
        throw new TalosError('E_USAGE', 'the deadline of a request is at most a day');
}
/** Calls one tool once. @throws as {@link openCalls}; `E_MALFORMED` for arguments that are no JSON object. */
export async function call(parts, params, signal) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const given = parseJson(params.arguments, { maxBytes: MAX_RPC_BYTES });
        if (!isFields(given))
            throw new TalosError('E_MALFORMED', 'the arguments of a tool are a JSON object');
        const { justification, deadlineMs } = params;
        assertDeadline(deadlineMs);
        const limit = __addDisposableResource(env_1, deadlineMs === undefined ? undefined : deadline(signal, deadlineMs), false);
        const until = limit?.signal ?? signal;
        const target = await resolveTarget(parts, params.peer, params, until);
        const tool = { tool: params.tool, arguments: given };
        const connection = __addDisposableResource(env_1, await openCalls(parts, { ...target, call: tool }, until), true);
        const intent = justification === undefined ? undefined : { justification };
        return callOutcome(await connection.callTool(params.tool, given, { intent, signal: until }));
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
function callOutcome(outcome) {
    const entry = outcome.receipt ?? '';
    if (outcome.kind === 'result')
        return { result: writeJson(outcome.result), entry };
    const { code, message, data } = outcome.error;
    const isDenial = !outcome.isFromTool && code === RPC_CODES.denied;
    const denial = isDenial && data !== undefined && isFields(data) ? data['code'] : undefined;
    return {
        error: {
            code: typeof code === 'number' ? code : 0,
            message: typeof message === 'string' ? message : '',
            ...(outcome.isFromTool ? { fromTool: true } : {}),
            ...(typeof denial === 'string' ? { denial } : {}),
            ...(data === undefined ? {} : { data: writeJson(data) }),
        },
        entry,
    };
}
