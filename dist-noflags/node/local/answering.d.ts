/**
 * Whether somebody is at the other end of a connection: one whose packets are lost looks open for a quarter of an hour.
 *
 * @module
 */
import type { Connection } from '@libp2p/interface';
/**
 * Asks for a stream, and drops it: that the other side does not know the protocol, or gives no stream, is an answer too.
 *
 * @returns False where nothing came within `ms`, or the connection has ended. Never rejects; at the signal, true, since nobody
 *   waits for it any more.
 */
export declare function isAnswering(connection: Connection, ms: number, signal?: AbortSignal): Promise<boolean>;
