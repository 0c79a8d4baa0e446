import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/base/encoding.ts';
import { readTreeHead, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import {
  cosign,
  cosignedNote,
  formatWitnessKey,
  parseWitnessKey,
  readCosignatureLines,
  readCosigned,
  type Witness,
  witnessOf,
} from '../../../src/ledger/log/cosignature.ts';
import { formatVerifierKey, noteVerifier, openNote, signNote } from '../../../src/ledger/log/note.ts';
import { type Person, person } from '../../fixtures/ledger.ts';

const NAME = 'witness.example/w1';
const TIME_S = 1_767_225_600;

describe('cosignatures', () => {
  let alice: Person;
  let wendy: Person;
  let walter: Person;
  let witness: Witness;
  let note: string;
  let text: string;
  let line: string;
  beforeAll(() => {
    [alice, wendy, walter] = [person(1), person(7), person(8)] as const;
    witness = witnessOf(NAME, wendy.signing.publicKey);
    note = signCheckpoint(alice.signing, alice.did, 42, new Uint8Array(32).fill(5));
    text = note.slice(0, note.indexOf('\n\n') + 1);
    line = cosign(wendy.signing, NAME, text, TIME_S);
  });

  it('a note with the cosignatures of known witnesses reads as checkpoint and cosignatures', () => {
    const other = cosign(walter.signing, 'walter', text, TIME_S + 5);
    const known = [witness, witnessOf('walter', walter.signing.publicKey)];
    const read = readCosigned(cosignedNote(note, [{ line }, { line: other }]), alice.did, known);
    expect(read?.checkpoint).toMatchObject({ author: alice.did, size: 42, note });
    expect(read?.cosignatures.map(({ witness: { name }, timeS }) => [name, timeS])).toEqual([
      [NAME, TIME_S],
      ['walter', TIME_S + 5],
    ]);
    expect(read?.cosignatures.map((each) => each.line)).toEqual([line, other]);
    expect(readCosigned(note, alice.did, known)?.cosignatures).toEqual([]);
    expect(readCosigned(note + other, alice.did, [witness])?.cosignatures).toEqual([]);
    expect(readCosignatureLines(note, line + other, known)).toHaveLength(2);
  });

  it('B16: a second implementation, noble and a parser of its own, accepts it', () => {
    const [name = '', base64 = ''] = line.trimEnd().split(' ').slice(1);
    const blob = Buffer.from(base64, 'base64');
    const key = wendy.signing.publicKey;
    const id = createHash('sha256').update(`${NAME}\n`).update(Buffer.of(4)).update(key).digest().subarray(0, 4);
    expect([name, blob.length, blob.subarray(0, 4)]).toEqual([NAME, 76, id]);
    expect(blob.readBigUInt64BE(4)).toBe(BigInt(TIME_S));
    const message = Buffer.from(`cosignature/v1\ntime ${TIME_S}\n${text}`);
    expect(ed25519.verify(blob.subarray(12), message, key)).toBe(true);
    const [vName, vId, vKey] = formatWitnessKey(witness).split('+');
    expect([vName, vId]).toEqual([NAME, id.toString('hex')]);
    expect(Buffer.from(vKey ?? '', 'base64')).toEqual(Buffer.concat([Buffer.of(4), key]));
  });

  it('B16: another program, python with its cryptography, accepts checkpoint and cosignature', () => {
    const program = `
import sys, base64, hashlib
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
note, own, witness = sys.argv[1:]
text, lines = note.split("\\n\\n")
text += "\\n"
for vkey in (own, witness):
    name, ident, key = vkey.split("+", 2)
    key = base64.b64decode(key)
    assert hashlib.sha256(name.encode() + b"\\n" + key).digest()[:4].hex() == ident
    mine = [l.split(" ") for l in lines.splitlines() if l.split(" ")[1] == name]
    blob = base64.b64decode(mine[0][2])
    assert len(mine) == 1 and blob[:4].hex() == ident
    message, sig = text.encode(), blob[4:]
    if key[0] == 4:
        message = b"cosignature/v1\\ntime %d\\n" % int.from_bytes(sig[:8], "big") + message
        sig = sig[8:]
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(sig, message)
print("valid")
`;
    const own = formatVerifierKey(noteVerifier(alice.did, alice.signing.publicKey));
    const args = ['-c', program, note + line, own, formatWitnessKey(witness)];
    expect(execFileSync('python3', args, { encoding: 'utf8' })).toBe('valid\n');
  });

  it('of several cosignatures of one witness the newest counts, and all must verify', () => {
    const newer = cosign(wendy.signing, NAME, text, TIME_S + 9);
    for (const lines of [line + newer, newer + line])
      expect(readCosigned(note + lines, alice.did, [witness])?.cosignatures).toMatchObject([{ timeS: TIME_S + 9 }]);
    const wrong = cosign(wendy.signing, NAME, `${text}more\n`, TIME_S + 1);
    expect(readCosigned(note + line + wrong, alice.did, [witness])).toBeUndefined();
  });

  it('B16: a change of any character of a known cosignature is refused, or makes it another key', () => {
    for (let at = 0; at < line.length; at++) {
      const other = line.slice(0, at) + (line[at] === 'A' ? 'B' : 'A') + line.slice(at + 1);
      const read = readCosigned(note + other, alice.did, [witness]);
      expect(read?.cosignatures ?? [], `character ${at}`).toEqual([]);
    }
  });

  it('B16: what is no checkpoint of the author, cosigned or not, is refused', () => {
    const own = note.split('\n\n')[1] ?? '';
    const extended = signNote(alice.signing, alice.did, `${text}extension\n`);
    const bad = [
      `${text}\n${line}`,
      note + own + line,
      note + line.slice(0, -1),
      note + line.replace('\u2014', '-'),
      extended + cosign(wendy.signing, NAME, `${text}extension\n`, TIME_S),
      signCheckpoint(wendy.signing, wendy.did, 42, new Uint8Array(32)) + line,
      signCheckpoint(alice.signing, alice.did, 43, new Uint8Array(32).fill(5)) + line,
      `${note}\u2014 ${NAME} ${toBase64(new Uint8Array([...witness.keyId, ...new Uint8Array(71)]))}\n`,
      `${note}\u2014 ${NAME} ${toBase64(new Uint8Array([...witness.keyId, ...new Uint8Array(72)]))}\n`,
      '',
      line,
    ];
    for (const each of bad) expect(readCosigned(each, alice.did, [witness]), each).toBeUndefined();
  });

  it('a time of zero, or of 2^53 seconds and more, is refused, signed as it may be', () => {
    for (const time of [0n, 1n << 53n, 1n << 63n]) {
      const head = Buffer.alloc(8);
      head.writeBigUInt64BE(time);
      const signature = wendy.signing.signRaw(Buffer.from(`cosignature/v1\ntime ${time}\n${text}`));
      const blob = Buffer.concat([witness.keyId, head, signature]).toString('base64');
      expect(readCosigned(`${note}\u2014 ${NAME} ${blob}\n`, alice.did, [witness]), `${time}`).toBeUndefined();
    }
    for (const time of [0, -1, 0.5, 2 ** 53]) expect(() => cosign(wendy.signing, NAME, text, time)).toThrow(RangeError);
  });

  it('a plain signature of the same key is no cosignature, nor is a cosignature a plain one', () => {
    const plain = signNote(wendy.signing, NAME, text).split('\n\n')[1] ?? '';
    expect(readCosigned(note + plain, alice.did, [witness])?.cosignatures).toEqual([]);
    expect(openNote(`${text}\n${line}`, [noteVerifier(NAME, wendy.signing.publicKey)])).toBeUndefined();
    const forged = `\u2014 ${NAME} ${toBase64(new Uint8Array([...witness.keyId, ...new Uint8Array(8), ...wendy.signing.signRaw(Buffer.from(text))]))}\n`;
    expect(readCosigned(note + forged, alice.did, [witness])).toBeUndefined();
  });

  it('lines that are none, or too many, are no answer of a witness', () => {
    for (const lines of ['', '\n', 'text\n', line.slice(0, -1), `${line}\n`, line.repeat(101), ` ${line}`])
      expect(readCosignatureLines(note, lines, [witness]), lines.slice(0, 20)).toBeUndefined();
    expect(readCosignatureLines('no note', line, [witness])).toBeUndefined();
  });

  it('a witness key of another form or kind is E_MALFORMED', () => {
    const vkey = formatWitnessKey(witness);
    expect(parseWitnessKey(vkey)).toEqual(witness);
    const plain = formatVerifierKey(noteVerifier(NAME, wendy.signing.publicKey));
    for (const bad of ['', plain, vkey.slice(0, -4), vkey.replace('w1', 'w2'), `${vkey} `, vkey.replaceAll('+', ' ')])
      expect(() => parseWitnessKey(bad), bad).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
    for (const name of ['', 'a b', 'a+b']) expect(() => witnessOf(name, new Uint8Array(32))).toThrow(RangeError);
  });

  it('the text of a checkpoint of any log is read: extension lines, and nothing empty', () => {
    const root = toBase64(new Uint8Array(32));
    expect(readTreeHead(`log\n0\n${root}\nmore\n`)).toMatchObject({ origin: 'log', size: 0, extensions: ['more'] });
    for (const bad of [
      '',
      'log\n0\n',
      `log\n0\n${root}`,
      `log\n0\n${root}\n\n`,
      `\n0\n${root}\n`,
      `log\n00\n${root}\n`,
    ])
      expect(readTreeHead(bad), bad).toBeUndefined();
    expect(readTreeHead(`log\n9007199254740992\n${root}\n`)).toBeUndefined();
  });
});
