/**
 * The entry of a revocation: what an agent took back. PROTOCOL.md §8.5, §9.1.
 *
 * @module
 */
import { TalosError } from '../base/errors.ts';
import { readInteger } from '../codec/fields.ts';
import type { Did } from '../identity/did.ts';
import { readDid, readHashText } from './statement.ts';

/** What was taken back: exactly one of `token`, `chain`, `subject` and `signer`. PROTOCOL.md §8.5. */
export interface RevocationBody {
  readonly type: 'revocation';
  /** A token, and all below it. */
  readonly token?: string;
  /** All that was delegated from this token. */
  readonly chain?: string;
  /** All tokens that this agent holds; below one token, where `under` names it. */
  readonly subject?: Did;
  readonly under?: string;
  /** All tokens that this agent signed; before a time in milliseconds, where `before` says it. */
  readonly signer?: Did;
  readonly before?: number;
  /** Whose list it is in. */
  readonly issuer: Did;
  /** Commitment to the reason's text. */
  readonly reason: string;
}

/** The readers of its fields. */
export const REVOCATION: Readonly<
  Record<'token' | 'chain' | 'under' | 'reason', typeof readHashText> &
    Record<'subject' | 'issuer' | 'signer', typeof readDid> & { before: typeof readInteger }
> = {
  token: readHashText,
  chain: readHashText,
  subject: readDid,
  under: readHashText,
  signer: readDid,
  before: readInteger,
  issuer: readDid,
  reason: readHashText,
};

/** Those of its fields that need not be there. */
export const OPTIONAL_IN_REVOCATION = ['token', 'chain', 'subject', 'under', 'signer', 'before'] as const;

/** @throws {TalosError} `E_MALFORMED` unless it names one matter. */
export function assertOneMatter({ token, chain, subject, under, signer, before }: RevocationBody): void {
  const named = [token, chain, subject, signer].filter((each) => each !== undefined).length;
  if (named !== 1 || (under !== undefined && subject === undefined) || (before !== undefined && signer === undefined))
    throw new TalosError('E_MALFORMED', 'entry: must name one matter that was revoked');
}
