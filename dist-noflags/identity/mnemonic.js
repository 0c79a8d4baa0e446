/**
 * The root of an identity: 24 English words of BIP-39, and the seeds that follow from them. PROTOCOL.md §4.1.
 *
 * Words and seeds are secret; no error here repeats a word.
 *
 * @module
 */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { assertBytes, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { derive, pbkdf2Sha512 } from "../crypto/kdf.js";
/** Length of the entropy behind the words, in bytes: 256 bits. */
export const ENTROPY_BYTES = 32;
/** Number of words of {@link ENTROPY_BYTES}: 256 bits and 8 of checksum, 11 a word. */
export const WORDS = 24;
/** Rounds and salt of the seed of BIP-39, with an empty passphrase. */
const SEED_ROUNDS = 2048;
const SEED_SALT = utf8('mnemonic');
/** Longest text of words that is read, in characters: the longest English word has 8 letters. */
const MAX_WORDS_CHARACTERS = 1024;
const ENGLISH = new Set(wordlist);
/**
 * The 24 words of `entropy`, lower case, one space between two.
 *
 * @param entropy - 32 bytes.
 * @throws {RangeError} if it has another length.
 */
export function wordsOfEntropy(entropy) {
    assertBytes(entropy, 'entropy', ENTROPY_BYTES);
    return entropyToMnemonic(entropy, wordlist);
}
/**
 * Reads the words that a person wrote down. Upper case and any white space around and between words are allowed.
 *
 * @returns 32 new bytes.
 * @throws {TalosError} `E_MALFORMED` for another number of words, a word that is not in the list (its place is told,
 *   the word is not), or a wrong checksum.
 */
export function entropyOfWords(text) {
    if (text.length > MAX_WORDS_CHARACTERS)
        throw new TalosError('E_MALFORMED', `words of ${text.length} characters, limit ${MAX_WORDS_CHARACTERS}`);
    const words = text
        .toLowerCase()
        .split(/[ \t\r\n]+/)
        .filter((word) => word !== '');
    if (words.length !== WORDS)
        throw new TalosError('E_MALFORMED', `there must be ${WORDS} words, not ${words.length}`);
    const unknown = words.findIndex((word) => !ENGLISH.has(word));
    if (unknown >= 0)
        throw new TalosError('E_MALFORMED', `word ${unknown + 1} is not in the English list of BIP-39`);
    try {
        return new Uint8Array(mnemonicToEntropy(words.join(' '), wordlist));
    }
    catch {
        // The library's error is not kept as the cause: it may repeat what was written.
        throw new TalosError('E_MALFORMED', 'the words do not fit together: their checksum is wrong', {
            hint: 'two words may be exchanged, or one replaced by another of the list',
        });
    }
}
/**
 * The seeds of `entropy`: HKDF (§2.2) over the BIP-39 seed with an empty passphrase. Costs about as much as a slow
 * password hash (2,048 rounds of HMAC-SHA512), so an identity is derived once.
 *
 * @param entropy - 32 bytes.
 * @throws {RangeError} if it has another length.
 */
export function seedsOfEntropy(entropy) {
    // English words are ASCII: the NFKD of BIP-39 changes nothing in them.
    const root = pbkdf2Sha512(utf8(wordsOfEntropy(entropy)), SEED_SALT, SEED_ROUNDS);
    const noSalt = new Uint8Array(0);
    return {
        ed25519Seed: derive('ed25519Seed', root, noSalt, 32),
        x25519Secret: derive('x25519Seed', root, noSalt, 32),
        recoverySeed: derive('recoveryKey', root, noSalt, 32),
    };
}
