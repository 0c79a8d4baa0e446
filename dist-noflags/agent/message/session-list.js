/**
 * The durable sessions of a store, for people: with whom, since which handshake, without any key.
 *
 * @module
 */
import { fromUtf8 } from "../../base/bytes.js";
import { parseDid } from "../../identity/did.js";
import { decodePeerSessions, isSilent } from "../../session/peer-sessions.js";
/** All of them. @throws {TalosError} `E_STORAGE…`. */
export async function listSessions(store, records, nowMs) {
    const found = [];
    for await (const [key, sealed] of store.scan('session')) {
        const held = decodePeerSessions(records.open('session', key, sealed));
        const [first, ...others] = held.sessions;
        if (first === undefined)
            continue;
        const { id: session, role, oneTime, oneTimeKem, pending } = first;
        const isAnswered = pending === undefined;
        found.push({
            peer: parseDid(fromUtf8(key)),
            session,
            role,
            oneTime,
            oneTimeKem,
            isAnswered,
            archived: others.length,
            repairs: held.repairs.count,
            lastRepairAtMs: held.repairs.lastAtMs,
            unheard: held.unheard,
            silentSinceMs: held.silentSinceMs,
            isSilent: isSilent(held, nowMs),
        });
    }
    return found;
}
