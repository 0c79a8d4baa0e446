import { startDeadline } from "../deadline.js";
/** What the other side is asked for, to hear from it. libp2p specifications, "ping". */
const PING_PROTOCOL = '/ipfs/ping/1.0.0';
/**
 * Asks for a stream, and drops it: that the other side does not know the protocol, or gives no stream, is an answer too.
 *
 * @returns False where nothing came within `ms`, or the connection has ended. Never rejects; at the signal, true, since nobody
 *   waits for it any more.
 */
export async function isAnswering(connection, ms, signal) {
    const isOpen = () => connection.status === 'open';
    if (!isOpen())
        return false;
    const limit = startDeadline(ms, signal);
    try {
        const stream = await connection.newStream(PING_PROTOCOL, {
            signal: limit.signal,
            negotiateFully: true,
            runOnLimitedConnection: true,
        });
        stream.abort(new Error('the answer was all that was asked for'));
        return true;
    }
    catch {
        return signal?.aborted === true || (!limit.isPast() && isOpen());
    }
    finally {
        limit.clear();
    }
}
