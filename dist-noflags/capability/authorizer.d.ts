import type { Did } from '../identity/did.ts';
import { type CapabilityRequest } from './authorize.ts';
import { type Revocations } from './revocations.ts';
import { type Environment, type ScopeCheck } from './scope-check.ts';
import { type AccountState } from './usage.ts';
import { type Allowed, type Denial } from './verdict.ts';
/** Chains that an authoriser remembers, unless it is told otherwise. */
export declare const DEFAULT_REMEMBERED_CHAINS = 1024;
/**
 * Where the use of tokens with limits is kept beyond this process. Both are called within a check: one that throws fails
 * the check. What is under an id may go once the token has expired. Of tokens that are renewed the id is that of their line,
 * which has one use, and ends with the last of them.
 */
export interface UsageStore {
    /** What {@link UsageStore.save} was last given for the token, `undefined` where it never was. */
    load(tokenId: string): AccountState | undefined;
    /** Keeps the use of a token, before the call that was charged is allowed. */
    save(tokenId: string, state: AccountState, expiresAtS: number): void;
}
/** What an authoriser is told. */
export interface AuthorizerOptions {
    /** The server's own identity: what tokens must be made for. */
    readonly self: Did;
    /** Name of the service that the server is. */
    readonly service: string;
    /** Whose root tokens it accepts; `self` alone by default. */
    readonly roots?: readonly Did[];
    /** What is revoked; nothing by default. */
    readonly revocations?: Revocations;
    /** What the server says of itself, for tokens that ask; not changed afterwards. */
    readonly environment?: Environment;
    /** Where the use of tokens with limits is kept; in this process alone by default. */
    readonly usage?: UsageStore;
    /** Milliseconds since 1970; the system's clock by default. Time never goes back here, whatever the clock does. */
    readonly now?: () => number;
    /** Chains remembered at a time, at least 2; {@link DEFAULT_REMEMBERED_CHAINS} by default. */
    readonly remembered?: number;
}
/** Bytes, or how to count them: they are asked for where a token limits them. */
export type ByteCount = number | (() => number);
/** See the module comment. */
export declare class Authorizer {
    #private;
    /**
     * @throws {RangeError} for `remembered` below 2 or no whole number.
     */
    constructor(options: AuthorizerOptions);
    /** The server's own identity. */
    get self(): Did;
    /**
     * Decides about one request, and charges it where the tokens have limits.
     *
     * @param chain - The text of the chain, as the caller presented it.
     * @param holder - Who calls: proved by whoever asks, never read from what was presented.
     * @param bytes - Length of the request.
     * @returns Allowed, or why not: a code of PROTOCOL.md §8.3 or §8.4.
     */
    authorize(chain: string, holder: Did, request: CapabilityRequest, bytes?: ByteCount): Allowed | Denial;
    /** As {@link authorize}, of a request that is not charged. */
    check(chain: string, holder: Did, request: CapabilityRequest): Allowed | Denial;
    /** Charges what came of a request that was allowed: where it exceeds what is left, the next one is refused. */
    settle(chain: string, holder: Did, request: CapabilityRequest, bytes: ByteCount): void;
    /** What the chain covers at this moment, for lists; the requests themselves are not decided by it. */
    coverage(chain: string, holder: Did): ScopeCheck | Denial;
}
