/** Longest text of one address, in characters. */
export declare const MAX_ADDRESS_CHARACTERS = 512;
/** Most addresses of one peer. */
export declare const MAX_ADDRESSES = 16;
/** An address in parts. Where it leads through a relay, `family` to `transport` are of the relay. */
export interface Address {
    /** The canonical text, with `/p2p/…` where it was there. */
    readonly text: string;
    readonly family: 'ip4' | 'ip6' | 'dns' | 'dns4' | 'dns6';
    /** An IP address in canonical form, or a host name. */
    readonly host: string;
    /** 0 to 65535. */
    readonly port: number;
    readonly transport: 'tcp' | 'ws';
    /** The relay that it leads through, which must prove this id; undefined where it leads to the peer itself. */
    readonly relayId: string | undefined;
    /** The peer that must answer, where the address says. */
    readonly peerId: string | undefined;
}
/**
 * Reads one address: IP or host name, TCP port, `/ws` or nothing, `/p2p/…` of an Ed25519 key or nothing; through a relay
 * `/p2p/RELAY/p2p-circuit` before that last part. No relay is reached through another, and none relays to itself.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_ADDRESS_CHARACTERS}; `E_MALFORMED` for everything else.
 */
export declare function parseAddress(text: string): Address;
/**
 * Reads the addresses of one peer.
 *
 * @throws {TalosError} `E_LIMIT` above {@link MAX_ADDRESSES}, and whatever {@link parseAddress} throws.
 */
export declare function parseAddresses(texts: readonly string[]): readonly Address[];
/**
 * Whether a stranger may make this agent dial `address`, or the relay that it leads through: not "any address", port 0, multicast, broadcast, or an IPv4
 * address in IPv6 clothes. Loopback and private networks are: agents live there.
 */
export declare function isDialable(address: Address): boolean;
/**
 * Reads one address that is a place: of a server, of a relay, or to listen on. Nobody listens at an address that leads
 * through a relay.
 *
 * @throws {TalosError} As {@link parseAddress}; `E_MALFORMED` for one that leads through a relay.
 */
export declare function parsePlace(text: string): Address;
/** Whether `text` is a place with the id of who is there, and may be dialled though a stranger names it. */
export declare function isNamedPlace(text: string): boolean;
/**
 * The text of an address to listen on.
 *
 * @param host - An IP address (`0.0.0.0` and `::` mean all) or a host name.
 * @param port - 0 lets the system choose.
 * @throws {TalosError} `E_MALFORMED` for a host that is none or a port out of range.
 */
export declare function formatAddress(host: string, port: number, transport?: Address['transport']): string;
/**
 * `HOST:PORT` of a multiaddr, an IPv6 address in brackets.
 *
 * @throws {TalosError} As {@link parseAddress}; `E_MALFORMED` for one that leads through a relay.
 */
export declare function hostPortOf(text: string): string;
/**
 * The multiaddr of a server that is named `HOST:PORT`, an IPv6 address in brackets.
 *
 * @throws {TalosError} `E_MALFORMED` for any other form, and for port 0.
 */
export declare function addressOfHostPort(text: string): string;
/** Port of a server where none is named. */
export declare const DEFAULT_SERVER_PORT = 8765;
/**
 * The multiaddr of a server as people name it: `HOST:PORT`, `HOST` with the usual port, or a multiaddr.
 *
 * @throws {TalosError} `E_MALFORMED` for any other form.
 */
export declare function serverAddress(place: string): string;
/** `address` as the text of the address of `peerId`. */
export declare function withPeerId(address: Address, peerId: string): string;
/**
 * What the peers of a link's `remoteAddress` are counted under, for limits a source: an IPv4 address, the first 64 bits
 * of an IPv6 address (one subscriber has them all), the whole text of anything else. Who comes through a relay is counted
 * under the relay, which may make as many peers up as it likes.
 */
export declare function sourceOf(remoteAddress: string): string;
/** {@link sourceOf} the other end of a socket, by its IP address as the system writes it; a zone counts nothing. */
export declare function sourceOfHost(host: string): string;
/** Where the text of an address leads, whoever is to answer there; a relay that it leads through stays named. */
export declare function endpointOf(text: string): string;
