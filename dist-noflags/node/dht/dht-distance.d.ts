/**
 * Where nodes and keys lie in the DHT: the SHA-256 of their bytes, and the exclusive or of two of those as their distance.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
/** The multihash that libp2p names a node by. */
export declare function multihashOfPeer(key: Uint8Array): Bytes;
/** Where the node of an Ed25519 key lies. */
export declare function kadIdOfPeer(key: Uint8Array): Bytes;
/** Leading bits that two have in common, up to 256. */
export declare function commonPrefix(a: Uint8Array, b: Uint8Array): number;
/** Negative where `a` is nearer to `to` than `b`. */
export declare function compareDistance(to: Uint8Array, a: Uint8Array, b: Uint8Array): number;
