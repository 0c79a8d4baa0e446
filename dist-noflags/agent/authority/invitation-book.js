/**
 * Invitations at both ends: those this agent made, until they are redeemed, and those it redeemed, which map to their
 * grants. PROTOCOL.md §7.3.
 *
 * The server keeps the public key of an invitation, never its seed. Spent mark, redeemer and token are one durable
 * transaction before the reply.
 *
 * @module
 */
import { concat, toHex, utf8 } from "../../base/bytes.js";
import { toBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { INVITATION_ID_BYTES, INVITATION_SEED_BYTES, inviteKey, MAX_INVITATION_SERVERS, verifyRedemption, } from "../../capability/invitation.js";
import { renewable } from "../../capability/renewal.js";
import { parseScope } from "../../capability/scope.js";
import { readBase64url, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { sha256 } from "../../crypto/hash.js";
import { randomBytes } from "../../crypto/random.js";
import { parseDid } from "../../identity/did.js";
import { namedAddresses, ServerBook } from "../reach/server-book.js";
import { fittingInvitation, invitedAddresses } from "./invited-addresses.js";
/** Redemptions that one peer may try in a window. PROTOCOL.md §7.3. */
export const REDEMPTIONS_A_WINDOW = 10;
/** Length of that window in milliseconds. */
export const REDEMPTION_WINDOW_MS = 60_000;
const MADE = utf8('m');
const USED = utf8('u');
/** See the module comment. */
export class InvitationBook {
    #parts;
    #tries;
    #turn = Promise.resolve();
    constructor(parts) {
        this.#parts = parts;
        this.#tries = new RateCounter(REDEMPTIONS_A_WINDOW, REDEMPTION_WINDOW_MS, parts.clock);
    }
    /**
     * Makes an invitation; durable when it resolves.
     *
     * @param addresses - Where this agent is; the most useful ones go into the invitation.
     * @returns Its text, a secret to be given to one agent.
     */
    async create(addresses, terms, ttlMs) {
        const { self, store, ledger, authority } = this.#parts;
        const servers = (await ServerBook.open(store)).all().flatMap((server) => namedAddresses(server).slice(0, 1));
        const invitation = {
            ...(servers.length === 0 ? {} : { servers: servers.slice(0, MAX_INVITATION_SERVERS) }),
            server: self,
            addresses: invitedAddresses(addresses),
            id: randomBytes(INVITATION_ID_BYTES),
            expiresAtMs: authority.standing().nowMs + ttlMs,
            seed: randomBytes(INVITATION_SEED_BYTES),
            service: terms.scope.service,
        };
        const text = fittingInvitation(invitation);
        const { publicKey } = inviteKey(invitation.seed);
        const made = { ...terms, publicKey, expiresAtMs: invitation.expiresAtMs, spent: undefined };
        await store.apply([putMade(invitation.id, made)]);
        await ledger
            .append({ type: 'invitation', ...named(invitation.id), service: terms.scope.service, event: 'created' })
            .durable();
        return text;
    }
    /**
     * Redeems an invitation for `peer`, whose session proved its DID. Durable when it resolves.
     *
     * @param session - Transcript hash of the session that the redemption came in.
     */
    async redeem(id, signature, peer, session) {
        if (!this.#tries.take(peer))
            return { redeemed: false, code: 'E_RATE_LIMITED' };
        // One at a time: two redeemers of one invitation meet here, and the second finds it spent.
        const outcome = this.#turn.then(() => this.#redeem(id, signature, peer, session));
        this.#turn = outcome.catch(() => undefined);
        return outcome;
    }
    async #redeem(id, signature, peer, session) {
        const { self, store, grants, authority } = this.#parts;
        const before = await store.get('invitation', concat(MADE, id));
        if (before === undefined)
            return { redeemed: false, code: 'E_INVITE_INVALID' };
        const made = readMade(before);
        if (!verifyRedemption(made.publicKey, { id, server: self, redeemer: peer, session }, signature))
            return { redeemed: false, code: 'E_INVITE_INVALID' };
        const { service } = made.scope;
        if (made.spent !== undefined)
            return made.spent.by === peer
                ? { redeemed: true, token: made.spent.token, service, isNew: false }
                : { redeemed: false, code: 'E_INVITE_USED' };
        if (authority.standing().nowMs >= made.expiresAtMs)
            return { redeemed: false, code: 'E_INVITE_EXPIRED' };
        const nowS = Math.floor(authority.standing().nowMs / 1000);
        const { grant, changes } = grants.prepare(peer, renewable(made.scope, nowS, made.renewableS), made.lifetimeS);
        const spent = { by: peer, token: grant.token.text };
        const unchanged = { kind: 'require', space: 'invitation', key: concat(MADE, id), value: before };
        const entry = { type: 'invitation', ...named(id), service, event: 'redeemed', peer };
        await grants.commit(grant, [unchanged, putMade(id, { ...made, spent }), ...changes], [entry]);
        return { redeemed: true, token: grant.token.text, service, isNew: true };
    }
    /**
     * Records the redemptions that are in the store and not in the ledger: a crash came between the two. Durable when it
     * resolves.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    async reconcile() {
        const { store, ledger } = this.#parts;
        const spent = [];
        for await (const [key, value] of store.scan('invitation', { start: MADE, end: USED })) {
            const made = readMade(value);
            if (made.spent === undefined)
                continue;
            const about = { ...named(key.subarray(MADE.length)), service: made.scope.service };
            spent.push({ type: 'invitation', ...about, event: 'redeemed', peer: made.spent.by });
        }
        const missing = [];
        for (const body of spent)
            if ((await ledger.positions({ type: 'invitation', subject: body.invitation })).length === 0)
                missing.push(body);
        const appended = missing.map((body) => ledger.append(body));
        await appended.at(-1)?.durable();
    }
    /** Notes that this agent redeemed an invitation and holds its grant. */
    async noteUsed(invitation, service) {
        const value = canonicalBytes({ v: 1, server: invitation.server, service });
        await this.#parts.store.apply([{ kind: 'put', space: 'invitation', key: concat(USED, invitation.id), value }]);
    }
    /** What this agent got for an invitation that it redeemed before. */
    async used(invitation) {
        const value = await this.#parts.store.get('invitation', concat(USED, invitation.id));
        if (value === undefined)
            return undefined;
        return stored(() => {
            const fields = readObject(parseJson(value), { required: ['v', 'server', 'service'] }, 'used invitation');
            return { server: parseDid(readString(fields.server, 'server')), service: readString(fields.service, 'service') };
        });
    }
}
function named(id) {
    return { invitation: toHex(sha256(id)) };
}
function putMade(id, made) {
    const { scope, lifetimeS, renewableS = 0, publicKey, expiresAtMs, spent } = made;
    const json = {
        v: 1,
        scope: scope,
        lifetime: lifetimeS,
        ...(renewableS === 0 ? {} : { renewable: renewableS }),
        key: toBase64url(publicKey),
        expires: expiresAtMs,
        ...(spent === undefined ? {} : { spent: { by: spent.by, token: spent.token } }),
    };
    return { kind: 'put', space: 'invitation', key: concat(MADE, id), value: canonicalBytes(json) };
}
function readMade(value) {
    return stored(() => {
        const required = ['v', 'scope', 'lifetime', 'key', 'expires'];
        const fields = readObject(parseJson(value), { required, optional: ['spent', 'renewable'] }, 'invitation');
        const spent = fields.spent === undefined
            ? undefined
            : readObject(fields.spent, { required: ['by', 'token'] }, 'invitation.spent');
        return {
            scope: parseScope(fields.scope),
            lifetimeS: readInteger(fields.lifetime, 'lifetime'),
            renewableS: fields.renewable === undefined ? 0 : readInteger(fields.renewable, 'renewable'),
            publicKey: readBase64url(fields.key, 'key', 32),
            expiresAtMs: readInteger(fields.expires, 'expires'),
            spent: spent === undefined
                ? undefined
                : { by: parseDid(readString(spent.by, 'by')), token: readString(spent.token, 'token') },
        };
    });
}
function stored(read) {
    try {
        return read();
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'an invitation of the store cannot be read', { cause });
    }
}
