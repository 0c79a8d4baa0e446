/**
 * Taking back capabilities, as every command sees it. Types only.
 *
 * @module
 */
/** What is to be taken back: exactly one of `id`, `subject` and `issuer`. */
export interface RevokeParams {
    /** Of a token: all 64 hex digits, or at least 8 that fit one alone. */
    readonly id?: string;
    /** With `id`: all that was delegated from the token, not the token itself. */
    readonly chain?: boolean;
    /** DID whose tokens are all taken back. */
    readonly subject?: string;
    /** DID: all that it signed is taken back. */
    readonly issuer?: string;
    /** With `issuer`: only what was issued before this, milliseconds since 1970. */
    readonly beforeMs?: number;
    /** For people, at most 512 characters. */
    readonly reason: string;
}
/** Whether an agent that serves tokens of this one knows of a revocation. */
export interface ToldView {
    readonly did: string;
    /** Where not, it is in force there only once the two are connected. */
    readonly told: boolean;
}
/** What was taken back. */
export interface RevokedView {
    /** Of the token, or the DID. */
    readonly id: string;
    readonly kind: 'token' | 'chain' | 'subject' | 'issuer';
    /** When it was taken back first: milliseconds since 1970. */
    readonly revokedAtMs: number;
    /** The agents where others serve what was taken back; this one knows it anyway. */
    readonly told: readonly ToldView[];
}
/** Why a capability is revoked. */
export interface RevocationView {
    /** DID of the agent that took it back. */
    readonly by: string;
    readonly kind: RevokedView['kind'];
    /** Milliseconds since 1970. */
    readonly atMs: number;
    readonly reason: string;
}
