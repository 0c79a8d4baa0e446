/**
 * Keeps a lasting tunnel of the calling side at a channel: where that is lost it dials again and goes on with the tunnel
 * by its id, until the serving side has it no more. PROTOCOL.md §7.5.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { type Timer } from '../../net/timer.ts';
import type { Dialled, DialledChannels } from './dialled-channels.ts';
import type { TunnelStream } from './tunnel-stream.ts';
/** Milliseconds that a server gets to answer that a tunnel goes on. */
export declare const RESUME_TIMEOUT_MS = 10000;
/** A connection that held so long was one: where it is lost, the next try comes soon. In milliseconds. */
export declare const HELD_MS = 2000;
/** Whoever is told of a lasting tunnel. */
export interface TunnelLineWatcher {
    /** It has no channel, for `reason`; the next try is in `retryMs`. */
    away(reason: unknown, retryMs: number): void;
    /** It goes on. */
    back(): void;
    /** Whether somebody waits for it. */
    isWanted(): boolean;
}
/** What resuming needs. */
export interface TunnelResumerParts {
    readonly stream: TunnelStream;
    /** Its id. */
    readonly id: Bytes;
    /** A channel to the server, in use until it is released; dialled where there is none. */
    readonly use: (signal: AbortSignal) => Promise<Dialled>;
    readonly channels: Pick<DialledChannels, 'release' | 'resume'>;
    readonly watcher: TunnelLineWatcher;
    /** The tunnel cannot go on, and ends with `error`. */
    readonly fail: (error: TalosError) => void;
    readonly timer?: Timer;
}
/** See the module comment. Ends with its stream. */
export declare class TunnelResumer {
    #private;
    /** Starts at a stream that is at its first channel. */
    constructor(parts: TunnelResumerParts);
    /** Somebody waits: the next try comes soon. */
    hurry(): void;
    /** The network has changed: the next try comes now. */
    retryNow(): void;
    /**
     * Moves the tunnel to `dialled`, without loss: what is under way goes on. Where it cannot, the tunnel is resumed like one
     * whose channel was lost. Does nothing while it has no channel.
     */
    move(dialled: Dialled): Promise<void>;
}
