import { type Link, type Path } from './link.ts';
import type { Terms } from './protocols.ts';
import type { Timer } from './timer.ts';
/** What a {@link ByteDuplex} tells its link. */
export interface DuplexListener {
    /** Bytes came; they are the link's. Few come after `pause`. */
    bytes(chunk: Uint8Array): void;
    /** The duplex may have taken more of what was written. */
    drain(): void;
    /** No bytes will come after those already given: the peer or the transport ended. */
    end(): void;
    /** The duplex broke; nothing can be read or written any more. */
    broken(cause: unknown): void;
}
/** A transport as a link needs it. None of its methods throws. */
export interface ByteDuplex {
    readonly remoteAddress: string;
    /** Takes `chunk`, which is the duplex's from now on. */
    write(chunk: Uint8Array): void;
    /** Whether it is time to write more; where not, `drain` follows. */
    readonly writable: boolean;
    /** Bytes written that have not left yet. */
    readonly unsentBytes: number;
    pause(): void;
    resume(): void;
    /** Ends this side after all that was written; again, does nothing. */
    end(): void;
    /** Drops everything, at once; after the end, does nothing. */
    abort(reason: Error): void;
    /** Called once, by the link. */
    listen(listener: DuplexListener): void;
}
/** What a link is told about itself. */
export interface LinkInit {
    /** Ed25519, 32 bytes, as the transport authenticated it. */
    readonly peerKey: Uint8Array;
    readonly direction: 'inbound' | 'outbound';
    readonly path: Path;
    readonly terms: Terms;
    readonly timer: Timer;
}
/** Makes a link over `duplex`, which it owns from now on. */
export declare function linkOver(duplex: ByteDuplex, init: LinkInit): Link;
