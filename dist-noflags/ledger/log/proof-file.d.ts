/**
 * Proof files: an entry, what it answers, and all that a stranger needs to check them offline. PROTOCOL.md §9.7.
 *
 * Every byte of a proof file is signed, hashed or fixed by its canonical form: whichever is changed, it is refused.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { type Entry } from '../entry/entry.ts';
import { type SignedStatement } from '../entry/statement.ts';
import { type Checkpoint } from './checkpoint.ts';
/** Largest proof file in bytes, its line feed included. */
export declare const MAX_PROOF_BYTES: number;
/** An entry with its inclusion path. */
export interface ProvenEntry {
    readonly entry: Entry;
    /** Lowest hash first. */
    readonly path: readonly Bytes[];
}
/** What a proof file says, verified or the reason why not. */
export type ProofVerdict = {
    readonly valid: true;
    /** Whose log holds the entries. */
    readonly author: Did;
    readonly checkpoint: Checkpoint;
    /** The entry that is proved. */
    readonly entry: Entry;
    /** Its inclusion path, lowest hash first. */
    readonly path: readonly Bytes[];
    /** The `decision` or `call` that a `result` or `receipt` answers. */
    readonly answered: Entry | undefined;
    /** The `intent` that the statement of a `result` or `receipt` names: the call that it answers fits it. */
    readonly intent: Entry | undefined;
} | {
    readonly valid: false;
    readonly code: 'E_PROOF_INVALID';
    readonly reason: string;
};
/**
 * Makes a proof file: one line of canonical JSON and a line feed.
 *
 * @param proven - The entry, then the one that it answers where it answers one, then the intent where its statement names
 *   one.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_PROOF_BYTES}, which entries of this version never reach.
 */
export declare function formatProofFile(author: Did, checkpoint: string, proven: readonly ProvenEntry[]): string;
/**
 * Verifies a proof file that anyone may have written. Needs nothing but the file.
 *
 * It proves that `author` signed a log with this entry, not that the author shows everybody the same log: for that,
 * compare checkpoints.
 *
 * @param file - The file, as bytes or text. Nothing in it makes this throw.
 */
export declare function verifyProofFile(file: Uint8Array | string): ProofVerdict;
/** The statements that a valid proof holds, the newest first. */
export declare function statementsOf(verdict: Extract<ProofVerdict, {
    valid: true;
}>): SignedStatement[];
