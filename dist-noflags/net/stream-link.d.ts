/**
 * A link over one libp2p stream. The transport has authenticated the peer; its key comes from the peer id.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';
import type { Link, Path } from './link.ts';
import type { Terms } from './protocols.ts';
import { type Timer } from './timer.ts';
/** What the stream itself does not tell. */
export interface StreamLinkInit {
    /** Ed25519 key of the connection's peer, 32 bytes. */
    readonly peerKey: Uint8Array;
    /** The connection's, for people. */
    readonly remoteAddress: string;
    readonly direction: 'inbound' | 'outbound';
    readonly path: Path;
    readonly terms: Terms;
    /** The system's unless given. */
    readonly timer?: Timer;
}
/** Makes a link over `stream`, which it owns from now on. */
export declare function linkOverStream(stream: Stream, init: StreamLinkInit): Link;
