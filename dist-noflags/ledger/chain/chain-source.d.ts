/**
 * The port that synchronisation and light clients read chains from: a peer, files. Nothing that it gives is believed: its
 * adapter checks form and size, its caller everything else. PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { SignedHeader } from './chain-header.ts';
/** Most headers of one answer. */
export declare const MAX_HEADERS_AN_ANSWER = 1000;
/** Most blocks of one answer. */
export declare const MAX_BLOCKS_AN_ANSWER = 128;
/** Bytes of the blocks of one answer beyond which no further one is added; the first may be as large as blocks are. */
export declare const MAX_ANSWER_BLOCK_BYTES: number;
/** Most points of a locator. */
export declare const MAX_LOCATOR_POINTS = 64;
/** Longest path of a consistency proof that is read: far above that of any log. */
export declare const MAX_CONSISTENCY_HASHES = 128;
/** What a source says of a chain. */
export interface ChainStatus {
    /** Name of the network. */
    readonly network: string;
    /** Of the newest block. */
    readonly height: number;
    /** Of the newest block, 32 bytes. */
    readonly hash: Bytes;
    /** Sum of the work of its blocks. */
    readonly work: bigint;
    /** The newest checkpoint, `""` before the first. */
    readonly note: string;
    /** Lowest height whose entries are there: those below are archived. */
    readonly first: number;
}
/** A block that somebody has, by height and hash (32 bytes). */
export type ChainPoint = readonly [height: number, hash: Bytes];
/**
 * See the module comment. Every method rejects with `E_MALFORMED`, `MALFORMED_BLOCK` or `E_PROTOCOL` for an answer of
 * another form or size than was asked for, `E_NOT_FOUND` for what the source does not have, `E_REFUSED` for what it does
 * not share, `E_UNREACHABLE` or `E_TIMEOUT` where it does not answer, and with the reason of `signal`.
 */
export interface ChainSource {
    /** What it is, for people: a DID, the name of a file. */
    readonly name: string;
    status(author: Did, signal?: AbortSignal): Promise<ChainStatus>;
    /** Height of the highest of `points` that it has, at most {@link MAX_LOCATOR_POINTS}; `undefined`: none. */
    locate(author: Did, points: readonly ChainPoint[], signal?: AbortSignal): Promise<number | undefined>;
    /** 1 to `count` headers from height `from` on; `count` at most {@link MAX_HEADERS_AN_ANSWER}. */
    headers(author: Did, from: number, count: number, signal?: AbortSignal): Promise<readonly SignedHeader[]>;
    /** 1 to `count` encoded blocks from height `from` on; `count` at most {@link MAX_BLOCKS_AN_ANSWER}. */
    blocks(author: Did, from: number, count: number, signal?: AbortSignal): Promise<readonly Bytes[]>;
    /** The consistency path from the log's first `from` entries to its first `to`. */
    consistency(author: Did, from: number, to: number, signal?: AbortSignal): Promise<readonly Bytes[]>;
    /** A checkpoint of the source's own log at `size`. */
    note(size: number, signal?: AbortSignal): Promise<string>;
    /** The proof file of an entry of the source's own log; `entry` is its id, 64 hex digits. */
    proof(entry: string, signal?: AbortSignal): Promise<string>;
}
