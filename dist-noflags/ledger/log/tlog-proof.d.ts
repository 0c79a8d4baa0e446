/**
 * Proofs in the format of the transparency-log world: C2SP `tlog-proof`. PROTOCOL.md §9.9.
 *
 * ```text
 *  c2sp.org/tlog-proof@v1
 *  extra <base64 of the entry>
 *  index <its index in the log>
 *  <base64 of a hash of the path>…
 *
 *  <checkpoint, with cosignatures where there are any>
 * ```
 *
 * What such a proof shows is that the entry is in the log. That a result answers a call is what the files of
 * `proof-file.ts` show.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Cosignature, type Witness } from './cosignature.ts';
import { type ProofVerdict } from './proof-file.ts';
/** Largest file in bytes: a whole entry in base64, a path, and a note with all its signatures. */
export declare const MAX_TLOG_PROOF_BYTES: number;
/** What a file says, its form checked and nothing else. */
export interface TlogProof {
    /** Index in the log. */
    readonly index: number;
    /** Lowest hash first, 32 bytes each. */
    readonly path: readonly Bytes[];
    /** The checkpoint, as it stands in the file. */
    readonly note: string;
    /** Not signed: in files of ours the entry, whose hash is proved. */
    readonly extra: Bytes | undefined;
}
/** A proof as a file. */
export declare function formatTlogProof({ index, path, note, extra }: TlogProof): string;
/** Whether a file says that it is one. Nothing else of it is looked at. */
export declare function isTlogProof(file: string): boolean;
/**
 * Reads a proof of any log.
 *
 * @throws {TalosError} `E_MALFORMED` for another form; `E_LIMIT` over {@link MAX_TLOG_PROOF_BYTES}.
 */
export declare function readTlogProof(text: string): TlogProof;
/**
 * The same proof in this format: of the entry that `file` proves, without the one that it answers.
 *
 * @param file - A proof file of PROTOCOL.md §9.7.
 * @param cosignatures - Of its checkpoint.
 * @throws {TalosError} `E_PROOF_INVALID` for a file that does not verify.
 */
export declare function tlogProofOf(file: string, cosignatures?: readonly Pick<Cosignature, 'line'>[]): string;
/** What a proof of this format says, verified or the reason why not. */
export type TlogProofVerdict = (ProofVerdict & {
    readonly valid: true;
    /** Of the witnesses that were asked about. */
    readonly cosignatures: readonly Cosignature[];
}) | (ProofVerdict & {
    readonly valid: false;
});
/** What is known to whoever verifies. */
export interface TlogProofExpectations {
    /** The bytes of the entry; those in the file where they are absent. */
    readonly entry?: Uint8Array;
    /** Whose cosignatures are looked at; lines of others are ignored. */
    readonly witnesses?: readonly Witness[];
}
/**
 * Verifies a proof of an entry of an agent's log, which anyone may have written: the origin of its checkpoint is the
 * author's DID, and with that the key.
 *
 * @param file - As bytes or text. Nothing in it makes this throw.
 */
export declare function verifyTlogProof(file: Uint8Array | string, expected?: TlogProofExpectations): TlogProofVerdict;
/** Longest file of any kind that `proof verify` reads. */
export declare const MAX_PROOF_FILE_BYTES: number;
/** The text of an entry as a file holds it. */
export declare function entryBytesOf(text: string): Bytes;
