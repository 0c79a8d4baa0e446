/**
 * A bound on the streams of the DHT, which kad-dht reads without one.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';
/** Ends a stream on which more comes, or is announced, than one message may have. */
export declare function limitBytes(stream: Stream, limit: number): void;
