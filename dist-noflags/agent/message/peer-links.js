/**
 * The links of purpose `message` to peers: dialled and taken, one to send over for each peer, and the frames on them:
 * envelopes, requests for bundles, bundles. PROTOCOL.md §5.6.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { keyOfDid } from "../../identity/did.js";
import { FRAME_TYPES } from "../../net/frame.js";
import { unlessAborted } from "../waits.js";
import { bundleRequest, readBundleRequest } from "./bundle-request.js";
/** How long a bundle is waited for that a peer was asked for, in milliseconds. */
export const BUNDLE_TIMEOUT_MS = 30_000;
/** Bundles that one link may ask for. */
export const MAX_BUNDLE_REQUESTS = 8;
/** How long a link stays after there was a better one in its place, for what is on its way, in milliseconds. */
export const MOVED_LINK_MS = 10_000;
/** See the module comment. */
export class PeerLinks {
    #terms;
    #links = new Map();
    #dialling = new Map();
    /** Who waits for the bundle that a peer was asked for; one a peer. */
    #bundles = new Map();
    #asking = new Map();
    /** How often the peer was asked over a link. */
    #asked = new WeakMap();
    /** The frame of each link that is being taken. */
    #taking = new WeakMap();
    #unwatch;
    #isClosed = false;
    constructor(terms) {
        this.#terms = terms;
        const { network } = terms;
        const unwake = network?.onWake((sleptMs) => {
            for (const link of this.#links.values())
                link.probe(sleptMs);
        });
        const unwatch = network?.onBetterPath((peer) => void this.#moveTo(peer));
        this.#unwatch = () => {
            unwake?.();
            unwatch?.();
        };
    }
    /** Opens a link over the better way that there is now, and ends the one before when what is on its way has come. */
    async #moveTo(peer) {
        const before = this.#links.get(peer);
        if (before === undefined || before.path !== 'relayed' || this.#dialling.has(peer))
            return;
        const dialling = this.#dial(peer);
        this.#dialling.set(peer, dialling);
        try {
            await dialling;
            await this.#terms.waits.until({ link: before, ms: MOVED_LINK_MS }, () => { });
            await before.close();
        }
        catch (error) {
            // It stays where it is.
            if (!isTalosError(error))
                throw error;
        }
        finally {
            if (this.#dialling.get(peer) === dialling)
                this.#dialling.delete(peer);
        }
    }
    /** The open link to `peer`. */
    get(peer) {
        return this.#links.get(peer);
    }
    /** The open link to `peer`, or a new one. @throws {TalosError} what `connect` throws; `E_IDENTITY_MISMATCH`. */
    async to(peer, signal) {
        const open = this.#links.get(peer);
        if (open !== undefined)
            return open;
        // Several may wait for one dial, so no signal ends it but its own deadline.
        const dialling = this.#dialling.get(peer) ?? this.#dial(peer);
        this.#dialling.set(peer, dialling);
        try {
            const link = await unlessAborted(dialling, signal);
            if (this.#terms.network?.hasBetter(peer, link.path) === true)
                queueMicrotask(() => void this.#moveTo(peer));
            return link;
        }
        finally {
            this.#dialling.delete(peer);
        }
    }
    async #dial(peer) {
        const link = await this.#terms.connect(peer);
        if (!equalBytes(link.peerKey, keyOfDid(peer))) {
            await link.close();
            throw new TalosError('E_IDENTITY_MISMATCH', 'the link leads to another agent than the one asked for');
        }
        this.adopt(peer, link);
        return link;
    }
    /** Takes a link to `peer`, and owns it from now on. */
    adopt(peer, link) {
        if (this.#isClosed) {
            void link.close();
            return;
        }
        // Both sides may dial at once, and both links work: the newest is used for sending, the other still receives.
        this.#links.set(peer, link);
        void link.closed.then(() => {
            if (this.#links.get(peer) === link)
                this.#links.delete(peer);
        });
        const asked = { bundles: 0 };
        link.onFrame((frame) => {
            const taking = this.#onFrame(peer, link, frame, asked);
            this.#taking.set(link, taking);
            return taking;
        });
        this.#terms.onLink(peer, link);
    }
    /**
     * Sends an envelope that answers one which came over `link`: after all that was sealed for the peer before. Where both
     * dialled at once, what went over two links would come in another order, and be of chains that are too old to open.
     */
    reply(peer, link, envelope) {
        try {
            (this.#links.get(peer) ?? link).send(FRAME_TYPES.data, envelope);
        }
        catch (error) {
            // It has just ended.
            if (!isTalosError(error, 'E_CLOSED'))
                throw error;
            link.send(FRAME_TYPES.data, envelope);
        }
    }
    async #onFrame(peer, link, { type, payload }, asked) {
        if (type === FRAME_TYPES.data)
            return this.#terms.onEnvelope(peer, link, payload);
        if (type === FRAME_TYPES.handshakeAck)
            return this.#onBundle(peer, payload);
        if (type !== FRAME_TYPES.handshake)
            throw new TalosError('E_PROTOCOL', `frame of type ${type} on a message link`);
        if (++asked.bundles > MAX_BUNDLE_REQUESTS)
            throw new TalosError('E_RATE_LIMITED', 'too many requests for a bundle');
        readBundleRequest(payload, { from: peer, to: this.#terms.self });
        link.send(FRAME_TYPES.handshakeAck, await this.#terms.offer(peer));
    }
    /**
     * Asks `peer` for a bundle; one question after another.
     *
     * @throws {TalosError} as {@link PeerLinks.to}; `E_TIMEOUT` where none comes.
     */
    async askBundle(peer) {
        const before = this.#asking.get(peer);
        const asking = (async () => {
            await before?.catch(() => undefined);
            return this.#askOne(peer);
        })();
        this.#asking.set(peer, asking);
        try {
            return await asking;
        }
        finally {
            if (this.#asking.get(peer) === asking)
                this.#asking.delete(peer);
        }
    }
    async #askOne(peer) {
        const link = await this.#linkToAsk(peer);
        let bundle;
        const isThere = await this.#terms.waits.until({ link, ms: BUNDLE_TIMEOUT_MS }, (done) => {
            this.#bundles.set(peer, (given) => {
                bundle = given;
                done();
            });
            try {
                link.send(FRAME_TYPES.handshake, bundleRequest({ from: this.#terms.self, to: peer }));
            }
            catch (error) {
                // The peer has ended the link already: it wants none of this agent.
                if (!isTalosError(error, 'E_CLOSED'))
                    throw error;
            }
        });
        this.#bundles.delete(peer);
        if (!isThere || bundle === undefined)
            throw new TalosError('E_TIMEOUT', 'the peer gave no bundle');
        return bundle;
    }
    /** A link that was not asked as often yet as the peer answers. */
    async #linkToAsk(peer) {
        const open = this.#links.get(peer);
        if (open !== undefined && (this.#asked.get(open) ?? 0) >= MAX_BUNDLE_REQUESTS) {
            this.#links.delete(peer);
            await open.close();
        }
        const link = await this.to(peer);
        this.#asked.set(link, (this.#asked.get(link) ?? 0) + 1);
        return link;
    }
    #onBundle(peer, bundle) {
        const give = this.#bundles.get(peer);
        if (give === undefined)
            throw new TalosError('E_PROTOCOL', 'a bundle that nobody asked for');
        this.#bundles.delete(peer);
        give(bundle);
    }
    /** Ends the links when the frame that each is taking has been taken; takes no other. */
    async close() {
        this.#isClosed = true;
        this.#unwatch();
        const links = [...this.#links.values()];
        await Promise.allSettled(links.map(async (link) => this.#taking.get(link)));
        await Promise.all(links.map((link) => this.#terms.settled(link)));
        await Promise.all(links.map((link) => link.close()));
    }
}
