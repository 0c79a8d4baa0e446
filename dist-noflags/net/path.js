/**
 * What an address says of the way that leads to it.
 *
 * @module
 */
import { sourceOf } from "./address.js";
/** Private networks: RFC 1918, and RFC 4193 and link-local of IPv6 by their first 16 bits. */
const PRIVATE = /^(?:10\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|192\.168\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;
/** The way of a connection with `remoteAddress`, a multiaddr; that a NAT was opened for it no address says. */
export function pathOfAddress(remoteAddress) {
    if (isRelayed(remoteAddress))
        return 'relayed';
    return PRIVATE.test(sourceOf(remoteAddress)) ? 'lan' : 'direct';
}
/** Whether the multiaddr `text` leads through a relay. */
export function isRelayed(text) {
    return /\/p2p\/[^/]+\/p2p-circuit(?:\/|$)/.test(text);
}
