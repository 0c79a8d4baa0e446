/**
 * The grants of an agent: tokens that it issued, received and passed on, each with its chain. In memory, and in the
 * store so that none is lost. Every change is durable, in store and ledger, before it is confirmed.
 *
 * @module
 */
import { concat, fromHex, fromUtf8, toHex, utf8 } from "../../base/bytes.js";
import { invariant, TalosError } from "../../base/errors.js";
import { chainText, delegateToken, delegationDenial, readChain, signatureDenial } from "../../capability/chain.js";
import { scopeJson } from "../../capability/scope.js";
import { scopeCheckOf } from "../../capability/scope-check.js";
import { issueToken, readToken, TOKEN_NONCE_BYTES } from "../../capability/token.js";
import { canonicalBytes } from "../../codec/json.js";
import { sha256 } from "../../crypto/hash.js";
import { randomBytes } from "../../crypto/random.js";
import { NO_LINE } from "../identity/succession-book.js";
/** The fewest digits of an id that a person may give. */
export const MIN_ID_DIGITS = 8;
const PREFIX = {
    issued: utf8('i'),
    received: utf8('r'),
    delegated: utf8('d'),
};
/** See the module comment. */
export class GrantBook {
    #parts;
    #grants = new Map();
    #issuedTo = new Set();
    constructor(parts) {
        this.#parts = parts;
    }
    /** Reads the book from the store. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static async open(parts) {
        const book = new GrantBook(parts);
        for await (const [key, value] of parts.store.scan('grant')) {
            const grant = heldGrant(directionOf(key), stored(() => readChain(fromUtf8(value))));
            if (toHex(key.subarray(1)) !== grant.token.id)
                throw new TalosError('E_STORAGE_CORRUPT', 'a grant lies under another id');
            book.#keep(grant);
        }
        return book;
    }
    /** All grants, in the order of their issue. */
    all() {
        return [...this.#grants.values()].sort((a, b) => a.token.claims.issuedAtS - b.token.claims.issuedAtS);
    }
    /**
     * The one grant whose id is, or starts with, `id`.
     *
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE` for fewer than {@link MIN_ID_DIGITS} digits.
     */
    find(id) {
        if (!/^[0-9a-f]{8,64}$/.test(id))
            throw new TalosError('E_USAGE', `an id has ${MIN_ID_DIGITS} to 64 hexadecimal digits`);
        const exact = this.#grants.get(id);
        if (exact !== undefined)
            return exact;
        const [first, second] = [...this.#grants].filter(([candidate]) => candidate.startsWith(id));
        if (first === undefined)
            throw new TalosError('E_NOT_FOUND', 'no capability has this id', { hint: 'talos capabilities list shows them' });
        if (second !== undefined)
            throw new TalosError('E_AMBIGUOUS', 'the id fits more than one capability; give more digits');
        return first[1];
    }
    /** The grant with this id, all 64 digits of it. */
    get(id) {
        return this.#grants.get(id);
    }
    /** Whether this agent ever issued a grant to `holder`, or passed one on. */
    hasIssuedTo(holder) {
        return this.#issuedTo.has(holder) || this.#line.formers(holder).some((former) => this.#issuedTo.has(former));
    }
    get #line() {
        return this.#parts.line ?? NO_LINE;
    }
    /** Whether `did` is this agent, or who it was before. */
    #isSelf(did) {
        const self = this.#parts.identity.did;
        return did === self || this.#line.formers(self).includes(did);
    }
    #keep(grant) {
        const { id, claims } = grant.token;
        this.#grants.set(id, grant);
        if (grant.direction !== 'received')
            this.#issuedTo.add(claims.subject);
    }
    /** Grants of one second in the order of the ledger: the store knows none. */
    #sort(seqOf) {
        const inOrder = [...this.#grants].sort(([a], [b]) => Math.sign(seqOf(a) - seqOf(b)) || 0);
        this.#grants.clear();
        for (const [id, grant] of inOrder)
            this.#grants.set(id, grant);
    }
    /** The newest grant in force that this agent issued to `holder`, for `service` unless that is empty. */
    newestFor(holder, service) {
        const { nowMs, revocations } = this.#parts.authority.standing();
        return this.all().findLast(({ direction, token }) => direction === 'issued' &&
            this.#line.current(token.claims.subject) === holder &&
            this.#isSelf(token.claims.audience) &&
            (service === '' || token.claims.scope.service === service) &&
            token.claims.expiresAtS * 1000 > nowMs &&
            !revocations.revokes([token]));
    }
    /**
     * The newest received grant at `server` that has not expired, for `service` unless that is empty; one that was passed
     * on only where there is no other. Of several the newest that covers `call`, where one does: a narrower grant that came
     * later takes nothing away.
     */
    newestFrom(server, service, call) {
        const { nowMs } = this.#parts.authority.standing();
        const usable = this.all().filter(({ direction, token: { claims } }) => direction === 'received' &&
            this.#line.current(claims.audience) === server &&
            (service === '' || claims.scope.service === service) &&
            claims.expiresAtS * 1000 > nowMs);
        const newest = (of) => of.findLast(({ chain }) => chain.length === 1) ?? of.at(-1);
        if (call === undefined)
            return newest(usable);
        const request = { kind: 'tool', name: call.tool, arguments: call.arguments };
        const covers = ({ token: { claims } }) => scopeCheckOf(claims.scope).verdict(request, nowMs, undefined).allowed;
        const names = ({ token: { claims } }) => Object.hasOwn(claims.scope.tools, call.tool);
        return newest(usable.filter(covers)) ?? newest(usable.filter(names)) ?? newest(usable);
    }
    /** The newest received grant at `server`, for `service` unless that is empty, that has expired and may be renewed. */
    newestLapsed(server, service) {
        const { nowMs } = this.#parts.authority.standing();
        return this.all().findLast(({ direction, token: { claims } }) => direction === 'received' &&
            this.#line.current(claims.audience) === server &&
            (service === '' || claims.scope.service === service) &&
            claims.expiresAtS * 1000 <= nowMs &&
            (claims.scope.renewable_until ?? 0) * 1000 > nowMs);
    }
    /**
     * A new token, and the changes that keep it; not kept until {@link commit}.
     *
     * @throws {RangeError} as `issueToken`.
     */
    prepare(subject, scope, lifetimeS, options = {}) {
        const { identity } = this.#parts;
        const { audience = identity.did, depth = 0 } = options;
        const issuedAtS = this.#nowS();
        const { text } = issueToken(identity.signing, {
            issuer: identity.did,
            subject,
            audience,
            scope,
            issuedAtS,
            expiresAtS: issuedAtS + lifetimeS,
            depth,
            nonce: randomBytes(TOKEN_NONCE_BYTES),
        });
        const grant = heldGrant('issued', [readToken(text)]);
        return { grant, changes: [putGrant(grant)] };
    }
    #nowS() {
        return Math.floor(this.#parts.authority.standing().nowMs / 1000);
    }
    /** Makes a prepared grant durable together with `also`, and records it. */
    async commit(grant, changes, also = []) {
        const { store, ledger } = this.#parts;
        if (!(await store.apply(changes)))
            throw new TalosError('E_STORAGE', 'the grant was changed by somebody else meanwhile');
        const entries = ledger.appendAll([...also, entryOf(grant)]);
        await Promise.all(entries.map((entry) => entry.durable()));
        this.#keep(grant);
    }
    /**
     * Records the grants that are in the store and not in the ledger: a crash came between the two.
     * Durable when it resolves.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    async reconcile() {
        const { ledger } = this.#parts;
        const missing = [];
        const granted = new Map();
        for (const grant of this.all()) {
            const { id: subject } = grant.token;
            const body = entryOf(grant);
            const seq = (await ledger.positions({ type: body.type, subject })).at(-1);
            if (seq === undefined)
                missing.push(body);
            else
                granted.set(subject, seq);
        }
        this.#sort((id) => granted.get(id) ?? Number.POSITIVE_INFINITY);
        // The last one is durable when all before it are.
        const appended = missing.map((body) => ledger.append(body));
        await appended.at(-1)?.durable();
    }
    /** Issues a token; durable when it resolves. @throws {RangeError} as `issueToken`. */
    async issue(subject, scope, lifetimeS, options = {}) {
        const { grant, changes } = this.prepare(subject, scope, lifetimeS, options);
        await this.commit(grant, changes);
        return grant;
    }
    /**
     * Passes a grant that this agent received on, within what it grants; durable when it resolves.
     *
     * @throws {RangeError} as `issueToken`.
     * @throws {TalosError} `DELEGATION_INVALID` where the new token would not lie within the grant; `EXPIRED` where that is
     *   over; `REVOKED` where that is known; `SUBJECT_MISMATCH` for a grant of another holder.
     */
    async delegate(parent, subject, scope, lifetimeS, depth = 0) {
        const { identity } = this.#parts;
        const { claims } = parent.token;
        if (claims.subject !== identity.did)
            throw new TalosError('SUBJECT_MISMATCH', 'only the holder of a capability can pass it on');
        // Nobody would take what is passed on of it.
        if (this.#parts.authority.standing().revocations.revokes(parent.chain))
            throw new TalosError('REVOKED', 'the capability was revoked');
        // A clock that is behind the issuer's makes no token that is older than its parent.
        const issuedAtS = Math.max(this.#nowS(), claims.issuedAtS);
        if (issuedAtS >= claims.expiresAtS)
            throw new TalosError('EXPIRED', 'the capability has expired');
        const { text } = delegateToken(identity.signing, parent.token, {
            issuer: identity.did,
            subject,
            scope,
            issuedAtS,
            notBeforeS: Math.max(issuedAtS, claims.notBeforeS),
            expiresAtS: issuedAtS + lifetimeS,
            depth,
            nonce: randomBytes(TOKEN_NONCE_BYTES),
        });
        const grant = heldGrant('delegated', [...parent.chain, readToken(text)]);
        await this.commit(grant, [putGrant(grant)]);
        return grant;
    }
    /**
     * Keeps a chain whose last token was received; durable when it resolves. One that is kept already is left as it is.
     * Whether its root may grant anything is for the serving agent to say.
     *
     * @param text - Of one token, or of a chain.
     * @throws {TalosError} `MALFORMED`; `SIGNATURE_INVALID`; `DELEGATION_INVALID`; `SUBJECT_MISMATCH` if it is for another
     *   agent.
     */
    async receive(text) {
        const chain = readChain(text);
        const grant = heldGrant('received', chain);
        const denial = signatureDenial(chain) ?? delegationDenial(chain);
        if (denial !== undefined)
            throw new TalosError(denial.code, denial.reason);
        if (!this.#isSelf(grant.token.claims.subject))
            throw new TalosError('SUBJECT_MISMATCH', 'the token belongs to another agent');
        const held = this.#grants.get(grant.token.id);
        if (held !== undefined)
            return held;
        await this.commit(grant, [putGrant(grant)]);
        return grant;
    }
}
function stored(read) {
    try {
        return read();
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a record of the store cannot be read', { cause });
    }
}
function directionOf(key) {
    if (key[0] === PREFIX.delegated[0])
        return 'delegated';
    return key[0] === PREFIX.issued[0] ? 'issued' : 'received';
}
function heldGrant(direction, chain) {
    const token = chain.at(-1);
    invariant(token !== undefined, 'a chain has a token');
    return { direction, token, chain };
}
function putGrant({ direction, token, chain }) {
    const key = concat(PREFIX[direction], fromHex(token.id));
    return { kind: 'put', space: 'grant', key, value: utf8(chainText(chain)) };
}
function entryOf({ direction, token: { id, claims } }) {
    const fields = {
        token: id,
        subject: claims.subject,
        audience: claims.audience,
        service: claims.scope.service,
        expires: claims.expiresAtS,
        scope: toHex(sha256(canonicalBytes(scopeJson(claims.scope)))),
        ...(claims.parent === undefined ? {} : { parent: claims.parent }),
    };
    return direction === 'received'
        ? { type: 'grant-received', ...fields, issuer: claims.issuer }
        : { type: 'grant', ...fields };
}
