import { systemClock } from "../../base/clock.js";
import { isTalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { SourceCounter } from "../../base/source-counter.js";
import { randomBytes } from "../../crypto/random.js";
import { isDialable, parsePlace, sourceOf, withPeerId } from "../../net/address.js";
import { AUTONAT_PROTOCOL, decodeAutonatQuestion, encodeAutonatAnswer, MAX_AUTONAT_BYTES, } from "../../net/autonat-message.js";
import { isRelayed } from "../../net/path.js";
import { startDeadline } from "../deadline.js";
import { openNode } from "./libp2p-node.js";
import { MessageStream } from "./message-stream.js";
import { answerObserved } from "./observed.js";
/** Questions of one network address a minute that are answered by a dial. */
export const MAX_AUTONAT_A_SOURCE = 12;
/** Questions of everybody a minute that are. */
export const MAX_AUTONAT_IN_ALL = 600;
/** Dials at a time. */
export const MAX_AUTONAT_DIALS = 16;
/** For one dial, in milliseconds. */
export const AUTONAT_DIAL_MS = 5000;
/** For one question in all, in milliseconds. */
const ANSWER_TIMEOUT_MS = 8000;
const MINUTE_MS = 60_000;
const answering = new WeakSet();
/** Has `node` answer whoever asks where it is seen, and whether it is reached. Repeatable. */
export async function answerAutonat(node) {
    if (answering.has(node))
        return;
    answering.add(node);
    await answerObserved(node);
    const server = new AutonatServer();
    await node.libp2p.handle(AUTONAT_PROTOCOL, (stream, connection) => void server.answer(stream, connection), {
        maxInboundStreams: 2,
        maxOutboundStreams: 0,
    });
}
class AutonatServer {
    #sources = new SourceCounter(MAX_AUTONAT_A_SOURCE, MINUTE_MS, systemClock);
    #all = new RateCounter(MAX_AUTONAT_IN_ALL, MINUTE_MS, systemClock);
    #dials = 0;
    /** Answers one question; whatever goes wrong ends its stream alone. */
    async answer(stream, connection) {
        const deadline = startDeadline(ANSWER_TIMEOUT_MS);
        const messages = new MessageStream(stream, MAX_AUTONAT_BYTES);
        try {
            const status = await this.#statusOf(await messages.read(deadline.signal), connection, deadline.signal);
            messages.write(encodeAutonatAnswer(status));
            await messages.close(deadline.signal);
        }
        catch (error) {
            messages.abort(error);
        }
        finally {
            deadline.clear();
        }
    }
    async #statusOf(bytes, connection, signal) {
        let question;
        try {
            question = decodeAutonatQuestion(bytes);
        }
        catch (error) {
            if (isTalosError(error))
                return 'malformed';
            throw error;
        }
        const from = connection.remoteAddr.toString();
        if (question.peerId !== connection.remotePeer.toString())
            return 'malformed';
        const address = placeToDial(question, from);
        if (address === undefined || this.#dials >= MAX_AUTONAT_DIALS)
            return 'refused';
        if (!this.#sources.take(sourceOf(from)) || !this.#all.take(''))
            return 'refused';
        this.#dials += 1;
        try {
            return (await isReached(address, signal)) ? 'ok' : 'failed';
        }
        finally {
            this.#dials -= 1;
        }
    }
}
/**
 * The one address that the asker, who is at the multiaddr `from`, is dialled back at: its own network address, over TCP.
 * Undefined where it names none.
 */
export function placeToDial({ peerId, addresses }, from) {
    if (isRelayed(from))
        return undefined;
    const own = parsePlace(from);
    for (const text of addresses) {
        try {
            const place = parsePlace(text);
            const isOwn = place.family === own.family && place.host === own.host && place.transport === 'tcp';
            if (isOwn && isDialable(place) && (place.peerId === undefined || place.peerId === peerId))
                return withPeerId(place, peerId);
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
        }
    }
    return undefined;
}
/** Whether the peer of `address` proves its key there to somebody whom it has never met. */
async function isReached(address, signal) {
    const limit = startDeadline(AUTONAT_DIAL_MS, signal);
    const node = await openNode({
        seed: randomBytes(32),
        listen: [],
        handshakeTimeoutMs: AUTONAT_DIAL_MS,
        maxConnections: 1,
    });
    try {
        await node.dial(address, limit.signal);
        return true;
    }
    catch {
        return false; // which is the answer, whatever it is that stood in the way
    }
    finally {
        limit.clear();
        await node.libp2p.stop();
    }
}
