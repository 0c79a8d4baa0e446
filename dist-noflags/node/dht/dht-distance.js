/**
 * Where nodes and keys lie in the DHT: the SHA-256 of their bytes, and the exclusive or of two of those as their distance.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { sha256 } from "../../crypto/hash.js";
/** Identity multihash of 36 bytes, then the protobuf of an Ed25519 key of 32. As `net/peer-id.ts`. */
const PEER_PREFIX = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20);
/** The multihash that libp2p names a node by. */
export function multihashOfPeer(key) {
    return concat(PEER_PREFIX, key);
}
/** Where the node of an Ed25519 key lies. */
export function kadIdOfPeer(key) {
    return sha256(multihashOfPeer(key));
}
/** Leading bits that two have in common, up to 256. */
export function commonPrefix(a, b) {
    for (let index = 0; index < a.length; index++) {
        const difference = (a[index] ?? 0) ^ (b[index] ?? 0);
        if (difference !== 0)
            return index * 8 + Math.clz32(difference) - 24;
    }
    return a.length * 8;
}
/** Negative where `a` is nearer to `to` than `b`. */
export function compareDistance(to, a, b) {
    for (let index = 0; index < to.length; index++) {
        const difference = ((a[index] ?? 0) ^ (to[index] ?? 0)) - ((b[index] ?? 0) ^ (to[index] ?? 0));
        if (difference !== 0)
            return difference;
    }
    return 0;
}
