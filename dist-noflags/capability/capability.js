/**
 * A capability as a value: made, passed on and verified without an agent, also in a browser. Nothing is kept or recorded
 * here; `TalosClient.grantCapability` does that.
 *
 * @module
 */
import { asCallerMistake, assertText } from "../base/caller-mistakes.js";
import { invariant } from "../base/errors.js";
import { randomBytes } from "../crypto/random.js";
import { parseDid } from "../identity/did.js";
import { chainText, delegateToken, readChain } from "./chain.js";
import { describeScope } from "./describe.js";
import { underConditionsOf } from "./inherited.js";
import { DEFAULT_GRANT_LIFETIME, scopeOfRequest, scopeToPassOn, secondsOf, termsOfRequest, verdictOn, } from "./request.js";
import { NO_REVOCATIONS } from "./revocations.js";
import { issueToken, readToken, TOKEN_NONCE_BYTES } from "./token.js";
/**
 * See the module comment. Immutable.
 *
 * @example
 * const capability = Capability.issue(owner, {
 *   subject: agent.did,
 *   service: 'files',
 *   tools: ['read_file(path under /data)'],
 *   expiresIn: '1h',
 * });
 * capability.verify({ tool: 'read_file', arguments: { path: '/data/a' } }).allowed;
 */
export class Capability {
    /** The text that is handed over: a token, or the chain of one that was passed on, root first. */
    token;
    /** SHA-256 of the signing input of the last token: 64 hex digits. */
    id;
    /** Who signed the last token. */
    issuer;
    /** The holder. */
    subject;
    /** The serving agent. */
    audience;
    scope;
    /** Milliseconds since 1970. */
    issuedAtMs;
    /** Milliseconds since 1970: from then on it is no more. */
    expiresAtMs;
    /** How many tokens of its chain are above it. */
    depth;
    /** How often it may be passed on. */
    further;
    #chain;
    constructor(chain) {
        const leaf = chain.at(-1);
        invariant(leaf !== undefined, 'a chain has a token');
        const { issuer, subject, audience, scope, issuedAtS, expiresAtS, depth, maxDepth } = leaf.claims;
        this.#chain = chain;
        this.token = chainText(chain);
        this.id = leaf.id;
        this.issuer = issuer;
        this.subject = subject;
        this.audience = audience;
        this.scope = scope;
        this.issuedAtMs = issuedAtS * 1000;
        this.expiresAtMs = expiresAtS * 1000;
        this.depth = depth;
        this.further = maxDepth - depth;
    }
    /**
     * Reads a capability that somebody else wrote: its form, not what it is worth; {@link verify} says that.
     *
     * @param text - A token or the text of a chain.
     * @throws {TypeError} for no text.
     * @throws {TalosError} `MALFORMED`.
     */
    static parse(text) {
        assertText(text, 'text');
        return new Capability(readChain(text));
    }
    /**
     * Makes and signs a capability of a service of the issuer's, or of `request.audience`.
     *
     * @throws {TypeError} for a request of another form.
     * @throws {RangeError} for a duration, a depth or a phrase that cannot be.
     * @throws {TalosError} `MALFORMED` for what is no scope; `E_BAD_DID`.
     */
    static issue(issuer, request, { nowMs = Date.now() } = {}) {
        return ofCaller(() => {
            const { subject, audience, depth = 0, expiresIn = DEFAULT_GRANT_LIFETIME, service } = termsOfRequest(request);
            assertText(service, 'request.service');
            const issuedAtS = Math.floor(nowMs / 1000);
            const { text } = issueToken(issuer.signing, {
                issuer: issuer.did,
                subject: parseDid(subject),
                audience: audience === undefined ? issuer.did : parseDid(audience),
                scope: scopeOfRequest(request, service),
                issuedAtS,
                expiresAtS: issuedAtS + secondsOf(expiresIn),
                depth,
                nonce: randomBytes(TOKEN_NONCE_BYTES),
            });
            return new Capability([readToken(text)]);
        });
    }
    /**
     * Passes the capability on, within what it grants and under the conditions that it is under. It lasts a quarter of an
     * hour unless asked otherwise, and never longer than this one.
     *
     * @param holder - Its holder.
     * @throws {TypeError} or {RangeError} as {@link Capability.issue}, and where `holder` is another than its subject.
     * @throws {TalosError} `DELEGATION_INVALID` for what is not within it; `MALFORMED`; `E_BAD_DID`.
     */
    delegate(holder, request, { nowMs = Date.now() } = {}) {
        return ofCaller(() => {
            if (holder.did !== this.subject)
                throw new RangeError('only the holder of a capability passes it on');
            const { subject, depth = 0, expiresIn } = termsOfRequest(request);
            const parent = this.#leaf;
            const issuedAtS = Math.max(Math.floor(nowMs / 1000), parent.claims.issuedAtS);
            // What is over already is refused with its own code.
            const leftS = Math.max(parent.claims.expiresAtS - issuedAtS, 1);
            const lifeS = expiresIn === undefined ? Math.min(leftS, secondsOf(DEFAULT_GRANT_LIFETIME)) : secondsOf(expiresIn);
            const { text } = delegateToken(holder.signing, parent, {
                issuer: holder.did,
                subject: parseDid(subject),
                scope: underConditionsOf(parent.claims.scope, scopeToPassOn(request, parent.claims.scope)),
                issuedAtS,
                notBeforeS: Math.max(issuedAtS, parent.claims.notBeforeS),
                expiresAtS: issuedAtS + lifeS,
                depth,
                nonce: randomBytes(TOKEN_NONCE_BYTES),
            });
            return new Capability([...this.#chain, readToken(text)]);
        });
    }
    /**
     * What a serving agent would decide about a request: signatures, chain, times, and the request itself.
     *
     * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
     * @throws {TalosError} `E_BAD_DID`.
     */
    verify({ nowMs = Date.now(), revocations = NO_REVOCATIONS, environment, ...request }) {
        return verdictOn(this.token, request, {
            nowMs,
            revocations,
            ...(environment === undefined ? {} : { environment }),
        });
    }
    /** What it grants and on which terms, in plain words: one line a thing. */
    describe() {
        return describeScope(this.scope);
    }
    /** {@link Capability.token}. */
    toString() {
        return this.token;
    }
    /** What JSON shows: what it is about. */
    toJSON() {
        return { id: this.id, issuer: this.issuer, subject: this.subject, audience: this.audience };
    }
    get #leaf() {
        const leaf = this.#chain.at(-1);
        invariant(leaf !== undefined, 'a chain has a token');
        return leaf;
    }
}
function ofCaller(work) {
    try {
        return work();
    }
    catch (error) {
        throw asCallerMistake(error);
    }
}
