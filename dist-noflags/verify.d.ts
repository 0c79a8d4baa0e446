import type { Did } from './identity/did.ts';
import { type Checkpoint } from './ledger/log/checkpoint.ts';
import { type ProofVerdict } from './ledger/log/proof-file.ts';
export { isTalosError, TalosError } from './base/errors.ts';
export { type Did, isDid } from './identity/did.ts';
export { commit } from './ledger/entry/commitment.ts';
export type { Entry, EntryBody, EntryType } from './ledger/entry/entry.ts';
export type { SignedStatement, Statement } from './ledger/entry/statement.ts';
export type { Checkpoint } from './ledger/log/checkpoint.ts';
export { verifyConsistency, verifyInclusion } from './ledger/log/merkle.ts';
export { MAX_PROOF_BYTES, type ProofVerdict, statementsOf } from './ledger/log/proof-file.ts';
/**
 * Verifies a proof file that anyone may have written. Needs nothing but the file, and the platform's Ed25519.
 *
 * It proves that `author` signed a log with this entry, not that the author shows everybody the same log: for that,
 * compare checkpoints.
 *
 * @param file - The file, as bytes or text; bytes are copied. Nothing in it makes this reject.
 * @throws {TalosError} `E_VERSION` where the platform has no Ed25519: an answer that nobody can give is none.
 */
export declare function verifyProofFile(file: Uint8Array | string): Promise<ProofVerdict>;
/**
 * Reads a checkpoint: exactly three lines and one signature, that of `author`.
 *
 * @returns `undefined` for anything else.
 * @throws {TalosError} `E_BAD_DID` where `author` is none; `E_VERSION` as {@link verifyProofFile}.
 */
export declare function readCheckpoint(note: string, author: Did): Promise<Checkpoint | undefined>;
