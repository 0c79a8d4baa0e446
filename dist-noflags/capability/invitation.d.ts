/**
 * Invitations: a single-use secret that a person carries to the agent that shall get a grant. PROTOCOL.md §7.3.
 *
 * An invitation is no capability. The server keeps only the public key of its seed; who redeems it proves the seed
 * inside a session with the pinned server, bound to that session and to the redeemer's own identity.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { SigningKey } from '../crypto/sign.ts';
import { type Did } from '../identity/did.ts';
/** What every invitation starts with. */
export declare const INVITATION_PREFIX = "talos:invite:";
/** Longest invitation, in characters. PROTOCOL.md §7.3. */
export declare const MAX_INVITATION_CHARACTERS = 4096;
/** Most addresses of an invitation. */
export declare const MAX_INVITATION_ADDRESSES = 16;
/** Most servers of an invitation. */
export declare const MAX_INVITATION_SERVERS = 2;
/** Longest address, in characters. */
export declare const MAX_ADDRESS_CHARACTERS = 256;
/** Length of an invitation's id in bytes. */
export declare const INVITATION_ID_BYTES = 16;
/** Length of an invitation's seed in bytes. */
export declare const INVITATION_SEED_BYTES = 32;
/** What an invitation holds. Its `seed` is a secret. */
export interface Invitation {
    /** The server, pinned: a session with any other identity does not count. */
    readonly server: Did;
    /** Multiaddrs, at most {@link MAX_INVITATION_ADDRESSES}. */
    readonly addresses: readonly string[];
    /** {@link INVITATION_ID_BYTES} random bytes. */
    readonly id: Bytes;
    /** Milliseconds since 1970. */
    readonly expiresAtMs: number;
    /** {@link INVITATION_SEED_BYTES} random bytes. */
    readonly seed: Bytes;
    readonly service: string;
    /**
     * Registries that know where the server is, should it be elsewhere: multiaddrs, 1 to {@link MAX_INVITATION_SERVERS}; absent
     * where none is named.
     */
    readonly servers?: readonly string[];
}
/**
 * An invitation as text, for a person to carry.
 *
 * @throws {TypeError} if `server` is no DID, or `id` or `seed` no bytes.
 * @throws {RangeError} for another length, a time that is no whole number, a service or address that is not printable
 *   ASCII within its limit, too many addresses, or a text over {@link MAX_INVITATION_CHARACTERS}.
 */
export declare function formatInvitation(invitation: Invitation): string;
/**
 * Reads an invitation. White space around it is the caller's to remove.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_INVITATION_CHARACTERS}, `E_VERSION` for another version,
 *   `E_MALFORMED` or `E_BAD_DID` for anything else but the one form.
 */
export declare function parseInvitation(text: string): Invitation;
/** The key pair of an invitation's seed (label inviteKey, PROTOCOL.md §2.2); the server keeps its public key alone. */
export declare function inviteKey(seed: Uint8Array): SigningKey;
/** What a redemption is bound to. */
export interface RedemptionContext {
    /** The invitation's id, {@link INVITATION_ID_BYTES} bytes. */
    readonly id: Uint8Array;
    readonly server: Did;
    readonly redeemer: Did;
    /** The session id (th), 32 bytes. */
    readonly session: Uint8Array;
}
/** Signs a redemption with the key of the invitation's `seed`. 64 new bytes. */
export declare function signRedemption(seed: Uint8Array, context: RedemptionContext): Bytes;
/**
 * Whether `signature` over `context` is by the invitation's key. Nothing in `publicKey` and `signature` makes this throw.
 *
 * @throws {RangeError} if `context.id` or `context.session` has another length: both are this side's own.
 */
export declare function verifyRedemption(publicKey: Uint8Array, context: RedemptionContext, signature: Uint8Array): boolean;
