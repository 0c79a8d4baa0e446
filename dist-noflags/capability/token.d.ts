/**
 * Capability tokens: the one module that knows their format. PROTOCOL.md §8.1.
 *
 *     base64url(header) . base64url(canonical JSON of the claims) . base64url(64-byte signature)
 *
 * A compact JWS (RFC 7515) with one header, compared byte by byte: no other algorithm, no `crit`, `jku`, `jwk` or
 * `x5u` can be said. The id is SHA-256 of the signing input; it is computed, never claimed, and does not depend on
 * the signature.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Did } from '../identity/did.ts';
import { type Scope } from './scope.ts';
/** Longest token, in characters, which are bytes. PROTOCOL.md §11. */
export declare const MAX_TOKEN_BYTES: number;
/** Longest time from issue to expiry, in seconds: 400 days. PROTOCOL.md §11. */
export declare const MAX_TOKEN_LIFETIME_S: number;
/** Greatest `del_max_depth`: a chain is at most 8 tokens. PROTOCOL.md §8.1. */
export declare const MAX_DELEGATION_DEPTH = 7;
/** Length of the nonce in bytes. */
export declare const TOKEN_NONCE_BYTES = 16;
/** What a token says. Times are in seconds since 1970. */
export interface TokenClaims {
    /** Whose key signs. */
    readonly issuer: Did;
    /** The holder; the key of this DID is the one that a session must have proved. */
    readonly subject: Did;
    /** The serving agent. */
    readonly audience: Did;
    readonly scope: Scope;
    readonly issuedAtS: number;
    readonly notBeforeS: number;
    readonly expiresAtS: number;
    /** 0 in a root token. */
    readonly depth: number;
    readonly maxDepth: number;
    /** Id of the parent token; absent in a root token. */
    readonly parent?: string;
    /** {@link TOKEN_NONCE_BYTES} bytes. */
    readonly nonce: Bytes;
}
/** A token that is in the one form. Its signature is checked by {@link verifyTokenSignature} alone. */
export interface ParsedToken {
    readonly text: string;
    /** SHA-256 of the signing input: 64 lowercase hexadecimal characters. */
    readonly id: string;
    readonly claims: TokenClaims;
    /** The key in `claims.issuer`, 32 bytes, shared: not to be changed. Decoding a DID costs as much as hashing the token. */
    readonly issuerKey: Bytes;
    /** 64 bytes. */
    readonly signature: Bytes;
}
/** What the issuer of a token chooses. */
export interface TokenFields {
    /** The DID of the signing key. */
    readonly issuer: Did;
    readonly subject: Did;
    readonly audience: Did;
    /** Checked and copied, as `parseScope` does. */
    readonly scope: Scope;
    readonly issuedAtS: number;
    /** `issuedAtS` by default, and not before it. */
    readonly notBeforeS?: number;
    /** After `notBeforeS`, at most {@link MAX_TOKEN_LIFETIME_S} after `issuedAtS`. */
    readonly expiresAtS: number;
    /** How often it may be passed on from here: 0 unless given; {@link MAX_DELEGATION_DEPTH} at most from the root. */
    readonly depth?: number;
    /** The token that this one is delegated from; absent: it is a root. Whether it lies within that is not checked. */
    readonly parent?: Pick<ParsedToken, 'id' | 'claims'>;
    /** {@link TOKEN_NONCE_BYTES} fresh random bytes; copied. */
    readonly nonce: Uint8Array;
}
/** A token just made. */
export type IssuedToken = Pick<ParsedToken, 'text' | 'id' | 'claims'>;
/**
 * Makes and signs a token: a root, or with `parent` one of a chain, which `delegateToken` makes within its parent.
 *
 * @throws {TypeError} if an identity is no DID or the nonce no bytes.
 * @throws {RangeError} if `issuer` is not the signer's DID, a time or the depth is out of order or range, the scope is
 *   not one, or the token would exceed {@link MAX_TOKEN_BYTES}.
 */
export declare function issueToken(signer: SigningKey, fields: TokenFields): IssuedToken;
/**
 * Reads a token that someone else wrote: form, sizes and types, not the signature.
 *
 * @param text - Checked against {@link MAX_TOKEN_BYTES} before anything is decoded.
 * @throws {TalosError} `MALFORMED` for everything but the one form.
 */
export declare function readToken(text: string): ParsedToken;
/** Whether the issuer's key signed the token, under the strict rule of PROTOCOL.md §3.1. */
export declare function verifyTokenSignature({ text, issuerKey, signature }: ParsedToken): boolean;
