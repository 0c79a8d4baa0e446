import { isTalosError, TalosError } from "../../base/errors.js";
import { readHashedEntry } from "../entry/entry.js";
import { isStatementOfEntry, statementFlaw } from "../entry/statement-check.js";
import { faultOf } from "./validation-codes.js";
/**
 * Reads the entries of a block whose log size is right, and checks their form and sequence.
 *
 * @param leaves - Their leaf hashes.
 */
export function readEntries({ header, entries: held }, leaves) {
    const first = header.logSize - held.length;
    const entries = [];
    for (const [position, bytes] of held.entries()) {
        const entry = readOne(bytes, leaves[position], position);
        if ('rule' in entry)
            return { fault: entry, entries: [] };
        // The sequence is part of each entry, so one that is right everywhere repeats no entry.
        if (entry.seq !== first + position) {
            const reason = `entry ${first + position} says that it is ${entry.seq}`;
            return { fault: faultOf('entry-sequence', reason, position), entries: [] };
        }
        entries.push(entry);
    }
    return { entries };
}
function readOne(bytes, leaf, position) {
    try {
        return readHashedEntry(bytes, leaf);
    }
    catch (error) {
        if (!(error instanceof TalosError))
            throw error;
        return faultOf(ruleOf(error), error.message, position);
    }
}
function ruleOf(error) {
    if (isTalosError(error, 'E_VERSION'))
        return 'entry-version';
    // The reader of JSON names itself; whatever else is wrong is a field.
    return /JSON|UTF-8/.test(error.message) ? 'entry-form' : 'entry-fields';
}
/** As {@link readEntries}; also what they record twice, and the statements in them, which cost most and come last. */
export function checkEntries(block, leaves, terms) {
    const read = readEntries(block, leaves);
    if (read.fault !== undefined)
        return { fault: read.fault, ids: [] };
    const { entries } = read;
    const { ids, fault = firstFault(entries, terms) } = idsOfAll(entries);
    return fault === undefined ? { entries, ids } : { fault, entries, ids };
}
function firstFault(entries, { author, verified }) {
    for (const [position, entry] of entries.entries()) {
        const fault = misfit(entry, author, position);
        if (fault !== undefined)
            return fault;
    }
    for (const [position, entry] of entries.entries()) {
        if (!('statement' in entry.body))
            continue;
        const flaw = statementFlaw(entry, author, verified());
        if (flaw !== undefined)
            return faultOf(flaw.rule, flaw.reason, position);
    }
    return undefined;
}
/** An entry that cannot be of this author's log. */
function misfit({ body }, author, position) {
    if (author === undefined)
        return undefined;
    if (body.type === 'identity' && body.did !== author)
        return faultOf('identity', 'the entry names another identity than the author', position);
    if ('statement' in body && !isStatementOfEntry(body, author))
        return faultOf('statement-fit', 'the statement is not one that such an entry holds', position);
    return undefined;
}
const REPEATED = {
    message: ['message-repeated', 'the message is recorded twice'],
    file: ['message-repeated', 'the transfer is recorded twice'],
    call: ['call-repeated', 'the number of the call is recorded twice'],
    answer: ['answer-repeated', 'what the entry answers was answered before'],
};
/** The fault of an id that is there a second time. */
export function repetition(id, position) {
    const [rule, reason] = REPEATED[id.slice(0, id.indexOf(' '))];
    return faultOf(rule, reason, position);
}
function idsOfAll(entries) {
    const ids = new Set();
    for (const [position, { body }] of entries.entries()) {
        for (const id of idsOf(body)) {
            if (ids.has(id))
                return { ids: [...ids], fault: repetition(id, position) };
            ids.add(id);
        }
    }
    return { ids: [...ids] };
}
const NONE = [];
/**
 * What an entry records once and for all. A peer chooses the ids of its messages and the numbers of its calls, so its
 * name stands beside them: nobody can spoil the ledger of another by choosing what a third one chose.
 */
export function idsOf(body) {
    if (body.type === 'message')
        return [`message ${body.direction} ${body.peer} ${body.message}`];
    if (body.type === 'file')
        return [`file ${body.direction} ${body.peer} ${body.statement.statement.transfer}`];
    if (body.type === 'call' || body.type === 'decision') {
        // What was refused may come again.
        if (body.type === 'decision' && body.decision !== 'allowed')
            return NONE;
        const { session, number } = body.statement.statement;
        return [`call ${body.type} ${body.peer} ${session} ${number}`];
    }
    if (body.type === 'result' || body.type === 'receipt')
        return [`answer ${body.type} ${body.answers}`];
    if (body.type === 'acknowledgement')
        return body.answers.map((id) => `answer ${body.type} ${id}`);
    return NONE;
}
