/**
 * Redeeming an invitation: the proof of its seed inside a session, and the one decision on it. PROTOCOL.md §7.3.
 *
 * Pure: the caller stores the redeemer and the token in one durable transaction before it answers.
 *
 * @module
 */
import { assertBytes, type Bytes, concat, equalBytes, utf8 } from '../base/bytes.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readBytes, readInteger, readObject, readString } from '../codec/fields.ts';
import { blob16 } from '../codec/writer.ts';
import { HASH_BYTES } from '../crypto/hash.ts';
import { ED25519_KEY_BYTES, SIGNATURE_BYTES, verify } from '../crypto/sign.ts';
import type { Did } from '../identity/did.ts';
import { INVITATION_ID_BYTES, inviteKey } from './invitation.ts';
import { MAX_SERVICE_NAME, SERVICE_NAME } from './scope.ts';
import { MAX_TOKEN_BYTES } from './token.ts';
import { type Denial, deny } from './verdict.ts';

/** Attempts a peer has in {@link ATTEMPT_WINDOW_MS}. PROTOCOL.md §7.3. */
export const MAX_REDEMPTION_ATTEMPTS = 10;
/** The window of {@link MAX_REDEMPTION_ATTEMPTS}, in milliseconds: one minute. */
export const ATTEMPT_WINDOW_MS = 60_000;
/** Most bytes of an INVITE_REDEEM. */
export const MAX_REDEEM_BYTES = 256;
/** Most bytes of an INVITE_GRANT: a token, and the rest. */
export const MAX_INVITE_GRANT_BYTES: number = MAX_TOKEN_BYTES + 256;

const VERSION = 1;

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
export function signRedemption(seed: Uint8Array, context: RedemptionContext): Bytes {
  return inviteKey(seed).sign('inviteRedemption', redemptionBody(context));
}

/** Whether `signature` over `context` is by the invitation's key. Key and signature may come from anywhere. */
export function verifyRedemption(publicKey: Uint8Array, context: RedemptionContext, signature: Uint8Array): boolean {
  return verify('inviteRedemption', publicKey, redemptionBody(context), signature);
}

function redemptionBody({ id, server, redeemer, session }: RedemptionContext): Bytes {
  assertBytes(id, 'id', INVITATION_ID_BYTES);
  assertBytes(session, 'session', HASH_BYTES);
  return concat(id, blob16(utf8(server)), blob16(utf8(redeemer)), session);
}

/** The content of an INVITE_REDEEM packet. */
export interface RedeemRequest {
  readonly id: Bytes;
  readonly signature: Bytes;
}

/** INVITE_REDEEM as bytes. */
export function encodeRedeem({ id, signature }: RedeemRequest): Bytes {
  return encodeCbor({ v: VERSION, id, sig: signature });
}

/** Reads an INVITE_REDEEM. @throws {TalosError} `E_LIMIT` or `E_MALFORMED`. */
export function decodeRedeem(content: Uint8Array): RedeemRequest {
  const fields = readVersioned(content, MAX_REDEEM_BYTES, ['id', 'sig'], 'redemption');
  return {
    id: readBytes(fields.id, 'id', INVITATION_ID_BYTES),
    signature: readBytes(fields.sig, 'sig', SIGNATURE_BYTES),
  };
}

/** The content of an INVITE_GRANT packet. */
export interface InviteGrant {
  readonly service: string;
  /** The token's text, not yet read. */
  readonly token: string;
}

/** INVITE_GRANT as bytes. */
export function encodeInviteGrant({ service, token }: InviteGrant): Bytes {
  return encodeCbor({ v: VERSION, service, token });
}

/** Reads an INVITE_GRANT; the token is `readToken`'s to judge. @throws {TalosError} `E_LIMIT` or `E_MALFORMED`. */
export function decodeInviteGrant(content: Uint8Array): InviteGrant {
  const fields = readVersioned(content, MAX_INVITE_GRANT_BYTES, ['service', 'token'], 'grant');
  return {
    service: readString(fields.service, 'service', { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME }),
    token: readString(fields.token, 'token', { min: 1, max: MAX_TOKEN_BYTES }),
  };
}

function readVersioned<const F extends string>(
  content: Uint8Array,
  maxBytes: number,
  names: readonly F[],
  what: string,
): { readonly [K in F | 'v']: Cbor } {
  const fields = readObject(decodeCbor(content, { maxBytes }), { required: ['v', ...names] }, what);
  readInteger(fields.v, 'v', { min: VERSION, max: VERSION });
  return fields;
}

/** What the server keeps of an invitation; `spent` once it was redeemed. */
export interface InvitationRecord {
  readonly id: Bytes;
  /** The public key of `inviteKey`, {@link ED25519_KEY_BYTES} bytes. */
  readonly publicKey: Bytes;
  /** Milliseconds since 1970; from this millisecond on it cannot be redeemed for the first time. */
  readonly expiresAtMs: number;
  readonly spent?: { readonly redeemer: Did; readonly token: string };
}

/** What to do with a redemption: make the grant, give the same token again, or refuse. */
export type RedemptionVerdict =
  | { readonly allowed: true; readonly kind: 'first' }
  | { readonly allowed: true; readonly kind: 'again'; readonly token: string }
  | Denial;

/**
 * Decides a redemption. PROTOCOL.md §7.3.
 *
 * A peer that already redeemed the invitation gets its token again even when it is late: its configuration names the
 * invitation. Nothing is told about an invitation to those who cannot prove its seed.
 *
 * @param record - What is kept under the id asked for, if anything is.
 * @returns Denials: `E_INVITE_INVALID`, `E_INVITE_USED`, `E_INVITE_EXPIRED`.
 */
export function judgeRedemption(
  record: InvitationRecord | undefined,
  context: RedemptionContext & { readonly signature: Uint8Array; readonly nowMs: number },
): RedemptionVerdict {
  const isProved =
    record !== undefined &&
    record.publicKey.length === ED25519_KEY_BYTES &&
    equalBytes(record.id, context.id) &&
    verifyRedemption(record.publicKey, context, context.signature);
  if (!isProved) return deny('E_INVITE_INVALID', 'the invitation is not known here or its proof is wrong');
  if (record.spent !== undefined) {
    if (record.spent.redeemer === context.redeemer) return { allowed: true, kind: 'again', token: record.spent.token };
    return deny('E_INVITE_USED', 'the invitation was redeemed by another agent');
  }
  if (!(context.nowMs < record.expiresAtMs)) return deny('E_INVITE_EXPIRED', 'the invitation has expired');
  return { allowed: true, kind: 'first' };
}
