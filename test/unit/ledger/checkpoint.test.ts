import { createHash, createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { toBase64 } from '../../../src/base/encoding.ts';
import { authorOfNote, readCheckpoint, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import {
  formatVerifierKey,
  MAX_NOTE_CHARACTERS,
  MAX_NOTE_SIGNATURES,
  noteVerifier,
  openNote,
  parseVerifierKey,
  signNote,
} from '../../../src/ledger/log/note.ts';
import { type Person, person } from '../../fixtures/ledger.ts';

describe('checkpoints', () => {
  let alice: Person;
  let bob: Person;
  let note: string;
  const root = new Uint8Array(32).fill(5);
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
    note = signCheckpoint(alice.signing, alice.did, 42, root);
  });

  it('one that was signed reads as what was signed', () => {
    expect(readCheckpoint(note, alice.did)).toEqual({ author: alice.did, size: 42, root, note });
    expect(authorOfNote(note)).toBe(alice.did);
    expect(authorOfNote('')).toBeUndefined();
  });

  it('B17: a second implementation, with node:crypto alone, verifies it', () => {
    const [text = '', signatures = ''] = note.split(/(?<=\n)\n/);
    const [, name = '', base64 = ''] = /^— (\S+) (\S+)\n$/.exec(signatures) ?? [];
    const blob = Buffer.from(base64, 'base64');
    const type = Buffer.of(1);
    const id = createHash('sha256').update(`${name}\n`).update(type).update(alice.signing.publicKey).digest();
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), alice.signing.publicKey]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    expect(blob.subarray(0, 4)).toEqual(id.subarray(0, 4));
    expect(verify(null, Buffer.from(text), key, blob.subarray(4))).toBe(true);
    expect(text).toBe(`${alice.did}\n42\n${Buffer.from(root).toString('base64')}\n`);
  });

  it('a general note verifier opens it with the verifier key of the author', () => {
    const vkey = formatVerifierKey(noteVerifier(alice.did, alice.signing.publicKey));
    expect(openNote(note, [parseVerifierKey(vkey)])?.text).toContain('\n42\n');
  });

  it('B16: a change of any character is refused', () => {
    for (let at = 0; at < note.length; at++) {
      const other = note.slice(0, at) + (note[at] === '1' ? '2' : '1') + note.slice(at + 1);
      expect(readCheckpoint(other, alice.did), `character ${at}`).toBeUndefined();
    }
  });

  it('B16: notes of another form are refused, signed as they may be', () => {
    const base64 = toBase64(root);
    const texts = [
      `${bob.did}\n42\n${base64}\n`,
      `${alice.did}\n042\n${base64}\n`,
      `${alice.did}\n+42\n${base64}\n`,
      `${alice.did}\n-1\n${base64}\n`,
      `${alice.did}\n9007199254740992\n${base64}\n`,
      `${alice.did}\n42\n${base64.slice(0, -4)}\n`,
      `${alice.did}\n42\n${base64.slice(0, -1)}\n`,
      `${alice.did}\n42\n${base64}\nextension\n`,
      `${alice.did}\n42\n`,
      `${alice.did}\n42\n${base64}\n\n`,
      `${alice.did} \n42\n${base64}\n`,
      '\n',
    ];
    for (const text of texts)
      expect(readCheckpoint(signNote(alice.signing, alice.did, text), alice.did), text).toBeUndefined();
  });

  it('B16: a note of another, with a second signature, cut or lengthened is refused', () => {
    const [, line = ''] = note.split('\n\n');
    const second = signNote(bob.signing, bob.did, note.slice(0, note.indexOf('\n\n') + 1)).split('\n\n')[1] ?? '';
    expect(readCheckpoint(note, bob.did)).toBeUndefined();
    const others = [
      note + second,
      note + line,
      note.slice(0, -1),
      `${note}\n`,
      note.slice(1),
      '',
      '\n\n',
      `\ufeff${note}`,
    ];
    for (const other of others) expect(readCheckpoint(other, alice.did)).toBeUndefined();
    // A general verifier takes both signatures, and ignores the one that it cannot check.
    expect(openNote(note + second, [noteVerifier(alice.did, alice.signing.publicKey)])?.signatures).toBe(2);
  });

  it('a signature of a known key that is wrong spoils the note', () => {
    const text = 'text\n';
    const good = signNote(alice.signing, alice.did, text);
    const wrong = signNote(bob.signing, bob.did, 'other\n').split('\n\n')[1] ?? '';
    const verifiers = [alice, bob].map(({ did, signing }) => noteVerifier(did, signing.publicKey));
    expect(openNote(good, verifiers)?.signers).toHaveLength(1);
    expect(openNote(good + wrong, verifiers)).toBeUndefined();
  });

  it('a note with control characters, a lone surrogate or other line ends does not open', () => {
    const verifiers = [noteVerifier(alice.did, alice.signing.publicKey)];
    for (const text of ['a\tb\n', 'a\rb\n', 'a\u0000\n'])
      expect(() => signNote(alice.signing, alice.did, text)).toThrow(RangeError);
    expect(() => signNote(alice.signing, alice.did, 'no end')).toThrow(RangeError);
    expect(openNote(note.replaceAll('\n', '\r\n'), verifiers)).toBeUndefined();
    expect(openNote(`\ud800${note}`, verifiers)).toBeUndefined();
  });

  it('100 signatures and 65,536 characters are read, one more is not', () => {
    const verifiers = [noteVerifier(alice.did, alice.signing.publicKey)];
    const stranger = `\u2014 stranger ${toBase64(new Uint8Array(68))}\n`;
    expect(openNote(note + stranger.repeat(MAX_NOTE_SIGNATURES - 1), verifiers)?.signatures).toBe(100);
    expect(openNote(note + stranger.repeat(MAX_NOTE_SIGNATURES), verifiers)).toBeUndefined();
    const frame = signNote(alice.signing, alice.did, '\n').length;
    const full = signNote(alice.signing, alice.did, `${'x'.repeat(MAX_NOTE_CHARACTERS - frame)}\n`);
    expect(full).toHaveLength(MAX_NOTE_CHARACTERS);
    expect(openNote(full, verifiers)).toMatchObject({ signatures: 1 });
    const over = signNote(alice.signing, alice.did, `${'x'.repeat(MAX_NOTE_CHARACTERS - frame + 1)}\n`);
    expect(openNote(over, verifiers)).toBeUndefined();
  });

  it('a verifier key of another form is E_MALFORMED', () => {
    const vkey = formatVerifierKey(noteVerifier('name', alice.signing.publicKey));
    const [name = '', id = '', key = ''] = vkey.split('+').length === 3 ? vkey.split('+') : [vkey, '', ''];
    const bad = [
      '',
      vkey.slice(1),
      `${vkey}=`,
      vkey.replace(/^name/, 'other'),
      vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
      `${name}+${id}+${toBase64(utf8('short'))}`,
      `na me+${id}+${key}`,
      `name+${id}+${toBase64(new Uint8Array(33).fill(2))}`,
    ];
    for (const text of bad)
      expect(() => parseVerifierKey(text), text).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
    for (const odd of ['', 'a b', 'a+b', '\ud800'])
      expect(() => noteVerifier(odd, alice.signing.publicKey)).toThrow(RangeError);
    expect(() => noteVerifier('name', new Uint8Array(31))).toThrow(RangeError);
  });

  it('a size that is no natural number, or a root of another length, is a mistake of the caller', () => {
    for (const size of [-1, 0.5, 2 ** 53])
      expect(() => signCheckpoint(alice.signing, alice.did, size, root)).toThrow(RangeError);
    expect(() => signCheckpoint(alice.signing, alice.did, 1, root.slice(1))).toThrow(RangeError);
    expect(fromUtf8(utf8(note))).toBe(note);
  });
});
