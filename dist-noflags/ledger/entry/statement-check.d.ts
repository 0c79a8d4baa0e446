/**
 * What must be true of the statement in an entry, whoever put it there. PROTOCOL.md §9.3.
 *
 * @module
 */
import type { ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Entry, EntryBody } from './entry.ts';
import { type VerifiedBatches } from './statement.ts';
/** A rule that a statement breaks. */
export interface StatementFlaw {
    /** One sentence, lower case. */
    readonly reason: string;
    readonly code: ErrorCode;
    /** As validation names it. */
    readonly rule: 'statement-signature' | 'statement-checkpoint' | 'statement-younger';
}
/**
 * What is wrong with the statement in an entry of the log of `author`: its signature, its checkpoint, or that the
 * checkpoint is younger than the entry. Whether the statement fits the entry is another question.
 *
 * @param author - `undefined` where nobody said whose log it is: then no checkpoint is known to be of it.
 * @param verified - Spares checks that were made before; one a run is enough.
 * @returns `undefined` where nothing is wrong, or the entry has no statement.
 */
export declare function statementFlaw({ seq, body }: Entry, author: Did | undefined, verified: VerifiedBatches): StatementFlaw | undefined;
/** The entries that hold a statement. */
export type StatementBody = Extract<EntryBody, {
    readonly statement: unknown;
}>;
/** Whether the statement is one that such an entry of the log of `author` holds, by who made it and for whom. */
export declare function isStatementOfEntry(body: StatementBody, author: Did): boolean;
