import type { SigningKey } from '../crypto/sign.ts';
import { type IssuedToken, type ParsedToken, type TokenFields } from './token.ts';
import { type Denial } from './verdict.ts';
/** Most tokens of a chain. PROTOCOL.md §11. */
export declare const MAX_CHAIN_TOKENS = 8;
/** Longest text of a chain, in characters, which are bytes. PROTOCOL.md §11. */
export declare const MAX_CHAIN_TEXT: number;
/** The text of a chain whose tokens are in order, root first. */
export declare function chainText(tokens: readonly ParsedToken[]): string;
/**
 * The token texts in the text of a chain, root first; what they are is not looked at.
 *
 * @param text - Checked against {@link MAX_CHAIN_TEXT} before it is taken apart.
 * @throws {TalosError} `MALFORMED` for a text or a number of tokens over its limit.
 */
export declare function splitChain(text: string): readonly string[];
/**
 * Reads the text of a chain that someone else wrote: the form of each token, not how they belong together.
 *
 * @throws {TalosError} `MALFORMED`.
 */
export declare function readChain(text: string): readonly ParsedToken[];
/** `SIGNATURE_INVALID` where a token of the chain is not signed by its issuer. */
export declare function signatureDenial(tokens: readonly ParsedToken[]): Denial | undefined;
/** `DELEGATION_INVALID` where the first token is no root, or one is not within the one before it. */
export declare function delegationDenial(tokens: readonly ParsedToken[]): Denial | undefined;
/** Why `child` is not delegated from `parent`, for people; `undefined` where it is. Signatures are not looked at. */
export declare function linkFault(parent: Pick<ParsedToken, 'id' | 'claims'>, child: ParsedToken): string | undefined;
/** What the holder of a token chooses when it passes it on; the rest is the parent's. */
export type DelegationFields = Omit<TokenFields, 'audience' | 'parent'>;
/**
 * Makes and signs a token within `parent`, for `fields.subject`.
 *
 * @throws {TypeError} as `issueToken`.
 * @throws {RangeError} as `issueToken`.
 * @throws {TalosError} `DELEGATION_INVALID` where the new token would not lie within `parent`, with the reason.
 */
export declare function delegateToken(signer: SigningKey, parent: ParsedToken, fields: DelegationFields): IssuedToken;
