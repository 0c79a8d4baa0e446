import { type Scope } from './scope.ts';
import type { ParsedToken } from './token.ts';
/** Whether one of the two tokens is a renewal of the other: issuer, holder, audience, depths and scope are equal. */
export declare function isSameLine({ claims: a }: ParsedToken, { claims: b }: ParsedToken): boolean;
/** The id of a token's line, hexadecimal: equal exactly where {@link isSameLine}. */
export declare function lineOf({ claims }: ParsedToken): string;
/** The scope of a token that is renewed on request for `renewableS` seconds from `nowS` on; as it is where that is 0. */
export declare function renewable(scope: Scope, nowS: number, renewableS?: number): Scope;
