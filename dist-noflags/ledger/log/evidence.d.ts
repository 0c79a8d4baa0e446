import { type SigningKey } from '../../crypto/sign.ts';
import { type Did } from '../../identity/did.ts';
import { type SignedHeader } from '../chain/chain-header.ts';
import { type Checkpoint } from './checkpoint.ts';
/** Largest evidence file in bytes, its line feed included: two notes and what stands around them, with room. */
export declare const MAX_EVIDENCE_BYTES = 4096;
/** Two signed things of one author, the one that was kept first. A note against a header: one of each. */
export interface ForkPair {
    /** Signed notes, of PROTOCOL.md §9.4. */
    readonly notes?: readonly string[];
    readonly headers?: readonly Pick<SignedHeader, 'header' | 'signature'>[];
}
/** What an evidence file says, verified, or the reason why not. */
export type EvidenceVerdict = {
    readonly valid: true;
    /** `fork`: proof for anybody. `rollback`: what `by` says that it was shown. */
    readonly what: 'fork' | 'rollback';
    /** Who signed both. */
    readonly author: Did;
    readonly notes: readonly Checkpoint[];
    readonly headers: readonly SignedHeader[];
    /** What the two disagree about: one sentence, lower case. */
    readonly reason: string;
    /** Whose word it is, and when it was given in milliseconds since 1970; of a `rollback`. */
    readonly by?: Did;
    readonly timeMs?: number;
} | {
    readonly valid: false;
    readonly code: 'E_PROOF_INVALID';
    readonly reason: string;
};
/**
 * The evidence file that `author` signed two histories.
 *
 * @param pair - Two things; what anybody may have sent.
 * @returns `undefined` where they are no proof of that: one is not signed by `author`, or both can be of one log.
 */
export declare function forkEvidence(author: Did, pair: ForkPair): string | undefined;
/** Who was shown a log that had gone back. */
export interface RollbackWitness {
    readonly did: Did;
    /** Key of `did`. */
    readonly signing: SigningKey;
    /** Milliseconds since 1970. */
    readonly timeMs: number;
}
/**
 * The evidence file that `author` showed `shown` as its log after `kept`, which is larger: the word of `witness`.
 *
 * @returns `undefined` where these are not two notes of `author` in that order of sizes.
 */
export declare function rollbackEvidence(author: Did, kept: string, shown: string, witness: RollbackWitness): string | undefined;
/** Whether a file of evidence says that it is one; a proof file does not. Nothing else of it is looked at. */
export declare function isEvidenceFile(file: string): boolean;
/**
 * Verifies an evidence file that anyone may have written. Needs nothing but the file.
 *
 * @param file - As bytes or text. Nothing in it makes this throw.
 */
export declare function verifyEvidenceFile(file: Uint8Array | string): EvidenceVerdict;
