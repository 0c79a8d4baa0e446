/**
 * Asking a peer whether it is there, and over which way: no more is said than a PING frame on a link, which everybody answers
 * who takes links. PROTOCOL.md §6.8.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
import { systemTimer } from "../../net/timer.js";
import { MAX_PINGS } from "../api/ping-api.js";
import { dialPeer, peerOf } from "./peer-dial.js";
/** Pause between two questions, in milliseconds. */
export const PING_PAUSE_MS = 1000;
/** For one answer, in milliseconds. */
export const PING_TIMEOUT_MS = 10_000;
/** Those links that peers take most often come first. */
const PURPOSES = ['channel', 'message'];
/**
 * Asks a peer, each time over the best connection that there is then.
 *
 * @throws {TalosError} what dialling throws; `E_TIMEOUT`, `E_CLOSED` where no answer comes.
 * @throws {RangeError} for a count out of bounds.
 */
export async function pingPeer(core, parts, { peer: text, count }, signal) {
    if (!Number.isInteger(count) || count < 1 || count > MAX_PINGS)
        throw new RangeError(`count must be an integer from 1 to ${MAX_PINGS}, got ${count}`);
    const { timer = systemTimer } = parts;
    const peer = await peerOf(core, text);
    const tried = [];
    const onAttempt = (attempt) => void tried.push(attempt);
    const open = () => linkTo(core, { ...parts, onAttempt }, peer, signal);
    const answers = [];
    let link = await open();
    try {
        for (;;) {
            const limit = AbortSignal.timeout(PING_TIMEOUT_MS);
            const ms = await link.roundTrip(signal === undefined ? limit : AbortSignal.any([signal, limit]));
            answers.push({ path: link.path, ms });
            if (answers.length === count)
                break;
            await pause(PING_PAUSE_MS, timer, signal);
            // The connection stays while there is a link over it, and a better one may be there by now.
            const next = await open();
            await link.close();
            link = next;
        }
        const punch = (await parts.reach?.())?.punches.findLast((each) => each.peer === peer);
        const view = { peer, path: link.path, address: link.remoteAddress, answers, tried };
        return punch === undefined ? view : { ...view, punch };
    }
    finally {
        await link.close();
    }
}
async function linkTo(core, parts, peer, signal) {
    const [first = 'channel', ...others] = PURPOSES;
    try {
        return await dialPeer(core, parts, first, peer, signal);
    }
    catch (error) {
        const [other] = others;
        if (other === undefined || !isTalosError(error, 'E_REFUSED'))
            throw error;
        return await dialPeer(core, parts, other, peer, signal);
    }
}
function pause(ms, timer, signal) {
    return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const end = () => {
            cancel();
            reject(signal?.reason);
        };
        const cancel = timer.after(ms, () => {
            signal?.removeEventListener('abort', end);
            resolve();
        });
        signal?.addEventListener('abort', end, { once: true });
    });
}
