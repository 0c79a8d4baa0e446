import type { Clock } from '../../base/clock.ts';
/** Messages of one peer that are looked at in a minute. PROTOCOL.md §11. */
export declare const MESSAGES_A_PEER_MINUTE = 1200;
/** Packets of one peer that are looked at in a minute. PROTOCOL.md §11. */
export declare const RPCS_A_PEER_MINUTE = 3000;
/** Copies of one message that a peer may send: one forwarded, and those that were asked for. PROTOCOL.md §11. */
export declare const MAX_COPIES = 3;
/** Announcements of messages (IHAVE) that a peer may make in a second, about all topics. PROTOCOL.md §11. */
export declare const IHAVES_A_SECOND = 20;
/** Faults halve in so many milliseconds. */
export declare const FAULTS_HALVE_MS = 120000;
/** What is counted of a packet. */
export interface PacketCounts {
    /** Digests of its messages. */
    readonly messages: readonly string[];
    /** Messages that it announces. */
    readonly ihaves: number;
}
/** See the module comment. */
export declare class GossipConduct {
    #private;
    constructor(clock: Clock);
    /**
     * Counts a packet of `peer`.
     *
     * @returns Whether each of its messages is to be looked at; `undefined` where nothing of the packet is.
     */
    admit(peer: string, { messages, ihaves }: PacketCounts): readonly boolean[] | undefined;
    /** Holds something against `peer`. */
    fault(peer: string): void;
    /** What is held against `peer`; 0 and more, and less as time goes on. */
    faults(peer: string): number;
}
