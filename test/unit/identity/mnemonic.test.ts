import { hkdfSync, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/bytes.ts';
import { entropyOfWords, seedsOfEntropy, WORDS, wordsOfEntropy } from '../../../src/identity/mnemonic.ts';

/** The 24-word vectors of BIP-39 (github.com/trezor/python-mnemonic, vectors.json, MIT): entropy, words, seed under "TREZOR". */
const PUBLISHED = [
  {
    entropy: '00'.repeat(32),
    words: `${'abandon '.repeat(23)}art`,
    seed: 'bda85446c68413707090a52022edd26a1c9462295029f2e60cd7c4f2bbd3097170af7a4d73245cafa9c3cca8d561a7c3de6f5d4a10be8ed2a5e608d68f92fcc8',
  },
  {
    entropy: '7f'.repeat(32),
    words: `${'legal winner thank year wave sausage worth useful '.repeat(2)}legal winner thank year wave sausage worth title`,
    seed: 'bc09fca1804f7e69da93c2f2028eb238c227f2e9dda30cd63699232578480a4021b146ad717fbb7e451ce9eb835f43620bf5c514db0f8add49f5d121449d3e87',
  },
  {
    entropy: '80'.repeat(32),
    words: `${'letter advice cage absurd amount doctor acoustic avoid '.repeat(2)}letter advice cage absurd amount doctor acoustic bless`,
    seed: 'c0c519bd0e91a2ed54357d9d1ebef6f5af218a153624cf4f2da911a0ed8f7a09e2ef61af0aca007096df430022f7a2b6fb91661a9589097069720d015e4e982f',
  },
  {
    entropy: 'ff'.repeat(32),
    words: `${'zoo '.repeat(23)}vote`,
    seed: 'dd48c104698c30cfe2b6142103248622fb7bb0ff692eebb00089b32d22484e1613912f0a5b694407be899ffd31ed3992c456cdf60f5d4564b8ba3f05a69890ad',
  },
];
const WORDS_OF_ZEROS = `${'abandon '.repeat(23)}art`;
const words = (change: (list: string[]) => void): string => {
  const list = WORDS_OF_ZEROS.split(' ');
  change(list);
  return list.join(' ');
};
const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('the words of an identity', () => {
  it.each(PUBLISHED)('are those that BIP-39 publishes for $entropy', ({ entropy, words, seed }) => {
    expect(wordsOfEntropy(fromHex(entropy))).toBe(words);
    expect(toHex(entropyOfWords(words))).toBe(entropy);
    // Shows that the recomputation below is the published one.
    expect(pbkdf2Sync(words, 'mnemonicTREZOR', 2048, 64, 'sha512').toString('hex')).toBe(seed);
  });

  it.each(PUBLISHED)('give the seeds that OpenSSL derives, for $entropy', ({ entropy, words }) => {
    const root = pbkdf2Sync(words, 'mnemonic', 2048, 64, 'sha512');
    const derived = (label: string) => new Uint8Array(hkdfSync('sha256', root, new Uint8Array(0), label, 32));
    expect(seedsOfEntropy(fromHex(entropy))).toEqual({
      ed25519Seed: derived('talos/v1/seed/ed25519'),
      x25519Secret: derived('talos/v1/seed/x25519'),
      recoverySeed: derived('talos/v1/seed/recovery'),
    });
  });

  it('go to entropy and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (entropy) => {
        const text = wordsOfEntropy(entropy);
        expect(text.split(' ')).toHaveLength(WORDS);
        expect(entropyOfWords(text)).toEqual(new Uint8Array(entropy));
      }),
    );
  });

  it('are read as people write them: upper case, any white space', () => {
    const text = `\n  ${WORDS_OF_ZEROS.toUpperCase().replaceAll(' ', ' \t\r\n ')} \n`;
    expect(entropyOfWords(text)).toEqual(new Uint8Array(32));
  });

  it.each([
    ['no words', ''],
    ['twelve words', `${'abandon '.repeat(11)}about`],
    ['23 words', words((list) => list.pop())],
    ['25 words', words((list) => list.push('art'))],
    ['a wrong checksum', words((list) => list.splice(23, 1, 'abandon'))],
    ['an unknown word', words((list) => list.splice(3, 1, 'abandonn'))],
    ['an abbreviated word', words((list) => list.splice(3, 1, 'aban'))],
    ['a French word', words((list) => list.splice(3, 1, 'abaisser'))],
    ['an accent', words((list) => list.splice(3, 1, 'ábandon'))],
    ['a hard space', WORDS_OF_ZEROS.replace(' ', '\u00a0')],
    ['commas', WORDS_OF_ZEROS.replaceAll(' ', ', ')],
    ['more text than any words have', `${WORDS_OF_ZEROS}${' '.repeat(1024)}`],
  ])('are refused with %s', (_why, text) => {
    expect(() => entropyOfWords(text)).toThrow(malformed);
  });

  it('are told apart by their order', () => {
    const text = wordsOfEntropy(Uint8Array.from({ length: 32 }, (_, i) => i));
    const list = text.split(' ');
    let refused = 0;
    for (let i = 0; i + 1 < list.length; i++) {
      const swapped = list.with(i, list[i + 1] ?? '').with(i + 1, list[i] ?? '');
      try {
        expect(entropyOfWords(swapped.join(' '))).not.toEqual(entropyOfWords(text));
      } catch (error) {
        expect(error).toMatchObject({ code: 'E_MALFORMED' });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(15);
  });

  it('never appear in an error', () => {
    const secret = words((list) => list.splice(3, 1, 'hunter2'));
    const wrongSum = words((list) => list.splice(23, 1, 'abandon'));
    for (const text of [secret, wrongSum])
      try {
        entropyOfWords(text);
        expect.unreachable();
      } catch (error) {
        const shown = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
        for (const word of ['hunter2', 'abandon']) expect(shown).not.toContain(word);
      }
  });

  it.each([0, 16, 31, 33])('are not made of %i bytes', (length) => {
    expect(() => wordsOfEntropy(new Uint8Array(length))).toThrow(RangeError);
    expect(() => seedsOfEntropy(new Uint8Array(length))).toThrow(RangeError);
  });
});
