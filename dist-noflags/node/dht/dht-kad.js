import { multiaddr } from '@multiformats/multiaddr';
/** Nodes of a bucket, of an answer, and that are to have a record. */
export const K = 20;
/** A node and where it is, as libp2p says that. */
export function peerInfo(id, addresses) {
    return { id, multiaddrs: addresses.map((address) => multiaddr(address)) };
}
