/**
 * What must be true of the statement in an entry, whoever put it there. PROTOCOL.md §9.3.
 *
 * @module
 */
import type { ErrorCode } from '../base/errors.ts';
import type { Did } from '../identity/did.ts';
import type { Entry } from './entry.ts';
import { checkpointSizeOf, type VerifiedBatches, verifySignedStatement } from './statement.ts';

/** A rule that a statement breaks. */
export interface StatementFlaw {
  /** One sentence, lower case. */
  readonly reason: string;
  readonly code: ErrorCode;
}

/**
 * What is wrong with the statement in an entry of the log of `author`: its signature, its checkpoint, or that the
 * checkpoint is younger than the entry. Whether the statement fits the entry is another question.
 *
 * @param verified - Spares checks that were made before; one a run is enough.
 * @returns `undefined` where nothing is wrong, or the entry has no statement.
 */
export function statementFlaw({ seq, body }: Entry, author: Did, verified: VerifiedBatches): StatementFlaw | undefined {
  if (!('statement' in body)) return undefined;
  const { statement } = body;
  if (!verifySignedStatement(statement, verified))
    return { reason: 'the statement in the entry is not signed by whom it says', code: 'SIGNATURE_INVALID' };
  const size = checkpointSizeOf(statement, verified);
  if (size === undefined)
    return { reason: 'the checkpoint in the statement is no note of its signer', code: 'SIGNATURE_INVALID' };
  // Of another's log nothing is known here but what that other signed.
  if (statement.by === author && size > seq)
    return { reason: 'the checkpoint in the statement is not older than the entry', code: 'E_LEDGER_INVALID' };
  return undefined;
}
