/**
 * The asking end of a registry. PROTOCOL.md §6.5.
 *
 * It checks the form of answers and nothing else: whether a record or bundle is that of the agent it was asked for says its
 * signature, which the caller verifies. Nothing that a registry says is trusted.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import type { Link } from '../net/link.ts';
import { type BundleOffer, type Listing, readPage, type ServerInfo } from './api.ts';
/** What {@link RegistryClient} is told. */
export interface RegistryClientTerms {
    /** Told, over a link of the agent itself, that few single-use bundles are left. */
    readonly onLow?: (left: number) => void | Promise<void>;
    /** For one answer, in milliseconds; 10 s unless given. */
    readonly timeoutMs?: number;
}
/**
 * A registry over one link of purpose `registry`, which it owns. Every method throws, besides what its own words say:
 * `E_RATE_LIMITED` where the registry is full or was asked too often, `E_REFUSED` where it refused, `E_TIMEOUT` where it
 * did not answer, `E_MALFORMED` or `E_LIMIT` for an answer that is none, the reason of the link's end or of the signal.
 */
export declare class RegistryClient implements AsyncDisposable {
    #private;
    /** @param link - To the registry, whose key the caller has pinned. */
    constructor(link: Link, terms?: RegistryClientTerms);
    /** Resolves, never rejects, when the link has ended. */
    get closed(): Promise<TalosError | undefined>;
    /**
     * Announces the agent whose key the link proves. Durable there when it resolves.
     *
     * @param listing - How it is in the list of the registry; {@link LISTED} unless given.
     * @returns How many single-use bundles the registry has of it.
     * @throws {TalosError} `E_REFUSED` for a record of another agent (`denied`) or one that is not accepted (`failed`).
     */
    register(record: Uint8Array, signal?: AbortSignal, listing?: Listing): Promise<number>;
    /**
     * A page of the list of agents, in the order of their keys.
     *
     * @param after - The last one of the page before.
     * @param limit - At most so many, 1 to {@link MAX_PEERS_A_PAGE}.
     */
    list(after: Did | undefined, limit: number, signal?: AbortSignal): Promise<ReturnType<typeof readPage>>;
    /**
     * Hands bundles in, of an agent that is registered. Durable there when it resolves. Where the outcome is not known, new
     * bundles must be made: those of an offer may have been given to somebody already.
     *
     * @returns How many single-use bundles the registry has now.
     * @throws {TalosError} `E_NOT_FOUND` where the agent is not registered; `E_REFUSED` for a bundle that is not accepted.
     */
    offer(offer: BundleOffer, signal?: AbortSignal): Promise<number>;
    /** The record of an agent, to be verified by the caller; `undefined` where the registry says that it has none. */
    lookup(did: Did, signal?: AbortSignal): Promise<Bytes | undefined>;
    /**
     * A bundle of an agent, to be verified by the caller; `undefined` where the registry says that it has none. Whether
     * there are one-time prekeys in it shows when it is verified: a registry can always withhold them.
     */
    takeBundle(did: Did, signal?: AbortSignal): Promise<Bytes | undefined>;
    /** What the server says of itself. @throws {TalosError} `E_REFUSED` where it has no word for that. */
    info(signal?: AbortSignal): Promise<ServerInfo>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
