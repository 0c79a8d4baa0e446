/**
 * A way of asking the router for a port: what NAT-PMP (`nat-pmp-way.ts`) and UPnP (`upnp-way.ts`) have in common.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
/** Seconds for which a router is asked to forward a port, as RFC 6886 §3.3 recommends; asked again after half of it. */
export const MAPPING_LIFE_S = 7200;
/** Milliseconds that a router gets to answer, by one way or all of them. */
export const MAPPING_TIMEOUT_MS = 8000;
/** Where packets for elsewhere go; `undefined` where the system does not tell it as Linux does. */
export async function defaultRouter() {
    const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
    for (const line of table.split('\n').slice(1)) {
        const [, destination, router = ''] = line.split('\t');
        if (destination === '00000000' && /^[0-9A-F]{8}$/.test(router) && router !== '00000000')
            return ip4Of(router);
    }
    return undefined;
}
/** The address that eight hexadecimal digits say in the order of the machine, which is little-endian wherever Node runs. */
function ip4Of(digits) {
    const bytes = digits.match(/../g) ?? [];
    return bytes
        .reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.');
}
