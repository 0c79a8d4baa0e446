/**
 * How far an address reaches, and what follows: which addresses that strangers name are dialled, and which own ones are told
 * to strangers. PROTOCOL.md §6.1.
 *
 * What a person gave (an invitation, a contact, a server) is dialled wherever it leads. What records and answers of others
 * name is dialled, and own addresses are published, only as far as the agent itself reaches: in LAN mode everywhere,
 * otherwise on the internet alone, so that nobody there makes an agent look into the network that it is in.
 *
 * @module
 */
import { isTalosError } from "../base/errors.js";
import { isDialable, parseAddress } from "./address.js";
/** Names that no public resolver knows: RFC 6762 §3, RFC 8375, RFC 9476 and what is usual. */
const PRIVATE_NAMES = /(?:^|\.)(?:local|lan|home|internal|intranet|localdomain|corp|private|alt|home\.arpa)$/;
/** How far `address` reaches; through a relay, how far the relay does. */
export function scopeOf({ family, host }) {
    if (family === 'ip4')
        return scopeOfIp4(host);
    if (family === 'ip6')
        return scopeOfIp6(host);
    const name = host.toLowerCase().replace(/\.$/, '');
    if (name === 'localhost' || name.endsWith('.localhost'))
        return 'loopback';
    return name.includes('.') && !PRIVATE_NAMES.test(name) ? 'public' : 'private';
}
function scopeOfIp4(host) {
    const [first = 0, second = 0] = host.split('.').map(Number);
    if (first === 127)
        return 'loopback';
    // RFC 1918; RFC 6598: between a customer and a carrier; RFC 3927.
    const isPrivate = first === 10 ||
        (first === 172 && second >= 16 && second < 32) ||
        (first === 192 && second === 168) ||
        (first === 100 && second >= 64 && second < 128) ||
        (first === 169 && second === 254);
    return isPrivate ? 'private' : 'public';
}
function scopeOfIp6(host) {
    if (host === '::1')
        return 'loopback';
    const first = Number.parseInt(host.split(':')[0] || '0', 16);
    // RFC 4193, RFC 4291 §2.5.6, and what site-local was (RFC 3879).
    const isPrivate = (first & 0xfe00) === 0xfc00 || (first & 0xff80) === 0xfe80;
    return isPrivate ? 'private' : 'public';
}
/**
 * Whether LAN mode is on.
 *
 * @param configured - The addresses of every server and bootstrap that a person has configured.
 * @param asksLan - Whether a person has asked for agents of the local network to be looked for.
 */
export function isLanMode(mode, configured, asksLan = false) {
    if (mode !== 'auto')
        return mode === 'on';
    // Nothing says how far an agent without servers is to reach: peers that it met anywhere would have it look around here.
    if (configured.length === 0)
        return asksLan;
    return configured.every((text) => {
        const address = readable(text);
        return address !== undefined && scopeOf(address) !== 'public';
    });
}
/** @param isLan - Asked each time: servers come and go. */
export function addressPolicy(isLan) {
    const reaches = (text) => {
        const address = readable(text);
        return address !== undefined && isDialable(address) && (isLan() || scopeOf(address) === 'public');
    };
    return {
        get isLan() {
            return isLan();
        },
        mayDial: reaches,
        mayPublish: reaches,
    };
}
/** The addresses that are told to strangers, those that reach farthest first. */
export function publishable(addresses, policy) {
    const farthest = (text) => {
        const address = readable(text);
        return address === undefined ? 3 : ['public', 'private', 'loopback'].indexOf(scopeOf(address));
    };
    return addresses.filter((address) => policy.mayPublish(address)).toSorted((a, b) => farthest(a) - farthest(b));
}
/** The address, where it is one. */
function readable(text) {
    try {
        return parseAddress(text);
    }
    catch (error) {
        if (isTalosError(error))
            return undefined;
        throw error;
    }
}
