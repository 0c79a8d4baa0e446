/**
 * Renewing what this agent received, because a person or a program said so. PROTOCOL.md §8.6.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { isSameLine } from "../../capability/renewal.js";
import { isStorageFailure } from "../record/watched-ledger.js";
/**
 * Renews one grant, for its open tunnels too.
 *
 * @param id - All 64 hex digits, or at least 8 that fit one alone.
 * @returns The new grant; durable.
 * @throws {TalosError} as `GrantBook.find`; `E_NOT_FOUND` for one that this agent did not receive; as
 *   `TunnelDialer.renew`.
 */
export async function renewOne(parts, id, signal) {
    const held = parts.core.grants.find(id);
    if (held.direction !== 'received')
        throw new TalosError('E_NOT_FOUND', 'only the holder of a capability renews it, from its issuer');
    return renewHeld(parts, held, signal);
}
async function renewHeld({ dialer }, held, signal) {
    const renewed = await dialer.renew(held, signal);
    dialer.renewed(held, renewed);
    return renewed;
}
/** Renews the newest of each line that may be renewed still; one that fails does not hold up the others. */
export async function renewAll(parts, signal) {
    const { nowMs } = parts.core.authority.standing();
    const newest = [];
    for (const grant of [...parts.core.grants.all()].reverse()) {
        const { claims } = grant.token;
        const isRenewable = grant.direction === 'received' && (claims.scope.renewable_until ?? 0) * 1000 > nowMs;
        if (isRenewable && !newest.some(({ token }) => isSameLine(token, grant.token)))
            newest.push(grant);
    }
    return Promise.all(newest.map(async (held) => {
        const { id } = held.token;
        try {
            return { id, outcome: await renewHeld(parts, held, signal) };
        }
        catch (error) {
            if (isStorageFailure(error) || !isTalosError(error))
                throw error;
            return { id, outcome: error };
        }
    }));
}
