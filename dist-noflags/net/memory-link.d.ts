import type { Link, Path } from './link.ts';
import { type Purpose } from './protocols.ts';
import { type Timer } from './timer.ts';
/** Two ends, and what can happen between them. */
export interface LinkPair {
    /** The end that dialled. */
    readonly dialler: Link;
    /** The end that was dialled. */
    readonly listener: Link;
    /** The connection breaks: both ends see it. */
    cut(): void;
    /** The connection passes nothing any more, and neither end is told. */
    stall(): void;
}
/** Who the ends are. */
export interface LinkPairInit {
    /** Ed25519 key of the end that dialled, 32 bytes. */
    readonly diallerKey: Uint8Array;
    /** Ed25519 key of the end that was dialled, 32 bytes. */
    readonly listenerKey: Uint8Array;
    /** What the listener sees of where the dialler is; `/memory/dialler` unless given. */
    readonly diallerAddress?: string;
    /** What both ends say of their way; `direct` unless given. */
    readonly path?: Path;
    /** `channel` unless given. */
    readonly purpose?: Purpose;
    /** The system's unless given. */
    readonly timer?: Timer;
}
/** Makes two links that are each other's peer. */
export declare function pairLinks(init: LinkPairInit): LinkPair;
