import type { PunchStatus } from '../../agent/api/reach-api.ts';
import { type Address } from '../../net/address.ts';
import { type PunchMessage } from '../../net/punch-message.ts';
import type { Libp2pNode } from './libp2p-node.ts';
/** How often the side that was dialled asks, for one relayed connection. */
export declare const PUNCH_ATTEMPTS = 3;
/** How often the side that dialled goes along, for one relayed connection. */
export declare const MAX_PUNCHES_PER_CONNECTION = 4;
/** Attempts of one side at a time, whoever the peers are. */
export declare const MAX_PUNCHES = 8;
/** From the first word to the last packet of one attempt, in milliseconds. */
export declare const PUNCH_TIMEOUT_MS = 10000;
/** How long both sides dial each other, in milliseconds: the kernel sends a SYN again after one second, and after three. */
export declare const PUNCH_DIAL_MS = 4000;
/** How long a peer with whom it failed is left in peace, in milliseconds. */
export declare const PUNCH_AGAIN_MS = 300000;
/** Has `node` open NATs: where a peer that has dialled it through a relay is there, and where one that it has dialled asks. */
export declare function startPunching(node: Libp2pNode): Promise<void>;
/** How `node` fared, oldest first; empty where it never came to that. */
export declare function punchesOf(node: Libp2pNode): readonly PunchStatus[];
/**
 * Where a peer may be met of what it says: places of the internet, over TCP, of the same `family` as the port that is dialled
 * from, that name no other peer. Nobody is made to dial in a network that he is in.
 */
export declare function meetingPlaces(message: PunchMessage, peerId: string, family: Address['family']): readonly string[];
