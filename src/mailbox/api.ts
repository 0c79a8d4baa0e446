/**
 * What a mailbox and its clients say to each other. PROTOCOL.md §6.6.
 *
 * ```text
 *   open    {}            → {waiting, bytes}          the own mailbox of who asks, made if it is new
 *   taken   {ids}         → {}                        after they are deleted, durably
 *   deposit {to, sealed}  → {}                        after it is durable
 *   push    message {id, sealed}                      to the owner, oldest first
 * ```
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import type { CborMap } from '../codec/cbor.ts';
import { readArray, readBytes, readInteger, readObject, readString } from '../codec/fields.ts';
import { DID_CHARACTERS, type Did, parseDid } from '../identity/did.ts';
import { isDepositLength } from '../message/deposit.ts';

/** Messages that a mailbox may have pushed that its owner has not taken. PROTOCOL.md §6.6. */
export const MAX_UNTAKEN_MESSAGES = 16;
/** Bytes of deposits that a mailbox may have pushed that its owner has not taken. PROTOCOL.md §6.6. */
export const MAX_UNTAKEN_BYTES: number = 4 * 1024 * 1024;

/** The name of what a mailbox says unasked. */
export const MESSAGE_PUSH = 'message';

/** What waits in a mailbox. */
export interface Waiting {
  /** Messages. */
  readonly waiting: number;
  /** Their deposits, in bytes. */
  readonly bytes: number;
}

/** A deposit as it is asked for. */
export interface DepositRequest {
  readonly to: Did;
  readonly sealed: Bytes;
}

/** A message as it is pushed. */
export interface MessagePush {
  /** Chosen by the mailbox; greater than those of all that came before. 1 to 2^53 − 1. */
  readonly id: number;
  readonly sealed: Bytes;
}

/** A deposit of a length that deposits have. Its bytes are not looked at: what is in it is its recipient's business. */
function readSealed(value: unknown): Bytes {
  // Looked at before it is copied.
  if (!(value instanceof Uint8Array) || !isDepositLength(value.length))
    throw new TalosError('E_MALFORMED', 'sealed: must be bytes of a length that deposits have');
  return readBytes(value, 'sealed');
}

function readId(value: unknown, name: string): number {
  return readInteger(value, name, { min: 1 });
}

/** The fields of a request or an answer that has none. @throws {TalosError} `E_MALFORMED` where there are some. */
export function readNothing(fields: CborMap): void {
  readObject(fields, { required: [] }, 'request or answer');
}

/** The answer to `open`. @throws {TalosError} `E_MALFORMED` for another form. */
export function readWaiting(fields: CborMap): Waiting {
  const { waiting, bytes } = readObject(fields, { required: ['waiting', 'bytes'] }, 'answer');
  return { waiting: readInteger(waiting, 'waiting'), bytes: readInteger(bytes, 'bytes') };
}

/**
 * The fields of `taken`: 1 to {@link MAX_UNTAKEN_MESSAGES} ids, none twice.
 *
 * @throws {TalosError} `E_MALFORMED` for another form.
 */
export function readTaken(fields: CborMap): readonly number[] {
  const { ids } = readObject(fields, { required: ['ids'] }, 'taken');
  const read = readArray(ids, 'ids', { min: 1, max: MAX_UNTAKEN_MESSAGES }, readId);
  if (new Set(read).size !== read.length) throw new TalosError('E_MALFORMED', 'ids: one twice');
  return read;
}

/** The fields of `deposit`. @throws {TalosError} `E_MALFORMED`, or `E_BAD_DID` for a recipient that is none. */
export function readDeposit(fields: CborMap): DepositRequest {
  const { to, sealed } = readObject(fields, { required: ['to', 'sealed'] }, 'deposit');
  return { to: parseDid(readString(to, 'to', { max: DID_CHARACTERS })), sealed: readSealed(sealed) };
}

/** The fields of a pushed message. @throws {TalosError} `E_MALFORMED` for another form. */
export function readMessage(fields: CborMap): MessagePush {
  const { id, sealed } = readObject(fields, { required: ['id', 'sealed'] }, 'message');
  return { id: readId(id, 'id'), sealed: readSealed(sealed) };
}
