/**
 * Proof files: an entry, what it answers, and all that a stranger needs to check them offline. PROTOCOL.md §9.7.
 *
 * Every byte of a proof file is signed, hashed or fixed by its canonical form: whichever is changed, it is refused.
 *
 * @module
 */
import { fromHex, fromUtf8, toHex, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { readArray, readChoice, readObject, readString } from "../../codec/fields.js";
import { canonicalJson, parseCanonicalJson, parseJson } from "../../codec/json.js";
import { readEntryJson } from "../entry/entry.js";
import { intentFault } from "../entry/intent.js";
import { readDid, readHashText, VerifiedBatches } from "../entry/statement.js";
import { isStatementOfEntry, statementFlaw } from "../entry/statement-check.js";
import { readCheckpoint } from "./checkpoint.js";
import { verifyInclusion } from "./merkle.js";
/** Largest proof file in bytes, its line feed included. */
export const MAX_PROOF_BYTES = 1024 * 1024;
/** Longest path in a proof: a log has fewer than 2^53 entries. */
const MAX_PATH_HASHES = 53;
/**
 * Makes a proof file: one line of canonical JSON and a line feed.
 *
 * @param proven - The entry, then the one that it answers where it answers one, then the intent where its statement names
 *   one.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_PROOF_BYTES}, which entries of this version never reach.
 */
export function formatProofFile(author, checkpoint, proven) {
    const entries = proven.map(({ entry, path }) => ({ entry: parseJson(entry.bytes), path: path.map(toHex) }));
    const text = `${canonicalJson({ v: 1, kind: 'talos-proof', author, checkpoint, entries })}\n`;
    if (utf8(text).length > MAX_PROOF_BYTES)
        throw new TalosError('E_LIMIT', `proof exceeds ${MAX_PROOF_BYTES} bytes`);
    return text;
}
/** A broken rule, on its way to the verdict. */
class Flaw extends Error {
}
function demand(holds, reason) {
    if (!holds)
        throw new Flaw(reason);
}
/**
 * Verifies a proof file that anyone may have written. Needs nothing but the file.
 *
 * It proves that `author` signed a log with this entry, not that the author shows everybody the same log: for that,
 * compare checkpoints.
 *
 * @param file - The file, as bytes or text. Nothing in it makes this throw.
 */
export function verifyProofFile(file) {
    try {
        return verified(file);
    }
    catch (error) {
        if (error instanceof Flaw || error instanceof TalosError)
            return { valid: false, code: 'E_PROOF_INVALID', reason: error.message };
        throw error;
    }
}
function verified(file) {
    const text = lineOf(file);
    const required = ['v', 'kind', 'author', 'checkpoint', 'entries'];
    const fields = readObject(parseCanonicalJson(utf8(text)), { required }, 'proof');
    demand(fields.v === 1, 'the version of the proof is not 1');
    readChoice(fields.kind, ['talos-proof'], 'kind');
    const author = readDid(fields.author, 'author');
    const checkpoint = readCheckpoint(readString(fields.checkpoint, 'checkpoint'), author);
    if (checkpoint === undefined)
        throw new Flaw('the checkpoint is not signed by the author');
    const entries = readArray(fields.entries, 'entries', { min: 1, max: 3 }, (item, name) => includedEntry(item, name, checkpoint));
    const [{ entry, path }, answered, intent] = entries;
    const others = { answered: answered?.entry, intent: intent?.entry };
    checkFit(author, entry, others);
    return { valid: true, author, checkpoint, entry, path, ...others };
}
function lineOf(file) {
    // A string of n units has at least n bytes, so a longer one is refused before it is encoded.
    demand(file.length <= MAX_PROOF_BYTES, `the proof exceeds ${MAX_PROOF_BYTES} bytes`);
    const bytes = typeof file === 'string' ? utf8(file) : file;
    demand(bytes.length <= MAX_PROOF_BYTES, `the proof exceeds ${MAX_PROOF_BYTES} bytes`);
    const text = fromUtf8(bytes);
    demand(text.endsWith('\n'), 'the proof does not end with a line feed');
    return text.slice(0, -1);
}
function includedEntry(item, name, checkpoint) {
    const fields = readObject(item, { required: ['entry', 'path'] }, name);
    const entry = readEntryJson(fields.entry);
    const path = readArray(fields.path, 'path', { max: MAX_PATH_HASHES }, readHashText).map(fromHex);
    demand(verifyInclusion(entry.leaf, entry.seq, checkpoint.size, path, checkpoint.root), `entry ${entry.seq} is not in the log of the checkpoint`);
    return { entry, path };
}
/** Whether statements are signed by whom they must be, with checkpoints of theirs, and fit each other. */
function checkFit(author, entry, { answered, intent }) {
    const { body } = entry;
    const isAnswer = body.type === 'result' || body.type === 'receipt';
    const named = isAnswer ? body.statement.statement.intent : undefined;
    demand((answered !== undefined) === isAnswer && (intent !== undefined) === (named !== undefined), 'the proof has an entry too many or too few');
    const known = new VerifiedBatches();
    for (const one of [entry, answered, intent]) {
        const flaw = one && statementFlaw(one, author, known);
        if (flaw !== undefined)
            throw new Flaw(flaw.reason);
    }
    if (answered === undefined || !isAnswer) {
        checkAlone(author, body);
        return;
    }
    checkAlone(author, answered.body);
    if (body.type === 'result')
        checkResult(author, body.peer, body.statement, answered, 'decision');
    else
        checkResult(body.peer, author, body.statement, answered, 'call');
    demand(body.answers === answered.id, 'the entry answers another one');
    if (intent !== undefined)
        checkIntent(intent, named, answered);
}
/** Whether `intent` is the one that a result names, and the call that was answered is the one that it announced. */
function checkIntent({ body }, named, answered) {
    if (body.type !== 'intent')
        throw new Flaw('the entry of the intent is none');
    demand(body.statement.hash === named, 'the result names another intent');
    if (answered.body.type !== 'call' && answered.body.type !== 'decision')
        return;
    const call = answered.body;
    demand(body.peer === call.peer && body.statement.by === call.statement.by, 'the intent is of another agent');
    const fault = intentFault(body.statement.statement, call.statement.statement);
    demand(fault === undefined, `the call is not what its intent announced: it has another ${fault}`);
}
/** Rules of an entry by itself: who the parties of its statement are. */
function checkAlone(author, body) {
    if (body.type === 'intent')
        demand(isStatementOfEntry(body, author), 'the intent is between others, or not signed by the caller');
    if (body.type === 'file')
        demand(isStatementOfEntry(body, author), 'the file went between others, or its receiver did not sign');
    if (body.type !== 'call' && body.type !== 'decision') {
        if (body.type === 'acknowledgement')
            demand(body.statement.by === body.peer, 'the statement is not of the peer');
        return;
    }
    const [caller, server] = body.type === 'call' ? [author, body.peer] : [body.peer, author];
    const { statement } = body.statement;
    demand(statement.from === caller && statement.to === server, 'the call is between others');
}
function checkResult(server, caller, signed, answered, type) {
    const { body } = answered;
    if (body.type !== type)
        throw new Flaw(`the entry answered is no ${type}`);
    demand(signed.by === server && body.statement.statement.to === server, 'the result is not signed by the server');
    demand(body.peer === (type === 'call' ? server : caller), 'the entries are about different peers');
    demand(signed.statement.call === body.statement.hash, 'the result is of another call');
    if (body.type === 'decision')
        demand(signed.statement.decision === body.decision, 'the decisions differ');
}
/** The statements that a valid proof holds, the newest first. */
export function statementsOf(verdict) {
    return [verdict.entry, verdict.answered, verdict.intent].flatMap((entry) => entry !== undefined && 'statement' in entry.body ? [entry.body.statement] : []);
}
