/**
 * Capabilities in an MCP server of one's own, of the official classes: each request is checked against the capability that
 * it presents, for the holder that is known to send it; lists show what is granted. What the server sees was allowed.
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { isTalosError } from "../base/errors.js";
import { PossessionChallenge, readPossession } from "../capability/possession.js";
import { deny } from "../capability/verdict.js";
import { intercepted } from "./intercepted.js";
import { withCaller, withoutCaller } from "./meta.js";
import { classify, classifyNotification, filterList } from "./policy.js";
import { errorResponse, idKey, isJsonObject, isRpcId, RPC_CODES } from "./rpc.js";
/** The key in `params._meta` under which a request presents the text of its chain. */
export const CAPABILITY_META = 'io.github.talos-protocol/capability';
/** The key in `params._meta` under which a request proves that its sender holds the key of the capability. */
export const PROOF_META = 'io.github.talos-protocol/proof';
/** The key in `result._meta` of `initialize`, and in `data` of a denial, under which the server says its challenge. */
export const CHALLENGE_META = 'io.github.talos-protocol/challenge';
/** Requests that may be unanswered at a time. */
export const MAX_GUARDED_REQUESTS = 1024;
/** Callers who prove with each request that they hold the key of the capability that it presents. PROTOCOL.md §8.7. */
export class HolderProofs {
    #authorizer;
    #challenge;
    /** @param challenge - Made for it unless given; one serves any number of connections. */
    constructor(authorizer, challenge = new PossessionChallenge()) {
        this.#authorizer = authorizer;
        this.#challenge = challenge;
    }
    /** What proofs must name now. */
    get challenge() {
        return this.#challenge.current;
    }
    /** See {@link IdentifyCaller}; `NO_CAPABILITY` where there is none or no proof, `REPLAY` where the proof was used. */
    identify = (message) => {
        const { method, params } = message;
        const meta = isJsonObject(params) && isJsonObject(params['_meta']) ? params['_meta'] : {};
        const [capability, proof] = [meta[CAPABILITY_META], meta[PROOF_META]];
        if (typeof capability !== 'string')
            return deny('NO_CAPABILITY', 'no token was presented');
        if (typeof proof !== 'string')
            return deny('NO_CAPABILITY', 'the token was presented without a proof');
        try {
            const request = { audience: this.#authorizer.self, chain: capability, method, params: params ?? {} };
            const read = readPossession(proof, request);
            // Nobody but holders of good chains can use up nonces.
            const covered = this.#authorizer.coverage(capability, read.by);
            if ('allowed' in covered)
                return covered;
            if (!this.#challenge.take(read))
                return deny('REPLAY', 'the proof was used, or is for another challenge');
            return { holder: read.by, capability };
        }
        catch (error) {
            if (isTalosError(error))
                return deny(error.code, error.message);
            throw error;
        }
    };
}
/** See the module comment: one connection. */
class Guard {
    #authorizer;
    #identify;
    #proofs;
    #open = new Map();
    constructor({ authorizer, caller }, proofs) {
        this.#authorizer = authorizer;
        this.#identify = caller ?? proofs.identify;
        this.#proofs = caller === undefined ? proofs : undefined;
    }
    received(message, extra, answer) {
        const { id, method, params } = message;
        // An answer to what the server asked.
        if (method === undefined)
            return message;
        if (typeof method !== 'string')
            return undefined;
        if (id === undefined)
            return this.#notification(message, method, params);
        const refuse = (code, text, data) => {
            // Whoever is gone needs no answer.
            answer(errorResponse(isRpcId(id) ? id : null, code, text, data)).catch(() => undefined);
        };
        if (!isRpcId(id) || this.#open.has(idKey(id)) || !this.#hasRoom())
            return refuse(RPC_CODES.invalidRequest, 'the id is none or in use, or too many requests are open');
        if (params !== undefined && !isJsonObject(params))
            return refuse(RPC_CODES.invalidRequest, 'the parameters are no object');
        const guarded = this.#examine(message, extra, method, params);
        if ('allowed' in guarded)
            return refuse(RPC_CODES.denied, `denied by the capability: ${guarded.code}`, this.#said(guarded.code));
        this.#open.set(idKey(id), guarded);
        return cleaned(message, guarded.charged?.caller.holder);
    }
    #notification(message, method, params) {
        if (classifyNotification(method).kind !== 'free')
            return undefined;
        const cancelled = method === 'notifications/cancelled' && isJsonObject(params) ? params['requestId'] : undefined;
        const guarded = isRpcId(cancelled) ? this.#open.get(idKey(cancelled)) : undefined;
        if (guarded !== undefined)
            guarded.isCancelled = true;
        return message;
    }
    /** Whether there is room for one more; requests that were cancelled, which servers do not answer, make it. */
    #hasRoom() {
        if (this.#open.size < MAX_GUARDED_REQUESTS)
            return true;
        const [forgotten] = [...this.#open].find(([, { isCancelled }]) => isCancelled === true) ?? [];
        return forgotten !== undefined && this.#open.delete(forgotten);
    }
    #said(code) {
        return this.#proofs === undefined ? { code } : { code, [CHALLENGE_META]: this.#proofs.challenge };
    }
    #examine(message, extra, method, params) {
        const policy = classify(method, params);
        if (policy.kind === 'denied')
            return deny(policy.code, policy.reason);
        if (policy.kind === 'free')
            return { method };
        const caller = this.#identify(message, extra);
        if ('allowed' in caller)
            return caller;
        const { capability, holder } = caller;
        if (policy.kind === 'list') {
            const scope = this.#authorizer.coverage(capability, holder);
            if ('allowed' in scope)
                return scope;
            const coverage = {
                tool: (name) => scope.hasTool(name),
                resource: (uri) => scope.hasResource(uri),
                prompt: (name) => scope.hasPrompt(name),
            };
            return { method, coverage };
        }
        const { request } = policy;
        const verdict = policy.kind === 'checked'
            ? this.#authorizer.check(capability, holder, request)
            : this.#authorizer.authorize(capability, holder, request, () => lengthOf(message));
        if (!verdict.allowed)
            return verdict;
        return policy.kind === 'checked' ? { method } : { method, charged: { caller, request } };
    }
    sent(message) {
        const { id, method } = message;
        if (method !== undefined || id === undefined || !isRpcId(id))
            return message;
        const guarded = this.#open.get(idKey(id));
        // A second answer, or one to what was forgotten: it could be a list that nobody would shorten.
        if (guarded === undefined)
            return undefined;
        this.#open.delete(idKey(id));
        const { charged, coverage } = guarded;
        if (charged !== undefined) {
            const { caller, request } = charged;
            this.#authorizer.settle(caller.capability, caller.holder, request, () => lengthOf(message));
        }
        const result = message['result'];
        if (result === undefined)
            return message;
        if (coverage !== undefined)
            return { ...message, result: filterList(guarded.method, result, coverage) };
        return guarded.method === 'initialize' ? { ...message, result: this.#withChallenge(result) } : message;
    }
    #withChallenge(result) {
        if (this.#proofs === undefined || !isJsonObject(result))
            return result;
        const meta = isJsonObject(result['_meta']) ? result['_meta'] : {};
        return { ...result, _meta: { ...meta, [CHALLENGE_META]: this.#proofs.challenge } };
    }
}
/** The message as the server gets it: without capability and proof, and with the holder where one is known. */
function cleaned(message, holder) {
    const { params } = message;
    if (!isJsonObject(params))
        return holder === undefined ? message : withCaller(message, { did: holder });
    const meta = isJsonObject(params['_meta']) ? params['_meta'] : undefined;
    const kept = Object.entries(meta ?? {}).filter(([key]) => key !== CAPABILITY_META && key !== PROOF_META);
    const plain = meta === undefined ? message : { ...message, params: { ...params, _meta: Object.fromEntries(kept) } };
    return holder === undefined ? withoutCaller(plain) : withCaller(plain, { did: holder });
}
function lengthOf(message) {
    return utf8(JSON.stringify(message)).length;
}
/** `transport` with a guard in its way: for servers that are connected by somebody else. */
export function guardTransport(transport, options, proofs) {
    return intercepted(transport, new Guard(options, proofs ?? new HolderProofs(options.authorizer)));
}
/**
 * Guards every connection that `server` makes from now on. It and its tools stay as they are.
 *
 * @returns `server`.
 */
export function withCapabilities(server, options) {
    const connect = server.connect.bind(server);
    const proofs = new HolderProofs(options.authorizer);
    const guarded = (transport) => connect(guardTransport(transport, options, proofs));
    Object.defineProperty(server, 'connect', { value: guarded, configurable: true, writable: true });
    return server;
}
