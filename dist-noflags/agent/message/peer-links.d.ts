/**
 * The links of purpose `message` to peers: dialled and taken, one to send over for each peer, and the frames on them:
 * envelopes, requests for bundles, bundles. PROTOCOL.md §5.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import type { NetworkChanges } from '../reach/network-changes.ts';
import { type Waits } from '../waits.ts';
/** How long a bundle is waited for that a peer was asked for, in milliseconds. */
export declare const BUNDLE_TIMEOUT_MS = 30000;
/** Bundles that one link may ask for. */
export declare const MAX_BUNDLE_REQUESTS = 8;
/** How long a link stays after there was a better one in its place, for what is on its way, in milliseconds. */
export declare const MOVED_LINK_MS = 10000;
/** What the links need of who uses them. */
export interface PeerLinksTerms {
    readonly self: Did;
    /** Dials. @throws {TalosError} `E_UNREACHABLE` and the like. */
    readonly connect: (peer: Did) => Promise<Link>;
    /** A bundle for a peer that asks for one. */
    readonly offer: (peer: Did) => Promise<Bytes>;
    /** Takes an envelope; what it throws ends the link. */
    readonly onEnvelope: (peer: Did, link: Link, envelope: Bytes) => Promise<void>;
    /** Resolves when what was taken of a link is stored and answered. */
    readonly settled: (link: Link) => Promise<void>;
    /** Told of each link before anything is sent over it. */
    readonly onLink: (peer: Did, link: Link) => void;
    readonly waits: Waits;
    readonly network?: NetworkChanges | undefined;
}
/** See the module comment. */
export declare class PeerLinks {
    #private;
    constructor(terms: PeerLinksTerms);
    /** The open link to `peer`. */
    get(peer: Did): Link | undefined;
    /** The open link to `peer`, or a new one. @throws {TalosError} what `connect` throws; `E_IDENTITY_MISMATCH`. */
    to(peer: Did, signal?: AbortSignal): Promise<Link>;
    /** Takes a link to `peer`, and owns it from now on. */
    adopt(peer: Did, link: Link): void;
    /**
     * Sends an envelope that answers one which came over `link`: after all that was sealed for the peer before. Where both
     * dialled at once, what went over two links would come in another order, and be of chains that are too old to open.
     */
    reply(peer: Did, link: Link, envelope: Bytes): void;
    /**
     * Asks `peer` for a bundle; one question after another.
     *
     * @throws {TalosError} as {@link PeerLinks.to}; `E_TIMEOUT` where none comes.
     */
    askBundle(peer: Did): Promise<Bytes>;
    /** Ends the links when the frame that each is taking has been taken; takes no other. */
    close(): Promise<void>;
}
