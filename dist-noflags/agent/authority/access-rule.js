/**
 * An access-control list as a rule of one tunnel. The list may be another one at each call. PROTOCOL.md §8.8.
 *
 * @module
 */
import { limitsOf } from "../../acl/acl.js";
import { decideName, decideRequest } from "../../acl/decide.js";
import { ALLOWED, deny } from "../../capability/verdict.js";
import { LIST_KINDS } from "../tunnel/list-changes.js";
const NO_LIMITS = {};
/** The rule of the tunnel of a peer. */
export function accessRule({ peer: did, listChanged }, { acl, peer, usage, watch }) {
    const unwatch = watch(() => LIST_KINDS.forEach(listChanged));
    let known;
    const limits = () => {
        const list = acl();
        if (list === undefined)
            return NO_LIMITS;
        const asked = peer(did);
        if (known?.list !== list || known.alias !== asked.alias)
            known = { list, alias: asked.alias, limits: limitsOf(list, asked) };
        return known.limits;
    };
    const shows = (kind, name) => {
        const list = acl();
        return list === undefined || decideName(list, peer(did), kind, name).allowed;
    };
    const within = (bounds, bytes) => {
        const excess = usage.excess(did, bounds, bytes);
        return excess === undefined ? ALLOWED : deny('RATE_LIMITED', excess);
    };
    return {
        coverage: {
            tool: (name) => shows('tool', name),
            resource: (uri) => shows('resource', uri),
            prompt: (name) => shows('prompt', name),
        },
        check({ request, bytes, statement }) {
            const list = acl();
            if (list === undefined)
                return ALLOWED;
            const { allowed, code, reason } = decideRequest(list, peer(did), request);
            if (!allowed)
                return deny(code ?? 'ACL_DENIED', reason);
            // Only what is on record is counted, and can be counted anew.
            return statement === undefined ? ALLOWED : within(limits(), bytes);
        },
        charge({ bytes }) {
            if (acl() === undefined)
                return ALLOWED;
            const bounds = limits();
            const verdict = within(bounds, bytes);
            if (verdict.allowed)
                usage.called(did, bounds, bytes);
            return verdict;
        },
        timeLimitMs: () => limits().maxExecutionMs,
        release(_call, { bytes }) {
            if (acl() === undefined)
                return ALLOWED;
            const { dataBytesPerDay } = limits();
            const bounds = dataBytesPerDay === undefined ? {} : { dataBytesPerDay };
            const verdict = within(bounds, bytes);
            if (verdict.allowed)
                usage.moved(did, bounds, bytes);
            return verdict;
        },
        close: unwatch,
    };
}
