/**
 * Network addresses as texts (multiaddrs), from people and from strangers: which are accepted, which are dialled.
 *
 * ```text
 *   /ip4/192.0.2.7/tcp/7700            /ip6/2001:db8::7/tcp/7700/p2p/12D3Koo…
 *   /dns/agent.example/tcp/443/ws      /dns4/…, /dns6/…
 *   /ip4/192.0.2.9/tcp/7700/p2p/12D3Koo…/p2p-circuit/p2p/12D3Koo…    through a relay, which comes first
 * ```
 *
 * @module
 */
import { multiaddr } from '@multiformats/multiaddr';
import { isTalosError, TalosError } from "../base/errors.js";
import { parsePeerId } from "./peer-id.js";
/** Longest text of one address, in characters. */
export const MAX_ADDRESS_CHARACTERS = 512;
/** Most addresses of one peer. */
export const MAX_ADDRESSES = 16;
/** Longest host name, in characters. RFC 1035 §2.3.4. */
const MAX_HOST_CHARACTERS = 253;
const FAMILIES = ['ip4', 'ip6', 'dns', 'dns4', 'dns6'];
const HOST_NAME = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?$/;
/**
 * Reads one address: IP or host name, TCP port, `/ws` or nothing, `/p2p/…` of an Ed25519 key or nothing; through a relay
 * `/p2p/RELAY/p2p-circuit` before that last part. No relay is reached through another, and none relays to itself.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_ADDRESS_CHARACTERS}; `E_MALFORMED` for everything else.
 */
export function parseAddress(text) {
    if (text.length > MAX_ADDRESS_CHARACTERS)
        throw new TalosError('E_LIMIT', `address of ${text.length} characters, limit ${MAX_ADDRESS_CHARACTERS}`);
    const parsed = parseMultiaddr(text);
    const [host, tcp, ...rest] = parsed.getComponents();
    if (host === undefined || !FAMILIES.includes(host.name) || tcp?.name !== 'tcp')
        throw malformed(text);
    const transport = rest[0]?.name === 'ws' ? 'ws' : 'tcp';
    const name = host.value ?? '';
    if (host.name.startsWith('dns') && (name.length > MAX_HOST_CHARACTERS || !HOST_NAME.test(name)))
        throw malformed(text);
    const ids = readIds(transport === 'ws' ? rest.slice(1) : rest);
    if (ids === undefined)
        throw malformed(text);
    return {
        text: parsed.toString(),
        family: host.name,
        host: name,
        port: Number(tcp.value),
        transport,
        ...ids,
    };
}
/** The ids at the end of an address; undefined where its `parts` are not in the one order that means something. */
function readIds(parts) {
    const isRelayed = parts[1]?.name === 'p2p-circuit';
    const relay = isRelayed ? parts[0] : undefined;
    const [peer, ...excess] = isRelayed ? parts.slice(2) : parts;
    const named = [relay, peer].filter((each) => each !== undefined);
    if (excess.length > 0 || named.some((each) => each.name !== 'p2p'))
        return undefined;
    for (const { value } of named)
        parsePeerId(value ?? '');
    if (relay !== undefined && relay.value === peer?.value)
        return undefined;
    return { relayId: relay?.value, peerId: peer?.value };
}
/**
 * Reads the addresses of one peer.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_ADDRESSES}, and whatever {@link parseAddress} throws.
 */
export function parseAddresses(texts) {
    if (texts.length > MAX_ADDRESSES)
        throw new TalosError('E_LIMIT', `${texts.length} addresses, limit ${MAX_ADDRESSES}`);
    return texts.map(parseAddress);
}
/**
 * Whether a stranger may make this agent dial `address`, or the relay that it leads through: not "any address", port 0, multicast, broadcast, or an IPv4
 * address in IPv6 clothes. Loopback and private networks are: agents live there.
 */
export function isDialable(address) {
    if (address.port === 0)
        return false;
    if (address.family === 'ip4') {
        const [first = 0, second = 0] = address.host.split('.').map(Number);
        // Link-local too, where clouds answer their machines with secrets.
        return first !== 0 && first < 224 && (first !== 169 || second !== 254);
    }
    // The resolver takes a name that ends in a number for an IPv4 address in one of its many spellings.
    if (address.family !== 'ip6')
        return !/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/i.test(address.host);
    const groups = expandIp6(address.host);
    const [first = 0, second = 0] = groups;
    // Multicast, and link-local, which means nothing without a zone.
    if (first >= 0xff00 || (first & 0xffc0) === 0xfe80)
        return false;
    // 6to4 (RFC 3056), and the prefix of translators (RFC 6052).
    if (first === 0x2002 || (first === 0x64 && second === 0xff9b))
        return false;
    const leading = groups.slice(0, 5).every((group) => group === 0);
    if (!leading)
        return true;
    const [, , , , , sixth = 0, seventh = 0, last = 0] = groups;
    return sixth === 0 && seventh === 0 && last === 1;
}
/**
 * Reads one address that is a place: of a server, of a relay, or to listen on. Nobody listens at an address that leads
 * through a relay.
 *
 * @throws {TalosError} As {@link parseAddress}; `E_MALFORMED` for one that leads through a relay.
 */
export function parsePlace(text) {
    const address = parseAddress(text);
    if (address.relayId !== undefined)
        throw malformed(text, new Error('it leads through a relay'));
    return address;
}
/** Whether `text` is a place with the id of who is there, and may be dialled though a stranger names it. */
export function isNamedPlace(text) {
    try {
        const place = parsePlace(text);
        return place.peerId !== undefined && isDialable(place);
    }
    catch (error) {
        if (isTalosError(error))
            return false;
        throw error;
    }
}
/**
 * The text of an address to listen on.
 *
 * @param host - An IP address (`0.0.0.0` and `::` mean all) or a host name.
 * @param port - 0 lets the system choose.
 * @throws {TalosError} `E_MALFORMED` for a host that is none or a port out of range.
 */
export function formatAddress(host, port, transport = 'tcp') {
    const family = host.includes(':') ? 'ip6' : /^[0-9.]+$/.test(host) ? 'ip4' : 'dns';
    return parseAddress(`/${family}/${host}/tcp/${port}${transport === 'ws' ? '/ws' : ''}`).text;
}
/**
 * `HOST:PORT` of a multiaddr, an IPv6 address in brackets.
 *
 * @throws {TalosError} As {@link parseAddress}; `E_MALFORMED` for one that leads through a relay.
 */
export function hostPortOf(text) {
    const { family, host, port } = parsePlace(text);
    return family === 'ip6' ? `[${host}]:${port}` : `${host}:${port}`;
}
/**
 * The multiaddr of a server that is named `HOST:PORT`, an IPv6 address in brackets.
 *
 * @throws {TalosError} `E_MALFORMED` for any other form, and for port 0.
 */
export function addressOfHostPort(text) {
    const [, ip6, name, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):([1-9][0-9]{0,4})$/.exec(text) ?? [];
    const host = ip6 ?? name;
    if (host === undefined || (ip6 !== undefined && !ip6.includes(':')))
        throw new TalosError('E_MALFORMED', 'not an address of the form HOST:PORT', {
            details: { address: text.slice(0, MAX_ADDRESS_CHARACTERS) },
            hint: 'such as 192.0.2.7:8765, server.example:8765 or [2001:db8::7]:8765',
        });
    return formatAddress(host, Number(port));
}
/** Port of a server where none is named. */
export const DEFAULT_SERVER_PORT = 8765;
/**
 * The multiaddr of a server as people name it: `HOST:PORT`, `HOST` with the usual port, or a multiaddr.
 *
 * @throws {TalosError} `E_MALFORMED` for any other form.
 */
export function serverAddress(place) {
    if (place.startsWith('/'))
        return parsePlace(place).text;
    return addressOfHostPort(/(?:\]|^[^:]+):[0-9]+$/.test(place) ? place : `${place}:${DEFAULT_SERVER_PORT}`);
}
/** `address` as the text of the address of `peerId`. */
export function withPeerId(address, peerId) {
    return address.peerId === undefined ? `${address.text}/p2p/${peerId}` : address.text;
}
/**
 * What the peers of a link's `remoteAddress` are counted under, for limits a source: an IPv4 address, the first 64 bits
 * of an IPv6 address (one subscriber has them all), the whole text of anything else. Who comes through a relay is counted
 * under the relay, which may make as many peers up as it likes.
 */
export function sourceOf(remoteAddress) {
    const [, ip4] = /^\/ip4\/([0-9.]+)(?:\/|$)/.exec(remoteAddress) ?? [];
    if (ip4 !== undefined)
        return ip4;
    const [, ip6] = /^\/ip6(?:zone\/[^/]+\/ip6)?\/([0-9a-fA-F:.]+)(?:\/|$)/.exec(remoteAddress) ?? [];
    if (ip6 === undefined)
        return remoteAddress.replace(/\/p2p\/[^/]*\/p2p-circuit(?:\/.*)?$/s, '').slice(0, MAX_ADDRESS_CHARACTERS);
    const groups = expandIp6(ip6);
    const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
    if (!isMapped)
        return `${groups
            .slice(0, 4)
            .map((group) => group.toString(16))
            .join(':')}::/64`;
    return groups
        .slice(6)
        .flatMap((group) => [group >> 8, group & 0xff])
        .join('.');
}
/** {@link sourceOf} the other end of a socket, by its IP address as the system writes it; a zone counts nothing. */
export function sourceOfHost(host) {
    return sourceOf(`/${host.includes(':') ? 'ip6' : 'ip4'}/${host.replace(/%.*$/s, '')}`);
}
/** Where the text of an address leads, whoever is to answer there; a relay that it leads through stays named. */
export function endpointOf(text) {
    return text.replace(/\/p2p\/[^/]*$/, '');
}
function parseMultiaddr(text) {
    try {
        const parsed = multiaddr(text);
        // The bytes check what the text alone does not: ranges of ports and of IP addresses.
        return multiaddr(parsed.bytes);
    }
    catch (cause) {
        throw isTalosError(cause) ? cause : malformed(text, cause);
    }
}
function malformed(text, cause) {
    const message = 'not an address of the form /ip4|ip6|dns/…/tcp/…[/ws][/p2p/…[/p2p-circuit/p2p/…]]';
    return new TalosError('E_MALFORMED', message, {
        details: { address: text.slice(0, MAX_ADDRESS_CHARACTERS) },
        hint: 'an address looks like /ip4/192.0.2.7/tcp/7700',
        ...(cause === undefined ? {} : { cause }),
    });
}
/** The eight groups of a valid IPv6 address. */
function expandIp6(text) {
    const [head = '', tail] = text.split('::');
    const groups = (part) => part === ''
        ? []
        : part.split(':').flatMap((group) => (group.includes('.') ? ip4Groups(group) : [Number.parseInt(group, 16)]));
    const before = groups(head);
    const after = tail === undefined ? [] : groups(tail);
    const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
    return [...before, ...zeros, ...after];
}
function ip4Groups(text) {
    const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
}
