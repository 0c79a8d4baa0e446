/**
 * The fingerprint of two identities: what two people read to each other, or scan, to know that nobody stands between
 * their agents. PROTOCOL.md §4.5.
 *
 * @module
 */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { compareBytes, concat, toHex, utf8 } from "../base/bytes.js";
import { labelledHash } from "../crypto/hash.js";
/** Words of a fingerprint, 11 bits each: as many as people read aloud without losing patience. */
export const FINGERPRINT_WORDS = 12;
/**
 * Hashes one after the other. Who stands between two people may choose a key for either side, and look for two that
 * look alike: 2^66 tries for 132 bits. These make that 2^80, and cost an honest side some hundredths of a second.
 */
export const FINGERPRINT_ROUNDS = 2 ** 14;
const WORD_BITS = 11;
/** The fingerprint of two identities, the same whichever comes first. */
export function fingerprintOf(one, other) {
    const [low, high] = compareBytes(utf8(one), utf8(other)) <= 0 ? [one, other] : [other, one];
    const both = concat(utf8(low), utf8(high));
    let hash = labelledHash('fingerprint', both);
    for (let round = 0; round < FINGERPRINT_ROUNDS; round++)
        hash = labelledHash('fingerprint', hash, both);
    return { words: wordsOf(hash), text: `talos:verify:${low}:${high}:${toHex(hash)}` };
}
/** Whether a person's text is this fingerprint: all of its words in order, case and spaces aside, or its text. */
export function isFingerprint({ words, text }, given) {
    const trimmed = given.trim();
    return trimmed === text || trimmed.toLowerCase().split(/\s+/).join(' ') === words.join(' ');
}
function wordsOf(hash) {
    const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    return Array.from({ length: FINGERPRINT_WORDS }, (_, n) => {
        const index = Number.parseInt(bits.slice(n * WORD_BITS, (n + 1) * WORD_BITS), 2);
        return wordlist[index] ?? '';
    });
}
