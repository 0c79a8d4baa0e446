/**
 * The port that everything above the network sees: an authenticated, ordered duplex of frames, and the host that
 * makes them. PROTOCOL.md §6.1.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { TalosError } from '../base/errors.ts';
import type { Frame, FrameType } from './frame.ts';
import type { Purpose } from './protocols.ts';
/** `drained` resolves when fewer bytes than this wait to be handed to the transport. */
export declare const LOW_WATER_BYTES: number;
/** Most bytes that may wait on one link; `send` beyond it is `E_LIMIT`: who sends so much must heed `drained`. */
export declare const MAX_BUFFERED_BYTES: number;
/** How long `close` waits for what was sent to leave and for the peer to close too, in milliseconds. */
export declare const CLOSE_TIMEOUT_MS = 2000;
/** Silence after which a side asks whether the peer is there, in milliseconds. PROTOCOL.md §6.2. */
export declare const KEEPALIVE_IDLE_MS = 15000;
/** Silence after the first question that ends the link, in milliseconds. PROTOCOL.md §6.2. */
export declare const KEEPALIVE_TIMEOUT_MS = 30000;
/**
 * How a connection goes: to an address of the peer, `lan` where that is of a private network, `punched` where both sides
 * opened their NATs for it at once, `relayed` through a relay, which sees who talks with whom and when, and ciphertext.
 */
export type Path = 'direct' | 'lan' | 'punched' | 'relayed';
/** Takes one frame; reading goes on when it returns, or when the promise it returns resolves. */
export type FrameReceiver = (frame: Frame) => void | Promise<void>;
/**
 * One end of a link. PING, PONG and CLOSE frames never show: the link answers them itself. An ERROR frame of the peer
 * ends the link.
 */
export interface Link extends AsyncDisposable {
    /** The Ed25519 key that the transport authenticated, 32 bytes. */
    readonly peerKey: Bytes;
    readonly direction: 'inbound' | 'outbound';
    /** Where the peer is, for people: a multiaddr. */
    readonly remoteAddress: string;
    /** The way of its connection, which stays what it is: a link does not move. */
    readonly path: Path;
    /**
     * Queues one frame. What is sent in one tick leaves in one write. Never blocks.
     *
     * @param type - Any but PING, PONG and CLOSE. An ERROR frame carries one word of `REFUSALS`; `close` after it.
     * @param payload - 1 byte to 16 MiB; must not change until it has left.
     * @throws {TalosError} `E_CLOSED` if the link has ended; `E_LIMIT` if {@link MAX_BUFFERED_BYTES} would wait.
     * @throws {TypeError} for a type that is the link's own; {@link RangeError} for a length that the type forbids.
     */
    send(type: FrameType, payload: Uint8Array): void;
    /**
     * Asks at once whether the peer is there; the link ends with `E_TIMEOUT` where it does not answer within 3 s.
     *
     * @param sleptMs - Milliseconds that this side has done nothing for; from 45 s on the peer has 1 s to answer.
     */
    probe(sleptMs?: number): void;
    /** Bytes sent that the transport has not taken yet. */
    readonly bufferedBytes: number;
    /**
     * Resolves when fewer than {@link LOW_WATER_BYTES} wait.
     *
     * @throws {TalosError} `E_CLOSED` if the link ends before.
     * @throws The reason of `signal`, where that aborts.
     */
    drained(signal?: AbortSignal): Promise<void>;
    /**
     * Sets the one receiver; frames that came before are delivered first, in order, one at a time. While a promise that
     * it returned is pending nothing more is delivered, and soon the peer cannot send. If it throws or rejects, the
     * peer is told `failed` and the link ends with that error.
     *
     * @throws {TypeError} if there is a receiver already.
     */
    onFrame(receive: FrameReceiver): void;
    /**
     * Sets the largest payload that is received from now on, `E_LIMIT` above it. A link starts with the
     * `firstPayloadBytes` of its purpose: 8 KiB on a channel, so its handshake must raise the limit when it is done.
     * The next frame is looked at only when the receiver is done with those before, so raising it there is in time.
     *
     * @throws {RangeError} if `bytes` is no integer from 1 to the `maxPayloadBytes` of the purpose.
     */
    limitPayload(bytes: number): void;
    /**
     * How long the peer takes to answer a PING, in milliseconds; one behind frames that its receiver has not taken waits with
     * them.
     *
     * @throws {TalosError} `E_CLOSED` if the link ends before.
     * @throws The reason of `signal`, where that aborts.
     */
    roundTrip(signal?: AbortSignal): Promise<number>;
    /**
     * Resolves, never rejects, when the link has ended: with nothing where one side closed it, otherwise with the
     * reason: `E_UNREACHABLE` the connection was lost, `E_TIMEOUT` the peer fell silent, `E_REFUSED` the peer sent
     * ERROR (`details.reason` is its word), `E_PROTOCOL` or `E_LIMIT` it sent what is no frame. Where the peer closed, all frames
     * before are delivered first; any other end drops what was not delivered.
     */
    readonly closed: Promise<TalosError | undefined>;
    /** Hands over what was sent, says good-bye, and ends the link, within {@link CLOSE_TIMEOUT_MS}. Nothing is delivered after the call. */
    close(): Promise<void>;
}
/** Who to connect to: the key it must prove, and where it may be. */
export interface Target {
    /** Ed25519, 32 bytes. */
    readonly peerKey: Uint8Array;
    /** Multiaddrs, at most 16; may come from a stranger. */
    readonly addresses: readonly string[];
    /**
     * Where another key answers: whether that is asked to prove itself, under a throw-away key, so that
     * `E_IDENTITY_MISMATCH` says who it is: `details.answered` is its DID, `details.address` where it is.
     */
    readonly askWho?: boolean;
    /** Told of each address that was tried, when that is over; not where a connection is there already. */
    readonly onAttempt?: ((attempt: DialAttempt) => void) | undefined;
    /**
     * Where a stranger named the addresses: which of them are dialled (`AddressPolicy`). Host names are looked up first, and
     * asked about again by what they lead to.
     */
    readonly mayDial?: (address: string) => boolean;
}
/** How the attempt to connect at one address ended. */
export interface DialAttempt {
    /** Multiaddr. */
    readonly address: string;
    readonly path: Path;
    readonly ms: number;
    /** Why not, in words; absent where it succeeded. One that was given up since another was faster failed. */
    readonly failure?: string;
}
/** One agent's presence on the network. */
export interface Host extends AsyncDisposable {
    /** libp2p's name of the agent's key. */
    readonly peerId: string;
    /** Multiaddrs to be reached at, each with `/p2p/…`; empty while not listening. */
    readonly addresses: readonly string[];
    /**
     * Starts to listen on further multiaddrs.
     *
     * @returns All of {@link Host.addresses}.
     * @throws {TalosError} `E_MALFORMED` for an address that is none; `E_CONFIG` if one cannot be listened on.
     */
    listen(addresses: readonly string[]): Promise<readonly string[]>;
    /**
     * Takes links of `purpose` until disposed. `accept` owns each link; where it throws or rejects, the link ends.
     *
     * @throws {TypeError} if the purpose is served already.
     */
    serve(purpose: Purpose, accept: (link: Link) => void | Promise<void>): Promise<AsyncDisposable>;
    /**
     * Opens a new link, over a connection that exists or a new one.
     *
     * @throws {TalosError} `E_UNREACHABLE` if no address answered; `E_TIMEOUT` after `DIAL_TIMEOUT_MS`;
     *   `E_IDENTITY_MISMATCH` if an address names, or answers with, another key; `E_REFUSED` if the peer does not serve
     *   the purpose or takes no further link; `E_LIMIT` above `MAX_STREAMS` links of a purpose to a peer, or for too many
     *   addresses; `E_MALFORMED` for addresses that are none.
     * @throws The reason of `signal`, where that aborts.
     */
    connect(purpose: Purpose, target: Target, signal?: AbortSignal): Promise<Link>;
    /**
     * The Ed25519 key, 32 bytes, that whoever answers at one of `addresses` proves: for a server that is known by its place
     * alone. Nothing says that it is the right one: the caller pins it at first use, and asks people where it changes.
     *
     * @throws {TalosError} `E_UNREACHABLE` if no address answered, or with what is no Ed25519 key; `E_TIMEOUT` after
     *   `DIAL_TIMEOUT_MS`; `E_IDENTITY_MISMATCH` if an address names another key than the one that answers; `E_LIMIT` for too
     *   many addresses; `E_MALFORMED` for addresses that are none.
     * @throws The reason of `signal`, where that aborts.
     */
    learnKey(addresses: readonly string[], signal?: AbortSignal): Promise<Bytes>;
    /**
     * Calls `listen` whenever a connection to a peer comes up that is better than all that there were: one that needs no
     * relay, where all others do. `connect` takes it from then on; links that are open stay where they are, and who has one
     * for long opens another. No more calls once the function returned has been called.
     */
    onBetterPath(listen: (peerKey: Bytes, path: Path) => void): () => void;
    /** The way that a new link to a peer would go, over a connection that there is; undefined where one had to be made. */
    pathTo(peerKey: Uint8Array): Path | undefined;
}
