/**
 * What the parts of the SDK's client share: the agent, as long as it is open, and how arguments are read.
 *
 * @module
 */
import { assertText, mistakesOfCaller } from "../../base/caller-mistakes.js";
import { TalosError } from "../../base/errors.js";
import { didOfKey, parseDid } from "../../identity/did.js";
import { parsePeerId } from "../../net/peer-id.js";
/** See the module comment. */
export class ClientContext {
    #parts;
    #isClosed = false;
    constructor(parts) {
        this.#parts = parts;
    }
    /** The parts. @throws {TalosError} `E_CLOSED` once the client is closed. */
    get parts() {
        this.assertOpen();
        return this.#parts;
    }
    /** @throws {TalosError} `E_CLOSED` once the client is closed. */
    assertOpen() {
        if (this.#isClosed)
            throw new TalosError('E_CLOSED', 'the client is closed');
    }
    /** From now on nothing is begun any more. */
    close() {
        this.#isClosed = true;
    }
    /** Asks the agent something. @throws {TalosError} `E_CLOSED`; {RangeError} for what a command would call a mistake. */
    async ask(work) {
        return mistakesOfCaller(() => {
            const { agent, core } = this.parts;
            return work(agent, core);
        });
    }
    /** Listens, and takes what mailboxes have. @returns The multiaddrs it is reached at. */
    async receive() {
        const { agent, listen } = this.parts;
        const addresses = await listen();
        await agent.messages.takeMail();
        return addresses;
    }
    /** @throws {RangeError} for the own identity; what {@link didOf} throws. */
    otherThan(peer) {
        const did = didOf(peer);
        if (did === this.#parts.core.identity.did)
            throw new RangeError('peer is the own identity');
        return did;
    }
    /**
     * What a feed of the agent gives, for one reader, from the first step of the loop on. Ends when the client closes.
     *
     * @throws {TalosError} `E_CLOSED`, at once; what ends the feed.
     * @throws The reason of the signal where that aborts.
     */
    each(open, signal) {
        const { agent } = this.parts;
        return readFeed(() => mistakesOfCaller(() => open(agent, signal)), signal);
    }
}
async function* readFeed(open, signal) {
    signal?.throwIfAborted();
    const feed = await open();
    try {
        for (let next = await feed.next(); next !== undefined; next = await feed.next()) {
            signal?.throwIfAborted();
            yield next;
            await feed.take();
        }
        signal?.throwIfAborted();
        await feed.ended.catch((error) => {
            if (!(error instanceof TalosError && error.code === 'E_CLOSED'))
                throw error;
        });
    }
    finally {
        await feed.close();
    }
}
/** A DID from a DID or a libp2p peer id. @throws {TypeError} for no text; {TalosError} `E_BAD_DID` or `E_MALFORMED`. */
export function didOf(peer) {
    assertText(peer, 'peer');
    return peer.startsWith('did:') ? parseDid(peer) : didOfKey(parsePeerId(peer));
}
/** A peer as the agent is asked about it: a libp2p peer id as its DID, anything else as it is. @throws as {@link didOf}. */
export function peerText(peer, name = 'peer') {
    assertText(peer, name);
    return peer.startsWith('12D3KooW') ? didOfKey(parsePeerId(peer)) : peer;
}
