import type { Denial } from '../capability/authorize.ts';
import type { Authorizer } from '../capability/authorizer.ts';
import { PossessionChallenge } from '../capability/possession.ts';
import type { Did } from '../identity/did.ts';
import { type McpTransport, type RpcObject } from './intercepted.ts';
/** The key in `params._meta` under which a request presents the text of its chain. */
export declare const CAPABILITY_META = "io.github.talos-protocol/capability";
/** The key in `params._meta` under which a request proves that its sender holds the key of the capability. */
export declare const PROOF_META = "io.github.talos-protocol/proof";
/** The key in `result._meta` of `initialize`, and in `data` of a denial, under which the server says its challenge. */
export declare const CHALLENGE_META = "io.github.talos-protocol/challenge";
/** Requests that may be unanswered at a time. */
export declare const MAX_GUARDED_REQUESTS = 1024;
/** Who sent a request, and the text of the chain that it presents. */
export interface Caller {
    readonly holder: Did;
    readonly capability: string;
}
/**
 * Says who sent a request. The holder must come from something that proves it, as the session of a tunnel, mutual TLS or
 * {@link HolderProofs} do: a token is known to whoever has seen it once, and proves nothing about its sender.
 */
export type IdentifyCaller = (message: RpcObject, extra: unknown) => Caller | Denial;
/** What a guard is told. */
export interface GuardOptions {
    readonly authorizer: Authorizer;
    /** Absent: the capability and the proof are in `_meta` of each request ({@link HolderProofs}). */
    readonly caller?: IdentifyCaller;
}
/** Callers who prove with each request that they hold the key of the capability that it presents. PROTOCOL.md §8.7. */
export declare class HolderProofs {
    #private;
    /** @param challenge - Made for it unless given; one serves any number of connections. */
    constructor(authorizer: Authorizer, challenge?: PossessionChallenge);
    /** What proofs must name now. */
    get challenge(): string;
    /** See {@link IdentifyCaller}; `NO_CAPABILITY` where there is none or no proof, `REPLAY` where the proof was used. */
    readonly identify: (message: RpcObject) => Caller | Denial;
}
/** A server of the official classes: an `McpServer` or a `Server`. */
export interface ConnectingServer {
    connect(transport: never): Promise<void>;
}
/** `transport` with a guard in its way: for servers that are connected by somebody else. */
export declare function guardTransport<T extends McpTransport>(transport: T, options: GuardOptions, proofs?: HolderProofs): T;
/**
 * Guards every connection that `server` makes from now on. It and its tools stay as they are.
 *
 * @returns `server`.
 */
export declare function withCapabilities<S extends ConnectingServer>(server: S, options: GuardOptions): S;
