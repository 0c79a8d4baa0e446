/**
 * Fewer system calls below libp2p, which writes each buffer of a list by itself: every write to a socket is a segment
 * of its own and wakes the peer once more. Measured on a tool call over loopback: a tenth of the processor time.
 *
 * @module
 */
import type { MessageStream, Stream } from '@libp2p/interface';
/** Longest write that is joined: one Noise message with its length. Longer ones gain nothing, and receivers have limits. */
export declare const MAX_JOINED_BYTES: number;
/** Makes each short write of `connection` one buffer: Noise sends the length of its message apart from the message. */
export declare function joinWrites(connection: MessageStream): void;
/** Bytes read that the peer is not told of at once: a quarter of the smallest window, so that it never waits for them. */
export declare const WINDOW_STEP_BYTES: number;
/**
 * Window updates of `stream` are told when they come to {@link WINDOW_STEP_BYTES}, instead of one for every message
 * that arrives. Does nothing to a stream of another muxer.
 */
export declare function joinWindowUpdates(stream: Stream): void;
