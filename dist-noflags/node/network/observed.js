/**
 * Where the world sees a port of this machine: asked of a server over a connection from that port, under a throw-away key.
 * A NAT that maps a port the same way whoever is asked then has another peer's packets for that place come to this port.
 *
 * @module
 */
import { identify } from '@libp2p/identify';
import { isTalosError, TalosError } from "../../base/errors.js";
import { randomBytes, randomFraction } from "../../crypto/random.js";
import { endpointOf, parsePlace } from "../../net/address.js";
import { HANDSHAKE_TIMEOUT_MS } from "../../net/protocols.js";
import { openNode } from "./libp2p-node.js";
import { withParts } from "./relay-parts.js";
/** Ports of private use. RFC 6335 §6. */
const FIRST_PORT = 49_152;
const PORTS = 65_536 - FIRST_PORT;
/** Ports that are tried, where others use them. */
const PORT_ATTEMPTS = 4;
/** Has `node` answer whoever asks where it is seen. */
export async function answerObserved(node) {
    const make = identify({ runOnConnectionOpen: false });
    // Nothing else of what that service tells: not the addresses of this machine in other networks.
    const addressManager = { getAddresses: () => [] };
    await node.addService('identify', (parts) => make(withParts(parts, { addressManager })));
}
/**
 * Takes a free port and learns where `server` sees it.
 *
 * @param server - The multiaddr of a server, with its id, over TCP alone.
 * @throws {TalosError} `E_UNREACHABLE` where the server does not answer or does not say.
 * @throws The reason of `signal`, where that aborts.
 */
export async function observePort(server, signal) {
    const node = await openNode({
        seed: randomBytes(32),
        listen: [],
        handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
        maxConnections: 1,
    });
    try {
        const { connection, localPort } = await dialFromFreePort(node, server, signal);
        const asking = await node.addService('identify', identify({ runOnConnectionOpen: false }));
        const { observedAddr } = await asking.identify(connection, { signal });
        if (observedAddr === undefined)
            throw new TalosError('E_UNREACHABLE', 'the server does not say where it sees us');
        const stop = async () => node.libp2p.stop();
        return { localPort, address: parsePlace(endpointOf(observedAddr.toString())), [Symbol.asyncDispose]: stop };
    }
    catch (error) {
        await node.libp2p.stop();
        signal.throwIfAborted();
        if (isTalosError(error))
            throw error;
        throw new TalosError('E_UNREACHABLE', 'the server that is to say where it sees us does not answer', {
            cause: error,
        });
    }
}
async function dialFromFreePort(node, server, signal) {
    for (let left = PORT_ATTEMPTS;; left--) {
        const localPort = FIRST_PORT + Math.floor(randomFraction() * PORTS);
        try {
            return { connection: await node.punch(server, { localPort, isClient: true }, signal), localPort };
        }
        catch (error) {
            if (left === 1 || !isTaken(error))
                throw error;
        }
    }
}
/** Whether a dial failed since somebody else has its port. */
export function isTaken(error) {
    return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EADDRNOTAVAIL');
}
