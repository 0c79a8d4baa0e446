import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import { type HeardParts } from './gossip-judge.ts';
import type { OpenGossip } from './gossip-net.ts';
/** Authors that an agent follows, itself counted. PROTOCOL.md §11. */
export declare const MAX_FOLLOWED = 256;
/** Messages of one kind about one author that are taken in a minute. PROTOCOL.md §11. */
export declare const NEWS_AN_AUTHOR_MINUTE = 60;
/** How often it is looked who is followed, and whether there is news of the own ledger, in milliseconds. */
export declare const GOSSIP_TICK_MS = 5000;
/** Milliseconds after the first thing that lasts until gossip begins: what was asked for comes first. */
export declare const GOSSIP_DELAY_MS = 1000;
/** Least time from one own checkpoint that is told to the next, in milliseconds. PROTOCOL.md §6.9. */
export declare const CHECKPOINT_NEWS_MS = 60000;
/** Least time from telling those who came to a topic to the next time, in milliseconds. PROTOCOL.md §6.9. */
export declare const JOIN_NEWS_MS = 10000;
/** What gossip needs. */
export interface GossipParts extends Omit<HeardParts, 'core'> {
    readonly core: AgentCore;
    readonly open: OpenGossip;
    /** Whose tokens the services accept that are lent. */
    readonly roots: () => readonly Did[];
}
/** Whom the agent follows: itself, its contacts, whose word its tokens depend on, and whom it granted something. */
export declare function followed({ identity, peers, grants }: AgentCore, roots: readonly Did[]): readonly Did[];
/** See the module comment. */
export declare class Gossip implements AsyncDisposable {
    #private;
    constructor(parts: GossipParts);
    /** Begins, a little later, where it has not. */
    begin(): void;
    /** Begins now, where it has not. Never rejects: people are told what keeps it from that. */
    start(): Promise<void>;
    /** Looks who is to be followed by now, and whether there is news of the own ledger; where it has begun. */
    look(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
