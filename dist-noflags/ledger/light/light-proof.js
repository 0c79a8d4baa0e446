/**
 * Proof files of any format before a light client. PROTOCOL.md §9.12.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
import { authorOfNote } from "../log/checkpoint.js";
import { verifyProofFile } from "../log/proof-file.js";
import { isTlogProof, readTlogProof } from "../log/tlog-proof.js";
import { readSharedCheckpoint } from "./light-checkpoints.js";
/**
 * Reads a proof file.
 *
 * @param file - Of PROTOCOL.md §9.7, or C2SP `tlog-proof`.
 * @param entry - The entry that a `tlog-proof` is of; the one in the file where absent.
 * @returns Why it is none, where it is none.
 */
export function readLightProof(file, entry) {
    if (isTlogProof(file))
        return tlogProof(file, entry);
    const verdict = verifyProofFile(file);
    if (!verdict.valid)
        return verdict.reason;
    const { author, checkpoint } = verdict;
    return { author, note: checkpoint.note, verdictOf: (client) => client.verifyProof(file) };
}
function tlogProof(file, given) {
    const proof = readTlog(file);
    if (typeof proof === 'string')
        return proof;
    const entry = given ?? proof.extra;
    const author = authorOfNote(proof.note);
    const checkpoint = author === undefined ? undefined : readSharedCheckpoint(proof.note, author);
    if (author === undefined || checkpoint === undefined)
        return 'the checkpoint is not signed by its author';
    if (entry === undefined)
        return 'the proof does not hold its entry, and none is given';
    const { index, path, note } = proof;
    return {
        author,
        note,
        verdictOf: (client) => client.verifyEntry({ entry, index, size: checkpoint.size, path }, checkpoint),
    };
}
function readTlog(file) {
    try {
        return readTlogProof(file);
    }
    catch (error) {
        if (isTalosError(error))
            return error.message;
        throw error;
    }
}
