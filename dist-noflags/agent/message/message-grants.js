/**
 * Who may write to this agent under a capability: the holders of its own tokens with `messages`, and of tokens below them,
 * which they present on a link. PROTOCOL.md §5.6, §8.2.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { authorizeFile, authorizeMessage } from "../../capability/authorize.js";
import { MAX_CHAIN_TEXT, MAX_CHAIN_TOKENS } from "../../capability/chain.js";
import { readToken } from "../../capability/token.js";
import { deny } from "../../capability/verdict.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readArray, readString } from "../../codec/fields.js";
import { readVersioned, SESSION_VERSION, SUITE } from "../../session/suite.js";
/** Peers whose presented chains are remembered. PROTOCOL.md §11. */
export const MAX_PRESENTED = 1024;
/** Most bytes of a frame that presents a chain: the tokens, and what is around them. */
const MAX_PRESENTED_BYTES = MAX_CHAIN_TEXT + 1024;
const NO_TOKEN = Object.freeze(deny('NO_CAPABILITY', 'the sender has no capability to send messages'));
/** The frame that presents a chain, root first. */
export function presentation({ from, to }, chain) {
    return encodeCbor({ v: SESSION_VERSION, suite: SUITE, from, to, chain: [...chain] });
}
/**
 * Reads what may be such a frame; `undefined` for the request for a bundle, which has no chain.
 *
 * @throws {TalosError} `E_MALFORMED`, `E_VERSION`; `E_IDENTITY_MISMATCH` if it is from or for somebody else.
 */
export function readPresentation(bytes, route) {
    const value = decodeCbor(bytes, { maxBytes: MAX_PRESENTED_BYTES });
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'chain'))
        return undefined;
    const fields = readVersioned(value, { required: ['from', 'to', 'chain'] }, 'presentation');
    if (readString(fields.from, 'from') !== route.from || readString(fields.to, 'to') !== route.to)
        throw new TalosError('E_IDENTITY_MISMATCH', 'a capability is presented from or for another agent');
    return readArray(fields.chain, 'chain', { min: 1, max: MAX_CHAIN_TOKENS }, (text, name) => readString(text, name, { min: 1, max: MAX_CHAIN_TEXT }));
}
/** See the module comment. */
export class MessageGrants {
    #core;
    #rootsOf;
    #presented = new BoundedMap(MAX_PRESENTED);
    /** @param rootsOf - Whose root tokens a service accepts; this agent's where it is not lent. */
    constructor(core, rootsOf) {
        this.#core = core;
        this.#rootsOf = rootsOf;
    }
    /** Takes a chain that `sender` presented, where it lets it write now. @returns Why it does not. */
    present(sender, chain) {
        const verdict = this.#verdict(sender, chain, (grant, standing) => authorizeMessage(grant, 0, standing));
        if (!verdict.allowed)
            return verdict;
        this.#presented.set(sender, chain);
        return undefined;
    }
    /** Whether `sender` may write a message of so many bytes now, under any of its tokens; of more than one denial the last. */
    verdict(sender, bytes) {
        return this.#anyOf(sender, 'messages', (grant, standing) => authorizeMessage(grant, bytes, standing));
    }
    /** Whether `sender` may send a file now, likewise, or under the chain that came with it. */
    fileVerdict(sender, file) {
        const allows = (grant, standing) => authorizeFile(grant, file, standing);
        const verdict = this.#anyOf(sender, 'files', allows);
        return verdict.allowed || file.chain === undefined ? verdict : this.#verdict(sender, file.chain, allows);
    }
    #anyOf(sender, rule, allows) {
        const { grants, identity } = this.#core;
        let verdict = NO_TOKEN;
        const own = grants
            .all()
            .filter(({ direction, token: { claims } }) => direction === 'issued' &&
            claims.subject === sender &&
            claims.audience === identity.did &&
            claims.scope[rule] !== undefined)
            .map(({ token }) => [token.text]);
        const presented = this.#presented.get(sender);
        for (const chain of presented === undefined ? own : [presented, ...own]) {
            verdict = this.#verdict(sender, chain, allows);
            if (verdict.allowed)
                return verdict;
        }
        return verdict;
    }
    #verdict(sender, chain, allows) {
        const { authority } = this.#core;
        const service = serviceOf(chain);
        if (service === undefined)
            return deny('MALFORMED', 'what was presented is no capability');
        const verified = authority.verify(chain, sender, service, this.#rootsOf(service));
        return verified.allowed ? allows(verified.grant, authority.standing()) : verified;
    }
    /**
     * The chain to present to `peer`, under which this agent may write to it, or send it files; `undefined` where there is
     * none, or it was issued by the peer itself, who knows it.
     */
    toPresent(peer, rule) {
        const { grants, authority } = this.#core;
        const { nowMs, revocations } = authority.standing();
        const held = grants
            .all()
            .findLast(({ direction, chain, token: { claims } }) => direction === 'received' &&
            claims.audience === peer &&
            claims.scope[rule] !== undefined &&
            claims.expiresAtS * 1000 > nowMs &&
            !revocations.revokes(chain));
        const isKnown = held?.chain.length === 1 && held.token.claims.issuer === peer;
        return held === undefined || isKnown ? undefined : held.chain.map(({ text }) => text);
    }
}
function serviceOf(chain) {
    try {
        const leaf = chain.at(-1);
        return leaf === undefined ? undefined : readToken(leaf).claims.scope.service;
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED'))
            return undefined;
        throw error;
    }
}
/** The word that a peer is told whose messages are not taken. */
export const DENIED = utf8('denied');
