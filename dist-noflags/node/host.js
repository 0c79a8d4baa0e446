import { assertBytes } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { signingKey } from "../crypto/sign.js";
import { endpointOf, isDialable, parseAddresses, parsePlace } from "../net/address.js";
import { formatPeerId } from "../net/peer-id.js";
import { DIAL_TIMEOUT_MS, HANDSHAKE_TIMEOUT_MS, PROTOCOLS } from "../net/protocols.js";
import { linkOverStream } from "../net/stream-link.js";
import { startDeadline } from "./deadline.js";
import { firstToAnswer } from "./network/dial.js";
import { Ladder } from "./network/ladder.js";
import { ANOTHER_IDENTITY, MAX_CONNECTIONS, openNode } from "./network/libp2p-node.js";
import { Paths } from "./network/paths.js";
import { joinWindowUpdates } from "./store/joined-writes.js";
/** How often connections without a link are looked for; one found twice is closed. In milliseconds. */
export const IDLE_SWEEP_MS = 15_000;
/** How long a connection that exists may take to open a stream before a new one is dialled, in milliseconds. */
const REUSE_TIMEOUT_MS = 3000;
/** How long a connection may take to close in peace, in milliseconds. */
const HANG_UP_TIMEOUT_MS = 1000;
const relayedAlso = { runOnLimitedConnection: true };
/**
 * Starts a host.
 *
 * @throws {TalosError} `E_MALFORMED` for an address that is none; `E_CONFIG` if one cannot be listened on.
 */
export async function openHost(init) {
    assertBytes(init.seed, 'seed', 32);
    const listen = (init.listen ?? []).map((address) => parsePlace(address).text);
    const { handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS, maxConnections = MAX_CONNECTIONS } = init;
    const node = await listening(openNode({ seed: init.seed, listen, handshakeTimeoutMs, maxConnections, http: init.http }));
    return new Libp2pHost(node, signingKey(init.seed).publicKey, init.dialTimeoutMs ?? DIAL_TIMEOUT_MS);
}
class Libp2pHost {
    peerId;
    #node;
    #dialTimeoutMs;
    #stopped = new AbortController();
    #links = new Map();
    #open = new Set();
    #ladder;
    #served = new Set();
    #leaving = new WeakSet();
    #paths;
    #idle = new Set();
    #sweep;
    constructor(node, publicKey, dialTimeoutMs) {
        this.peerId = formatPeerId(publicKey);
        this.#node = node;
        this.#dialTimeoutMs = dialTimeoutMs;
        this.#paths = new Paths(node);
        this.#ladder = new Ladder({
            node,
            timeoutMs: dialTimeoutMs,
            stopped: this.#stopped.signal,
            discard: (late) => this.#hangUp(late),
        });
        // libp2p notes every peer it met; a server that meets many must forget them.
        node.libp2p.addEventListener('peer:disconnect', (event) => {
            // Not to forget one is no failure of anything.
            node.libp2p.peerStore.delete(event.detail).catch(() => undefined);
        });
        this.#sweep = setInterval(() => this.#closeIdle(), IDLE_SWEEP_MS);
        this.#sweep.unref();
    }
    get addresses() {
        return this.#node.addresses();
    }
    use(start) {
        this.#assertOpen();
        return start(this.#node);
    }
    onBetterPath(listen) {
        return this.#paths.onBetter(listen);
    }
    pathTo(peerKey) {
        const connection = this.#connectionTo(formatPeerId(peerKey));
        return connection && this.#paths.of(connection);
    }
    async listen(addresses) {
        this.#assertOpen();
        await listening(this.#node.listen(addresses.map((address) => parsePlace(address).text)));
        return this.addresses;
    }
    async serve(purpose, accept) {
        this.#assertOpen();
        if (this.#served.has(purpose))
            throw new TypeError(`the purpose ${purpose} is served already`);
        this.#served.add(purpose);
        const terms = PROTOCOLS[purpose];
        // A relay says how much it carries at most: then libp2p wants to be told that the protocol is for that, too.
        const limits = { ...relayedAlso, maxInboundStreams: terms.maxStreams, maxOutboundStreams: terms.maxStreams };
        await this.#node.libp2p.handle(terms.id, (stream, connection) => this.#accept(stream, connection, terms, accept), limits);
        return {
            [Symbol.asyncDispose]: async () => {
                if (this.#served.delete(purpose))
                    await this.#node.libp2p.unhandle(terms.id);
            },
        };
    }
    #accept(stream, connection, terms, accept) {
        if (this.#stopped.signal.aborted) {
            stream.abort(new Error('the host was closed'));
            return;
        }
        this.#retain(connection);
        const link = this.#link(stream, connection, terms, 'inbound');
        // An error here is about this link alone: it ends, and the application that accepted it knows why.
        Promise.resolve()
            .then(() => accept(link))
            .catch(() => link.close());
    }
    async connect(purpose, target, signal) {
        signal?.throwIfAborted();
        this.#assertOpen();
        const peerId = formatPeerId(target.peerKey);
        const addresses = this.#targetsOf(peerId, target.addresses);
        const deadline = startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal);
        let allowed = [];
        try {
            allowed = await allowedOf(addresses, target, deadline.signal);
            return await this.#connect(PROTOCOLS[purpose], { peerId, addresses: allowed, onAttempt: target.onAttempt }, deadline.signal);
        }
        catch (error) {
            signal?.throwIfAborted();
            this.#assertOpen();
            const failure = dialError(error, peerId, deadline.isPast() ? this.#dialTimeoutMs : undefined);
            if (target.askWho !== true || failure.code !== 'E_IDENTITY_MISMATCH')
                throw failure;
            throw await this.#withAnswerer(failure, allowed.map(({ text }) => text), signal);
        }
        finally {
            deadline.clear();
        }
    }
    async learnKey(addresses, signal) {
        signal?.throwIfAborted();
        this.#assertOpen();
        const targets = placesOf(addresses);
        const deadline = startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal);
        try {
            const attempts = targets.map(({ text }) => (over) => this.#node.dial(text, over));
            const connection = await firstToAnswer(attempts, (late) => this.#hangUp(late), deadline.signal);
            const key = connection.remotePeer.publicKey;
            // The connection stays for the link that follows; without one it is idle, and closed as any other.
            if (key?.type === 'Ed25519')
                return new Uint8Array(key.raw);
            this.#hangUp(connection);
            throw unreachable(connection.remotePeer.toString(), 'what answered has no Ed25519 key', undefined);
        }
        catch (error) {
            signal?.throwIfAborted();
            this.#assertOpen();
            throw dialError(error, undefined, deadline.isPast() ? this.#dialTimeoutMs : undefined);
        }
        finally {
            deadline.clear();
        }
    }
    /** `failure` with who answered in place of the peer, where that can be found out. */
    async #withAnswerer(failure, texts, signal) {
        const { whoAnswers } = await import("./network/who-answers.js");
        const places = placesOf(texts);
        const who = await whoAnswers(places.map((place) => endpointOf(place.text)), startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal));
        if (who === undefined)
            return failure;
        const { message, cause, hint, details } = failure;
        return new TalosError('E_IDENTITY_MISMATCH', message, { cause, hint, details: { ...details, ...who } });
    }
    async [Symbol.asyncDispose]() {
        if (this.#stopped.signal.aborted)
            return;
        this.#stopped.abort(new TalosError('E_CLOSED', 'the host was closed'));
        clearInterval(this.#sweep);
        await Promise.all([...this.#open].map((link) => link.close()));
        await this.#node.libp2p.stop();
    }
    #assertOpen() {
        this.#stopped.signal.throwIfAborted();
    }
    #targetsOf(peerId, texts) {
        const addresses = parseAddresses(texts);
        const other = addresses.find((address) => address.peerId !== undefined && address.peerId !== peerId);
        if (other !== undefined)
            throw mismatch(peerId, `the address ${other.text} names another peer`);
        if (peerId === this.peerId)
            throw unreachable(peerId, 'the peer is this agent itself', undefined, ITSELF);
        return addresses.filter((address) => isDialable(address) && address.relayId !== this.peerId);
    }
    async #connect(terms, { peerId, addresses, onAttempt }, signal) {
        const existing = this.#connectionTo(peerId);
        if (existing !== undefined) {
            const brief = startDeadline(REUSE_TIMEOUT_MS, signal);
            try {
                return await this.#openLink(existing, terms, addresses, brief.signal);
            }
            catch (error) {
                if (existing.status === 'open' && !brief.isPast())
                    throw error;
                // It broke and nobody had noticed: a new one may do.
                this.#hangUp(existing);
            }
            finally {
                brief.clear();
            }
            signal.throwIfAborted();
        }
        const connection = await this.#ladder.dial(peerId, addresses, signal, onAttempt);
        return this.#openLink(connection, terms, addresses, signal);
    }
    #connectionTo(peerId) {
        return this.#paths.bestTo(peerId, this.#leaving);
    }
    async #openLink(connection, terms, addresses, signal) {
        this.#retain(connection);
        if (this.#paths.of(connection) === 'relayed')
            this.#ladder.climb(connection, addresses);
        try {
            const open = connection.streams.filter(({ direction, protocol }) => direction === 'outbound' && protocol === terms.id);
            if (open.length >= terms.maxStreams)
                throw new TalosError('E_LIMIT', `${open.length} links of this purpose to the peer, limit ${terms.maxStreams}`);
            const stream = await connection.newStream(terms.id, {
                ...relayedAlso,
                signal,
                maxOutboundStreams: terms.maxStreams,
            });
            // The peer may have taken it and dropped it at once, having too many.
            if (stream.status !== 'open')
                throw new TalosError('E_REFUSED', 'the peer takes no further link', { details: { reason: 'busy' } });
            return this.#link(stream, connection, terms, 'outbound');
        }
        catch (error) {
            this.#release(connection);
            throw error;
        }
    }
    /** Makes the link of `stream`; its connection was retained and is released when it ends. */
    #link(stream, connection, terms, direction) {
        const peerKey = connection.remotePeer.publicKey?.raw ?? new Uint8Array(0);
        const remoteAddress = connection.remoteAddr.toString();
        joinWindowUpdates(stream);
        const link = linkOverStream(stream, { peerKey, remoteAddress, direction, path: this.#paths.of(connection), terms });
        this.#open.add(link);
        void link.closed.then((reason) => {
            this.#open.delete(link);
            // Where nobody answers on one link, nobody would on another: whoever comes next is not to wait for the same silence.
            if (reason?.code === 'E_TIMEOUT')
                this.#leaving.add(connection);
            this.#release(connection);
        });
        return link;
    }
    #retain(connection) {
        this.#links.set(connection, (this.#links.get(connection) ?? 0) + 1);
    }
    #release(connection) {
        const left = (this.#links.get(connection) ?? 1) - 1;
        if (left > 0) {
            this.#links.set(connection, left);
            return;
        }
        this.#links.delete(connection);
        // Who dialled hangs up; the other side would cut off what the dialler may be about to open.
        if (connection.direction === 'outbound' && !this.#node.isKept(connection))
            this.#hangUp(connection);
    }
    /** Closes connections that had no link at this sweep and the one before. */
    #closeIdle() {
        const idle = this.#node.libp2p
            .getConnections()
            .filter((connection) => !this.#links.has(connection) && !this.#node.isKept(connection));
        for (const connection of idle)
            if (this.#idle.has(connection))
                this.#hangUp(connection);
        this.#idle = new Set(idle);
    }
    /** Closes a connection in peace, or by force where that takes too long; no new link opens over it meanwhile. */
    #hangUp(connection) {
        this.#leaving.add(connection);
        connection.close({ signal: AbortSignal.timeout(HANG_UP_TIMEOUT_MS) }).catch((error) => {
            connection.abort(error instanceof Error ? error : new Error('the connection did not close'));
        });
    }
}
/** The addresses where somebody answers that need not be known. */
function placesOf(texts) {
    return parseAddresses(texts).filter((address) => isDialable(address) && address.relayId === undefined);
}
/** Those of `addresses` that the target lets be dialled; without a word of it, all. */
async function allowedOf(addresses, { mayDial }, signal) {
    if (mayDial === undefined)
        return addresses;
    const { learnedAddresses } = await import("./network/learned-addresses.js");
    return learnedAddresses(addresses, mayDial, signal);
}
async function listening(started) {
    try {
        return await started;
    }
    catch (cause) {
        throw new TalosError('E_CONFIG', 'cannot listen on an address', {
            cause,
            hint: 'another program may use the port, or this machine may not have the address',
        });
    }
}
function isUnsupported(error) {
    return error instanceof Error && error.name === 'UnsupportedProtocolError';
}
function isMismatch(error) {
    if (error instanceof AggregateError)
        return error.errors.some(isMismatch);
    return error instanceof Error && error.message === ANOTHER_IDENTITY;
}
function dialError(error, peerId, elapsedMs) {
    if (isTalosError(error))
        return error;
    if (isMismatch(error))
        return mismatch(peerId, 'another peer answered at the address', error);
    if (elapsedMs !== undefined)
        return new TalosError('E_TIMEOUT', `no connection in ${elapsedMs} ms`, { cause: error, details: ofPeer(peerId) });
    if (isUnsupported(error))
        return new TalosError('E_REFUSED', 'the peer does not take part in this protocol', {
            cause: error,
            details: ofPeer(peerId),
        });
    const told = error instanceof AggregateError ? error.errors.find((each) => isTalosError(each, 'E_REFUSED')) : undefined;
    // A relay that has no room says more than addresses that nobody answers at.
    return told ?? unreachable(peerId, 'no address of the peer answered', error);
}
/** Absent where it was to be learned. */
function ofPeer(peerId) {
    return peerId === undefined ? {} : { peerId };
}
function mismatch(peerId, message, cause) {
    const hint = 'the address belongs to another agent, or somebody stands in between';
    return new TalosError('E_IDENTITY_MISMATCH', message, { cause, details: ofPeer(peerId), hint });
}
/** What to do where both ends turn out to be one agent. */
const ITSELF = 'two agents on one machine have a data directory each: --data-dir, or TALOS_HOME';
function unreachable(peerId, message, cause, hint = 'is the peer running, and are its address and port right?') {
    return new TalosError('E_UNREACHABLE', message, { cause, details: ofPeer(peerId), hint });
}
