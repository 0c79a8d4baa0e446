/**
 * Waiting for what becomes of a message that was sent: through links that break, and a peer that is away.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
/** States after which nothing more becomes of a message. */
const OVER = new Set(['delivered', 'failed']);
/**
 * What becomes of a message to `peer`: resolves when it is delivered or given up, or one of the limits is reached.
 *
 * @throws {TalosError} `E_NOT_FOUND` where there is none of this id, or none any more.
 */
export async function outcomeOf({ deliveries, waits, find, retry }, peer, id, limits) {
    const found = async () => {
        const message = await find(peer, id);
        if (message === undefined)
            throw new TalosError('E_NOT_FOUND', 'there is no message of this id to this peer');
        return message;
    };
    let isOver = false;
    let wake = () => { };
    const unwatch = deliveries.watch((delivery) => {
        if (!OVER.has(delivery.state) || !equalBytes(delivery.id, id))
            return;
        isOver = true;
        wake();
    });
    try {
        const now = await found();
        if (now.state !== 'queued' && now.state !== 'sent')
            return now;
        retry(peer);
        const settled = await waits.until(limits, (done) => {
            wake = done;
            if (isOver)
                done();
        });
        return settled ? await found() : now;
    }
    finally {
        unwatch();
    }
}
