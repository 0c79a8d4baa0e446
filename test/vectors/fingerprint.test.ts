import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { concat, toHex, utf8 } from '../../src/base/bytes.ts';
import { parseDid } from '../../src/identity/did.ts';
import { FINGERPRINT_ROUNDS, fingerprintOf, isFingerprint } from '../../src/identity/fingerprint.ts';
import { loadVectors } from './files.ts';

interface FingerprintVector {
  readonly one: string;
  readonly other: string;
  readonly first: string;
  readonly hash: string;
  readonly words: readonly string[];
  readonly text: string;
}

const { fingerprints } = loadVectors<{ fingerprints: readonly FingerprintVector[] }>('talos/fingerprint-v1.json');

describe('the fingerprint of two identities (PROTOCOL.md §4.5)', () => {
  it.each(fingerprints)('is that of the vector at both ends: $one, $other', ({ one, other, words, text }) => {
    expect(fingerprintOf(parseDid(one), parseDid(other))).toEqual({ words, text });
    expect(fingerprintOf(parseDid(other), parseDid(one))).toEqual({ words, text });
  });

  it.each(fingerprints)('is what noble makes of it: $one, $other', ({ one, other, first, hash, words }) => {
    const both = utf8([one, other].sort().join(''));
    const label = utf8('talos/v1/fingerprint\0');
    let made = sha256(concat(label, both));
    expect(toHex(made)).toBe(first);
    for (let round = 0; round < 16_384; round++) made = sha256(concat(label, made, both));
    expect(toHex(made)).toBe(hash);
    let bits = 0n;
    for (const byte of made) bits = (bits << 8n) | BigInt(byte);
    const spoken = Array.from({ length: 12 }, (_, n) => wordlist[Number((bits >> BigInt(256 - 11 * (n + 1))) & 2047n)]);
    expect(spoken).toEqual(words);
    expect(FINGERPRINT_ROUNDS).toBe(16_384);
  });

  it('is another for every other pair', () => {
    expect(new Set(fingerprints.flatMap(({ words, text }) => [words.join(' '), text])).size).toBe(
      2 * fingerprints.length,
    );
  });

  const [known] = fingerprints.map(({ words, text }) => ({ words, text }));
  const fingerprint = known ?? { words: [], text: '' };
  const spoken = fingerprint.words.join(' ');

  it.each([
    spoken,
    `  ${spoken.toUpperCase()}\n`,
    fingerprint.words.join('\t \r\n'),
    fingerprint.text,
    ` ${fingerprint.text}\n`,
  ])('takes %j for it', (given) => {
    expect(isFingerprint(fingerprint, given)).toBe(true);
  });

  it.each([
    '',
    ' ',
    fingerprint.words.slice(0, 11).join(' '),
    `${spoken} ${fingerprint.words[0]}`,
    fingerprint.words.toReversed().join(' '),
    fingerprint.words.join(''),
    fingerprint.words.with(11, fingerprint.words[11] === 'abandon' ? 'ability' : 'abandon').join(' '),
    fingerprint.text.toUpperCase(),
    fingerprint.text.slice(0, -1),
    `${fingerprint.text}0`,
    fingerprints[1]?.words.join(' ') ?? '',
    fingerprints[1]?.text ?? '',
  ])('does not take %j for it', (given) => {
    expect(isFingerprint(fingerprint, given)).toBe(false);
  });
});
