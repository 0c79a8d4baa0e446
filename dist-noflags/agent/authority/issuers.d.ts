/**
 * Whose revocations matter to whom: which agents signed the tokens that an agent holds, passed on or serves.
 *
 * @module
 */
import type { ParsedToken } from '../../capability/token.ts';
import type { Did } from '../../identity/did.ts';
import type { Line } from '../identity/succession-book.ts';
import type { GrantBook, HeldGrant } from './grant-book.ts';
/** A chain of tokens, root first. */
export type Chain = readonly ParsedToken[];
/** Whether `issuer` signed a token of the chain. */
export declare function isSignedBy(chain: Chain, issuer: Did): boolean;
/** What an agent knows of who issued what. */
export interface IssuersParts {
    readonly self: Did;
    readonly grants: GrantBook;
    readonly line: Line;
    /** The chains of tunnels that are open here, by the peer that holds them. */
    readonly served: () => readonly {
        readonly peer: Did;
        readonly chain: Chain;
    }[];
    /** Whose root tokens a service accepts; where none is named, any that is lent here. */
    readonly rootsOf: (service?: string) => readonly Did[];
}
/** See the module comment. */
export declare class Issuers {
    #private;
    constructor(parts: IssuersParts);
    /** Whether what `peer` may do, or serves, depends on the list of `issuer`, so that it may read that list. */
    concerns(peer: Did, issuer: Did): boolean;
    /** Whether the list of `issuer` can say anything about what this agent holds, granted or serves. */
    matters(issuer: Did): boolean;
    /** Whose root tokens `service` accepts. */
    rootsOf(service: string): readonly Did[];
    /** The tokens that let this agent issue for `audience`, where another gave it that right; else none. */
    proofFor(audience: Did): readonly string[];
    /** The agents for whom this one issued tokens that others serve. */
    audiences(concerned?: (grant: HeldGrant) => boolean): readonly Did[];
}
