/**
 * Entries about authority that is given, and what other entries say of it. PROTOCOL.md §9.1.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { readArray, readInteger, readObject, readString } from '../../codec/fields.ts';
import type { Json } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import { MAX_SERVICE_CHARACTERS, readDid, readHashText } from './statement.ts';

/** Most tokens of a chain. PROTOCOL.md §8.1. */
const MAX_HOLDERS = 8;

/** A token, as both of its sides record it. */
interface GrantFields {
  /** Id of the token, 64 hex digits. */
  readonly token: string;
  readonly subject: Did;
  readonly audience: Did;
  readonly service: string;
  /** Seconds since 1970, as in the token. */
  readonly expires: number;
  /** SHA-256 of the canonical scope, 64 hex digits. */
  readonly scope: string;
  /** Id of the token that it was delegated from. */
  readonly parent?: string;
}

/** A token that was issued here. */
export interface GrantBody extends GrantFields {
  readonly type: 'grant';
}

/** A token that was received. */
export interface GrantReceivedBody extends GrantFields {
  readonly type: 'grant-received';
  readonly issuer: Did;
}

/** How the fields of both are read. */
export const GRANT_READERS: {
  readonly [K in keyof GrantFields]-?: (value: Json, name: string) => NonNullable<GrantFields[K]>;
} = {
  token: readHashText,
  subject: readDid,
  audience: readDid,
  service: (value: Json, name: string): string => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS }),
  expires: readInteger,
  scope: readHashText,
  parent: readHashText,
};

/** A token of a chain. */
export interface ChainHolder {
  /** Its id, 64 hex digits. */
  readonly token: string;
  /** Whom it was given to: who passed the next one on, at the end who made the call. */
  readonly subject: Did;
}

/** Reads a chain of two tokens or more, root first. @throws {TalosError} `E_MALFORMED`. */
export function readChainHolders(value: Json, name: string): readonly ChainHolder[] {
  const holders = readArray(value, name, { min: 2, max: MAX_HOLDERS }, (item, at) => {
    const { token, subject } = readObject(item, { required: ['token', 'subject'] }, at);
    return { token: readHashText(token, `${at}.token`), subject: readDid(subject, `${at}.subject`) };
  });
  if (new Set(holders.map(({ token }) => token)).size < holders.length)
    throw new TalosError('E_MALFORMED', `${name}: names a token twice`);
  return holders;
}
