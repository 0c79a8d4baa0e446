/**
 * Renews the grant of an open tunnel before it ends, again and again, while its issuer agrees. PROTOCOL.md §8.6.
 *
 * @module
 */
import { ERROR_CODES, EXIT, isTalosError, TalosError } from "../../base/errors.js";
/** The share of its life after which a grant is renewed. */
export const RENEW_AFTER = 2 / 3;
/** Milliseconds to the next try where an issuer was not reached, at least. */
export const RENEW_RETRY_MS = 1000;
/** Timers hold 31 bits; what is longer is looked at again. */
const LONGEST_TIMER_MS = 86_400_000;
/** Starts to renew `grant`, where it is renewable, until the tunnel ends or its issuer refuses. */
export function renewInTime(parts, grant) {
    const stop = new AbortController();
    let timer;
    void parts.ended.then(() => {
        clearTimeout(timer);
        stop.abort(new TalosError('E_CLOSED', 'the tunnel has ended'));
    });
    const after = (ms, held) => {
        timer = setTimeout(() => void attempt(held), Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
    };
    const attempt = async (held) => {
        const waitMs = dueIn(parts.core, held);
        if (waitMs > 0)
            return after(waitMs, held);
        try {
            const next = await parts.renew(held, stop.signal);
            if (stop.signal.aborted)
                return;
            parts.tunnel.renew(next.chain);
            if (isRenewable(next))
                after(Math.max(dueIn(parts.core, next), RENEW_RETRY_MS), next);
        }
        catch (error) {
            if (stop.signal.aborted)
                return;
            if (isFinal(error))
                parts.core.notice('tunnel', `the grant is not renewed: ${error.message}`, parts.peer);
            else
                after(Math.max(lifeMs(held) / 20, RENEW_RETRY_MS), held);
        }
    };
    if (isRenewable(grant))
        after(dueIn(parts.core, grant), grant);
}
function isRenewable({ token: { claims } }) {
    return (claims.scope.renewable_until ?? 0) > claims.expiresAtS;
}
function lifeMs({ token: { claims } }) {
    return (claims.expiresAtS - claims.issuedAtS) * 1000;
}
function dueIn({ authority }, held) {
    return held.token.claims.issuedAtS * 1000 + lifeMs(held) * RENEW_AFTER - authority.standing().nowMs;
}
/** Whether the issuer said no, so that asking again makes no sense. */
function isFinal(error) {
    return isTalosError(error) && ERROR_CODES[error.code].exit === EXIT.denied && error.code !== 'E_RATE_LIMITED';
}
