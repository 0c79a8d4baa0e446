import type { Did } from '../../identity/did.ts';
import { type Packet } from '../../message/packet.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Channel } from '../tunnel/channel.ts';
import type { Issuers } from './issuers.ts';
import { type Taken } from './revocation-book.ts';
import type { ListUpdate } from './revocation-merge.ts';
import { type ListAnswer } from './revocation-wire.ts';
/** Milliseconds that changes of a list wait for others, to be pushed with them. */
export declare const PUSH_DELAY_MS = 20;
/** Packets about lists that one peer may send in a minute: a list of 131,072 items needs fewer. PROTOCOL.md §11. */
export declare const LIST_PACKETS_A_MINUTE = 600;
/** See the module comment. */
export declare class RevocationExchange implements Disposable {
    #private;
    constructor(core: AgentCore, issuers: Issuers);
    /** Takes part in a channel until it ends: tells the peer how far the lists go that concern it. */
    join(channel: Channel): void;
    /** The channels to `peer` that are open. */
    channelsTo(peer: Did): readonly Channel[];
    /** Tells the peer of `channel` of a list that concerns a token of its own; nothing where none is kept here. */
    show(channel: Channel, issuer: Did): void;
    /**
     * Takes a packet of stream 0.
     *
     * @throws {TalosError} `E_MALFORMED` for what is no such packet; `E_STORAGE…`. The channel ends then.
     */
    take(channel: Channel, { type, content }: Packet): Promise<void>;
    /**
     * Takes part of a list that was heard of from somebody else.
     *
     * @returns `unwelcome` where the list says nothing here, so that it is not taken.
     * @throws as `RevocationBook.take`.
     */
    heard(update: ListUpdate): Promise<Taken | 'unwelcome'>;
    /**
     * Asks the peer of `channel` for what it knows of a list, and takes all of it.
     *
     * @returns The last answer; `undefined` where the channel, or the time, ended first.
     */
    ask(channel: Channel, issuer: Did, signal: AbortSignal): Promise<ListAnswer | undefined>;
    /** Tells the peer of `channel` all of the own list. @returns Whether it said that it has it. */
    tell(channel: Channel, signal: AbortSignal): Promise<boolean>;
    [Symbol.dispose](): void;
}
