/**
 * What the calls of a tunnel are charged to, over renewals of its grant: each to the chain of the token that it was
 * signed under, as its decision says. PROTOCOL.md §8.6.
 *
 * @module
 */
import type { GrantUsage } from './usage-book.ts';
/** See the module comment. */
export declare class TunnelUsage {
    #private;
    /** @param usage - Of the grant whose leaf is `token`; absent where it limits nothing. */
    constructor(token: string, usage: GrantUsage | undefined);
    /** Goes on under the token `token`. */
    renewed(token: string, usage: GrantUsage | undefined): void;
    /** What a call that was signed under the token `token` is charged to. */
    of(token: string): GrantUsage | undefined;
}
