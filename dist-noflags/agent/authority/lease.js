/**
 * Leases: tokens that are renewed are one thing to whoever takes them back, whichever of them is named. PROTOCOL.md §8.5,
 * §8.6.
 *
 * @module
 */
import { isSameLine } from "../../capability/renewal.js";
/** The tokens of the lease of `held`, which this agent signed, that were made with it or after it, itself among them. */
function sinceThen({ grants }, { direction, token }) {
    if (direction === 'received' || token.claims.scope.renewable_until === undefined)
        return [];
    const { issuedAtS } = token.claims;
    const isOne = (each) => each.direction === direction && each.token.claims.issuedAtS >= issuedAtS && isSameLine(token, each.token);
    return grants.all().filter(isOne);
}
/** The other tokens of the lease of `held` that can be used still, or by which more could be asked for. */
export function restOfLease(parts, { direction, token }) {
    if (direction === 'received' || token.claims.scope.renewable_until === undefined)
        return [];
    const { nowMs } = parts.authority.standing();
    const isOne = (each) => each.direction === direction &&
        each.token.id !== token.id &&
        each.token.claims.expiresAtS * 1000 > nowMs &&
        isSameLine(token, each.token);
    return parts.grants.all().filter(isOne);
}
/**
 * Whether the lease of `held` was taken back: it, or a token that was made with it or after it. What was granted anew since
 * then, under the same terms, is another one.
 */
export function isTakenBack(parts, held) {
    const { revocations } = parts.authority.standing();
    return revocations.revokes(held.chain) || sinceThen(parts, held).some(({ chain }) => revocations.revokes(chain));
}
/** What this agent took back below tokens of the lease of `held`, said of its new token `id`. */
export function stillTakenBack(parts, held, id) {
    const { depth, maxDepth } = held.token.claims;
    // Nothing is below a token that is not passed on.
    if (depth >= maxDepth)
        return [];
    const { did } = parts.identity;
    const { revocations } = parts.authority;
    const before = new Set(sinceThen(parts, held).map(({ token }) => token.id));
    const said = revocations
        .takenBackUnder(did, before)
        .map((subject) => ({ kind: 'subject', id: subject, under: id }));
    if ([...before].some((each) => revocations.placeOf(did, { kind: 'chain', id: each }) !== undefined))
        said.push({ kind: 'chain', id });
    return said;
}
