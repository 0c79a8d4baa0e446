import { checkpointSizeOf, verifySignedStatement } from "./statement.js";
/**
 * What is wrong with the statement in an entry of the log of `author`: its signature, its checkpoint, or that the
 * checkpoint is younger than the entry. Whether the statement fits the entry is another question.
 *
 * @param author - `undefined` where nobody said whose log it is: then no checkpoint is known to be of it.
 * @param verified - Spares checks that were made before; one a run is enough.
 * @returns `undefined` where nothing is wrong, or the entry has no statement.
 */
export function statementFlaw({ seq, body }, author, verified) {
    if (!('statement' in body))
        return undefined;
    const { statement } = body;
    if (!verifySignedStatement(statement, verified))
        return {
            reason: 'the statement in the entry is not signed by whom it says',
            code: 'SIGNATURE_INVALID',
            rule: 'statement-signature',
        };
    const size = checkpointSizeOf(statement, verified);
    if (size === undefined)
        return {
            reason: 'the checkpoint in the statement is no note of its signer',
            code: 'SIGNATURE_INVALID',
            rule: 'statement-checkpoint',
        };
    // Of another's log nothing is known here but what that other signed.
    if (statement.by === author && size > seq)
        return {
            reason: 'the checkpoint in the statement is not older than the entry',
            code: 'E_LEDGER_INVALID',
            rule: 'statement-younger',
        };
    return undefined;
}
/** Whether the statement is one that such an entry of the log of `author` holds, by who made it and for whom. */
export function isStatementOfEntry(body, author) {
    const { peer, statement } = body;
    switch (body.type) {
        case 'call':
            return statement.by === author && body.statement.statement.to === peer;
        case 'intent': {
            const { from, to } = body.statement.statement;
            return statement.by === from && (from === author ? to === peer : from === peer && to === author);
        }
        case 'decision':
            return statement.by === peer && body.statement.statement.to === author;
        case 'result':
            return statement.by === author;
        case 'receipt':
        case 'acknowledgement':
            return statement.by === peer;
        case 'file': {
            const { from, to } = body.statement.statement;
            const [sender, receiver] = body.direction === 'sent' ? [author, peer] : [peer, author];
            return statement.by === to && from === sender && to === receiver;
        }
    }
}
