/**
 * What the holders of tokens have used of their limits: rates, numbers of calls, bytes. PROTOCOL.md §8.4.
 *
 * A call is charged to every token of its chain, and to each of them either wholly or not at all: a delegate spends of
 * what its own token allows and of what those above it do. A refused call is not charged.
 *
 * Pure: time comes in as an argument, and keeping it all is the caller's ({@link UsageAccount.state}).
 *
 * @module
 */
import { type RateSlot } from './rate-window.ts';
import type { CapabilityRequest } from './scope-check.ts';
import type { Limits } from './scope-members.ts';
import type { ParsedToken } from './token.ts';
import { type Denial } from './verdict.ts';
/** Meters kept in all: each takes 100 bytes, with a rate up to 1,200. */
export declare const MAX_METERS = 32768;
/** Meters of the tokens below one root, itself included: who may delegate cannot take the room of others. */
export declare const MAX_METERS_A_ROOT = 4096;
/** A token of a chain, as far as charging asks. */
export interface LimitedToken {
    /** As computed from the token. */
    readonly id: string;
    readonly expiresAtS: number;
    readonly limits?: Limits;
    /** By tool; besides `limits`, not in their place. */
    readonly toolLimits?: Readonly<Record<string, Limits>>;
    /** Of a token that is renewed: its line, which has one account for all of its tokens. */
    readonly line?: {
        readonly id: string /** When the last of them ends. */;
        readonly untilS: number;
    };
}
/** What charging asks of a token. */
export declare function limitedToken(token: ParsedToken): LimitedToken;
/** What one meter has counted, for keeping. */
export interface MeterState {
    readonly calls: number;
    readonly bytes: number;
    readonly rate: readonly RateSlot[];
}
/** The meters of a token that have counted something, `''` being that of the whole token. */
export type AccountState = Readonly<Record<string, MeterState>>;
/** A token whose line has the account: by which accounts its calls are charged, root first. */
export interface LineToken {
    readonly id: string;
    readonly expiresAtS: number;
    readonly chain: readonly string[];
    /** Whether it is kept, for whoever keeps it. */
    isKept: boolean;
}
/** What was used of one token, or of all tokens of a line. */
export declare class UsageAccount {
    #private;
    /** Ids of the accounts of the chain that it ends, root first; of a line, of that under which it was opened. */
    readonly chain: readonly string[];
    /** Whether it has changed since whoever keeps it last set this to `false`. */
    isChanged: boolean;
    /** Whether it is kept at all, for whoever keeps it. */
    isKept: boolean;
    constructor(token: LimitedToken, chain: readonly string[]);
    /** What it is of. */
    get token(): LimitedToken;
    /** Id of the first account of its chain. */
    get root(): string;
    /** A token of its line may end later than was known. */
    lastUntil(untilS: number): void;
    /** Meters that it has, 1 where it has none: it takes room itself. */
    get size(): number;
    /** Whether bytes of requests of `tool` are limited. */
    countsBytes(tool: string): boolean;
    /** Why a request of `tool` (`''`: of none) does not fit: `RATE_LIMITED` or `BUDGET_EXHAUSTED`. Charges nothing. */
    denial(tool: string, bytes: number, nowMs: number): Denial | undefined;
    /** Charges a call, whether it fits or not. */
    add(tool: string, bytes: number, nowMs: number): void;
    /** Charges what came of a call. */
    addBytes(tool: string, bytes: number): void;
    /** All that was counted. */
    state(): AccountState;
    /** Takes back what {@link state} gave. */
    restore(state: AccountState): void;
}
/** The name under which a request is charged to the limits of tools. */
export declare function toolOf(request: CapabilityRequest): string;
/** What the calls of one chain are charged to. */
export declare class ChainUsage {
    readonly accounts: readonly UsageAccount[];
    /** The last token, where its account is that of its line. */
    readonly leaf: LineToken | undefined;
    /** @param accounts - Those of the tokens of the chain, root first. */
    constructor(accounts: readonly UsageAccount[], leaf?: LineToken);
    /**
     * Charges a call to every token, or to none where it does not fit in one of them.
     *
     * @param bytes - Of the request, as it was sent.
     * @returns Why it is refused: `RATE_LIMITED` or `BUDGET_EXHAUSTED`.
     */
    take(tool: string, bytes: number, nowMs: number): Denial | undefined;
    /** Why a call would be refused now; nothing is charged. */
    denial(tool: string, bytes: number, nowMs: number): Denial | undefined;
    /** Charges what came of a call that {@link take} allowed; bytes beyond the budget end the next call, not this one. */
    settle(tool: string, bytes: number): void;
    /** Charges a call that was allowed before, whether it fits or not. */
    add(tool: string, bytes: number, nowMs: number): void;
    /** Whether bytes of requests of `tool` are limited by any token. */
    countsBytes(tool: string): boolean;
}
/** The accounts of all tokens in use. */
export declare class UsageAccounts {
    #private;
    /** Accounts. */
    get size(): number;
    /** All accounts. */
    all(): Iterable<UsageAccount>;
    /** The account of a token, by its id. */
    get(id: string): UsageAccount | undefined;
    /**
     * What the calls of a chain are charged to. Tokens that are new here get an account.
     *
     * @param tokens - All of the chain, root first, verified.
     * @returns `undefined` where none limits anything; `RATE_LIMITED` where there is no room for further accounts.
     */
    open(tokens: readonly LimitedToken[], nowMs: number): ChainUsage | Denial | undefined;
    /** What the calls under the leaf of that id are charged to; `undefined` where it has no account. */
    chainOf(leaf: string): ChainUsage | undefined;
    /** Adds an account that was kept. */
    put(account: UsageAccount): void;
    /** Adds a token of a line that was kept: it takes the room of a meter. */
    putLineToken(token: LineToken): void;
    /** Drops what has expired, which nobody can use again. @returns The ids of accounts, and of tokens of lines. */
    expire(nowMs: number): readonly string[];
}
