import type { Did } from './did.ts';
/** Words of a fingerprint, 11 bits each: as many as people read aloud without losing patience. */
export declare const FINGERPRINT_WORDS = 12;
/**
 * Hashes one after the other. Who stands between two people may choose a key for either side, and look for two that
 * look alike: 2^66 tries for 132 bits. These make that 2^80, and cost an honest side some hundredths of a second.
 */
export declare const FINGERPRINT_ROUNDS: number;
/** See the module comment. */
export interface Fingerprint {
    /** {@link FINGERPRINT_WORDS} English words of BIP-39. */
    readonly words: readonly string[];
    /** The whole of it with both DIDs, for a QR code: 12 words are enough for a voice, a camera takes more. */
    readonly text: string;
}
/** The fingerprint of two identities, the same whichever comes first. */
export declare function fingerprintOf(one: Did, other: Did): Fingerprint;
/** Whether a person's text is this fingerprint: all of its words in order, case and spaces aside, or its text. */
export declare function isFingerprint({ words, text }: Fingerprint, given: string): boolean;
