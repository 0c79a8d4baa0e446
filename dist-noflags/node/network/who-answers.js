/**
 * Who is at an address, where it is not the one who was expected: asked under a throw-away key, so that a stranger does
 * not learn who asks. What the failed dial heard is worth nothing: libp2p looks at the key before its proof.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { didOfKey } from "../../identity/did.js";
import { MAX_ADDRESSES } from "../../net/address.js";
import { HANDSHAKE_TIMEOUT_MS } from "../../net/protocols.js";
import { firstToAnswer } from "./dial.js";
import { openNode } from "./libp2p-node.js";
/**
 * The identity that whoever answers first at one of `addresses` has proved; undefined where nobody does in time.
 *
 * @param addresses - Multiaddrs without `/p2p/…`.
 * @param limit - Is cleared here.
 */
export async function whoAnswers(addresses, limit) {
    const node = await openNode({
        seed: randomBytes(32),
        listen: [],
        handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
        maxConnections: MAX_ADDRESSES,
    });
    try {
        const attempts = addresses.map((address) => async (over) => {
            const { publicKey } = (await node.dial(address, over)).remotePeer;
            return publicKey?.type === 'Ed25519' ? { answered: didOfKey(publicKey.raw), address } : undefined;
        });
        return await firstToAnswer(attempts, () => { }, limit.signal);
    }
    catch (error) {
        // Gone again, or too slow: then it is not known who it was.
        if (isTalosError(error) || error instanceof AggregateError || limit.signal.aborted)
            return undefined;
        throw error;
    }
    finally {
        limit.clear();
        await node.libp2p.stop();
    }
}
