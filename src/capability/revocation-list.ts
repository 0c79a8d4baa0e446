/**
 * The revocation list of one issuer: what it took back, one item after the other, each bound to all before it, and one
 * signed head. Whatever was added is checked with one signature. PROTOCOL.md §8.5.
 *
 *     h_0 = 32 zero bytes      h_n = SHA-256(label ‖ 0x00 ‖ h_(n−1) ‖ item n)
 *     head: {"body":{"hash","iat","iss","next","seq","v"},"sig"}, canonical JSON, with hash = h_seq
 *
 * @module
 */
import { type Bytes, toHex, utf8 } from '../base/bytes.ts';
import { toBase64url } from '../base/encoding.ts';
import { TalosError } from '../base/errors.ts';
import { readBase64url, readChoice, readInteger, readObject, readString } from '../codec/fields.ts';
import { canonicalBytes, canonicalJson, type Json, type JsonObject, parseCanonicalJson } from '../codec/json.ts';
import { labelledHash } from '../crypto/hash.ts';
import { SIGNATURE_BYTES, type SigningKey, verify } from '../crypto/sign.ts';
import { type Did, didOfKey, keyOfDid, parseDid } from '../identity/did.ts';
import { MAX_REASON } from './revocation.ts';
import { asMalformed, malformed } from './verdict.ts';

/** Longest item, in bytes: a reason of which every character is escaped, two identities, and the rest. */
export const MAX_ITEM_BYTES = 4096;
/** Longest head, in bytes. */
export const MAX_HEAD_BYTES = 1024;
/** Most items of one list: above the 100,000 that an issuer may need to take back, and within a few megabytes. */
export const MAX_LIST_ITEMS = 131_072;
/** Milliseconds from a head to its next update, at most: past that nobody knows what was added. */
export const MAX_HEAD_LIFE_MS: number = 7 * 86_400_000;
/** Milliseconds from a head to its next update unless chosen otherwise. */
export const HEAD_LIFE_MS: number = 86_400_000;

const VERSION = 1;
const ID = /^[0-9a-f]{64}$/;

/** What an item is about: one token, all that was delegated from one, all of a holder, all that a key signed. */
export const REVOCATION_KINDS = ['token', 'chain', 'subject', 'issuer'] as const;
/** One of {@link REVOCATION_KINDS}. */
export type RevocationKind = (typeof REVOCATION_KINDS)[number];

/** What is taken back. */
export type Revoked =
  /** This token, and with it all below it. */
  | { readonly kind: 'token'; readonly id: string }
  /** All that was delegated from this token; it stays itself. */
  | { readonly kind: 'chain'; readonly id: string }
  /** Every token that this agent holds; with `under`, every one below that token. */
  | { readonly kind: 'subject'; readonly id: Did; readonly under?: string }
  /** Every token that this agent's key signed; with `before`, those issued before then, in milliseconds. */
  | { readonly kind: 'issuer'; readonly id: Did; readonly before?: number };

/** An item of a list. */
export interface RevocationItem {
  /** Its place, from 1. */
  readonly n: number;
  /** When, by the clock of the issuer of the list: milliseconds since 1970. */
  readonly timeMs: number;
  readonly revoked: Revoked;
  /** For people; may be empty. */
  readonly reason: string;
}

/** The hash of a list without items. */
export const EMPTY_LIST_HASH: Bytes = new Uint8Array(32);

/**
 * The text of an item, canonical JSON.
 *
 * @throws {RangeError} for a field out of range.
 */
export function formatItem({ n, timeMs, revoked, reason }: RevocationItem): string {
  if (reason.length > MAX_REASON || !reason.isWellFormed())
    throw new RangeError(`reason must be well-formed text of at most ${MAX_REASON} characters`);
  const text = canonicalJson({ n, t: timeMs, reason, ...revoked } as JsonObject);
  try {
    readItem(text);
  } catch (cause) {
    throw new RangeError(cause instanceof Error ? cause.message : 'not an item', { cause });
  }
  return text;
}

/** Reads an item in its one form. @throws {TalosError} `MALFORMED`. */
export function readItem(text: string): RevocationItem {
  if (text.length > MAX_ITEM_BYTES) throw malformed(`item exceeds ${MAX_ITEM_BYTES} bytes`);
  return asMalformed(() => {
    const json = parseCanonicalJson(utf8(text), { maxBytes: MAX_ITEM_BYTES });
    const shape = { required: ['n', 't', 'kind', 'id', 'reason'], optional: ['under', 'before'] } as const;
    const fields = readObject(json, shape, 'item');
    return {
      n: readInteger(fields.n, 'n', { min: 1, max: MAX_LIST_ITEMS }),
      timeMs: readInteger(fields.t, 't'),
      revoked: readRevoked(fields),
      reason: readString(fields.reason, 'reason', { max: MAX_REASON }),
    };
  });
}

function readRevoked({ kind: named, id, under, before }: Partial<Record<string, Json>>): Revoked {
  const kind = readChoice(named, REVOCATION_KINDS, 'kind');
  if ((under !== undefined && kind !== 'subject') || (before !== undefined && kind !== 'issuer'))
    throw malformed(`an item of kind ${kind} has a field of another kind`);
  if (kind === 'token' || kind === 'chain') return { kind, id: readString(id, 'id', { pattern: ID }) };
  const did = parseDid(readString(id, 'id'));
  if (kind === 'subject')
    return under === undefined
      ? { kind, id: did }
      : { kind, id: did, under: readString(under, 'under', { pattern: ID }) };
  return before === undefined ? { kind, id: did } : { kind, id: did, before: readInteger(before, 'before') };
}

/** h_n, from h_(n−1) and the text of item n. */
export function itemHash(before: Uint8Array, item: string): Bytes {
  return labelledHash('revocationItem', before, utf8(item));
}

/** What a head says: how far the list goes, and until when that is to be believed. */
export interface ListHead {
  readonly issuer: Did;
  /** Items of the list; 0 for an empty one. */
  readonly seq: number;
  /** h_seq, 64 hexadecimal digits. */
  readonly hash: string;
  /** When it was signed: milliseconds since 1970. */
  readonly issuedAtMs: number;
  /** When the next is due: past that nobody knows what was added. At most {@link MAX_HEAD_LIFE_MS} later. */
  readonly nextMs: number;
}

/**
 * Signs a head.
 *
 * @returns Its text, canonical JSON.
 * @throws {RangeError} if `issuer` is not the signer's DID, or a field is out of range.
 */
export function signHead(signer: SigningKey, head: ListHead): string {
  if (head.issuer !== didOfKey(signer.publicKey)) throw new RangeError('issuer must be the DID of the signing key');
  const { issuer, seq, hash, issuedAtMs, nextMs } = head;
  const body: JsonObject = { v: VERSION, iss: issuer, seq, hash, iat: issuedAtMs, next: nextMs };
  const text = canonicalJson({ body, sig: toBase64url(signer.sign('revocationList', canonicalBytes(body))) });
  try {
    readHead(text);
  } catch (cause) {
    throw new RangeError(cause instanceof Error ? cause.message : 'not a head', { cause });
  }
  return text;
}

/**
 * Reads a head that someone else wrote and checks that its issuer signed it.
 *
 * @throws {TalosError} `MALFORMED`, or `SIGNATURE_INVALID`.
 */
export function readHead(text: string): ListHead {
  if (text.length > MAX_HEAD_BYTES) throw malformed(`head exceeds ${MAX_HEAD_BYTES} bytes`);
  const { head, body, signature } = asMalformed(() => {
    const outer = readObject(
      parseCanonicalJson(utf8(text), { maxBytes: MAX_HEAD_BYTES }),
      { required: ['body', 'sig'] },
      'head',
    );
    return {
      head: readHeadBody(outer.body),
      body: canonicalBytes(outer.body),
      signature: readBase64url(outer.sig, 'sig', SIGNATURE_BYTES),
    };
  });
  if (!verify('revocationList', keyOfDid(head.issuer), body, signature))
    throw new TalosError('SIGNATURE_INVALID', 'the head of a revocation list is not signed by its issuer');
  return head;
}

function readHeadBody(json: Json): ListHead {
  const fields = readObject(json, { required: ['v', 'iss', 'seq', 'hash', 'iat', 'next'] }, 'head');
  readInteger(fields.v, 'v', { min: VERSION, max: VERSION });
  const seq = readInteger(fields.seq, 'seq', { max: MAX_LIST_ITEMS });
  const hash = readString(fields.hash, 'hash', { pattern: ID });
  const issuedAtMs = readInteger(fields.iat, 'iat');
  const nextMs = readInteger(fields.next, 'next', { min: issuedAtMs, max: issuedAtMs + MAX_HEAD_LIFE_MS });
  if ((seq === 0) !== (hash === toHex(EMPTY_LIST_HASH))) throw malformed('head: the hash is not that of so many items');
  return { issuer: parseDid(readString(fields.iss, 'iss')), seq, hash, issuedAtMs, nextMs };
}
