import type { RecordSource } from '../../agent/reach/record-finder.ts';
import type { Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import { type Address } from '../../net/address.ts';
import type { NodeHost } from '../host.ts';
/** What agents ask for and answer to. */
export declare const MDNS_TAG = "_talos._udp.local";
/** How often the network is asked who is there, in milliseconds, besides when a peer is looked for. */
export declare const MDNS_INTERVAL_MS = 60000;
/** Least time from one answer to the next, in milliseconds. RFC 6762 §6. */
export declare const MDNS_ANSWER_MS = 1000;
/** How long a peer is waited for that is looked for, in milliseconds. */
export declare const MDNS_WAIT_MS = 1500;
/** How long what was heard of a peer is worth, in milliseconds: what its records say. */
export declare const MDNS_TTL_MS = 120000;
/** Peers that are remembered. */
export declare const MAX_LAN_PEERS = 256;
/** Addresses of a peer. */
export declare const MAX_LAN_ADDRESSES = 4;
/** What {@link Lan} needs. */
export interface LanParts {
    /** The agent's host. */
    readonly host: () => Promise<NodeHost>;
    /** A new one under a key of its own. */
    readonly veiledHost: () => Promise<NodeHost>;
}
/** See the module comment. It ends with the host. */
export declare class Lan implements RecordSource {
    #private;
    readonly name = "the local network";
    constructor(parts: LanParts);
    /** Tells of this agent, while it listens, and gives `record` to those who ask it. Repeatable. */
    announce(record: () => Promise<Uint8Array>): Promise<void>;
    find(did: Did, signal: AbortSignal): Promise<readonly Bytes[]>;
}
/** Those of `texts` that are places of a local network: nobody there makes an agent dial elsewhere, or itself. */
export declare function lanPlaces(texts: readonly string[]): readonly Address[];
