/**
 * A peer as a source of chains: its answers over a chain link, read strictly and bounded by what was asked.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { type SignedHeader } from '../../ledger/chain/chain-header.ts';
import { type ChainPoint, type ChainSource, type ChainStatus } from '../../ledger/chain/chain-source.ts';
import type { RequestLink } from '../../net/request-link.ts';
/** Runs a task with a link to the peer, as {@link ChainDialer.use} does. */
export type UseLink = <T>(task: (link: RequestLink) => Promise<T>, signal?: AbortSignal) => Promise<T>;
/** See the module comment. */
export declare class LinkChainSource implements ChainSource {
    #private;
    readonly name: Did;
    /** @param peer - Whose own chain needs no `author` in requests. */
    constructor(peer: Did, use: UseLink);
    status(author: Did, signal?: AbortSignal): Promise<ChainStatus>;
    locate(author: Did, points: readonly ChainPoint[], signal?: AbortSignal): Promise<number | undefined>;
    headers(author: Did, from: number, count: number, signal?: AbortSignal): Promise<readonly SignedHeader[]>;
    blocks(author: Did, from: number, count: number, signal?: AbortSignal): Promise<readonly Bytes[]>;
    consistency(author: Did, from: number, to: number, signal?: AbortSignal): Promise<readonly Bytes[]>;
    note(size: number, signal?: AbortSignal): Promise<string>;
    proof(entry: string, signal?: AbortSignal): Promise<string>;
}
