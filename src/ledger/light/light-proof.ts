/**
 * Proof files of any format before a light client. PROTOCOL.md §9.12.
 *
 * @module
 */
import { isTalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { authorOfNote } from '../log/checkpoint.ts';
import { verifyProofFile } from '../log/proof-file.ts';
import { isTlogProof, readTlogProof, type TlogProof } from '../log/tlog-proof.ts';
import type { LightClient } from './light.ts';
import { readSharedCheckpoint } from './light-checkpoints.ts';
import type { LightVerdict } from './light-types.ts';

/** A proof file, read so far that it is known whose log it is about. */
export interface ReadProof {
  readonly author: Did;
  /** The checkpoint in it, as it stands in the file. */
  readonly note: string;
  /** Verifies it against what `client`, one of {@link author}, holds. Repeatable. */
  verdictOf(client: LightClient): LightVerdict;
}

/**
 * Reads a proof file.
 *
 * @param file - Of PROTOCOL.md §9.7, or C2SP `tlog-proof`.
 * @param entry - The entry that a `tlog-proof` is of; the one in the file where absent.
 * @returns Why it is none, where it is none.
 */
export function readLightProof(file: string, entry?: Uint8Array): ReadProof | string {
  if (isTlogProof(file)) return tlogProof(file, entry);
  const verdict = verifyProofFile(file);
  if (!verdict.valid) return verdict.reason;
  const { author, checkpoint } = verdict;
  return { author, note: checkpoint.note, verdictOf: (client) => client.verifyProof(file) };
}

function tlogProof(file: string, given: Uint8Array | undefined): ReadProof | string {
  const proof = readTlog(file);
  if (typeof proof === 'string') return proof;
  const entry = given ?? proof.extra;
  const author = authorOfNote(proof.note);
  const checkpoint = author === undefined ? undefined : readSharedCheckpoint(proof.note, author);
  if (author === undefined || checkpoint === undefined) return 'the checkpoint is not signed by its author';
  if (entry === undefined) return 'the proof does not hold its entry, and none is given';
  const { index, path, note } = proof;
  return {
    author,
    note,
    verdictOf: (client) => client.verifyEntry({ entry, index, size: checkpoint.size, path }, checkpoint),
  };
}

function readTlog(file: string): TlogProof | string {
  try {
    return readTlogProof(file);
  } catch (error) {
    if (isTalosError(error)) return error.message;
    throw error;
  }
}
