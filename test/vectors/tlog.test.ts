import { describe, expect, it } from 'vitest';
import { readTreeHead } from '../../src/ledger/log/checkpoint.ts';
import { formatWitnessKey, parseWitnessKey, readCosignatures } from '../../src/ledger/log/cosignature.ts';
import { formatVerifierKey, openNote, parseVerifierKey, splitNote } from '../../src/ledger/log/note.ts';
import { loadVectors } from './files.ts';

const { vkey, note } = loadVectors<{ vkey: string; note: string }>('tlog/c2sp_signed_note_example.json');

describe('the example of C2SP signed-note', () => {
  it('its verifier key is read and written again', () => {
    expect(formatVerifierKey(parseVerifierKey(vkey))).toBe(vkey);
  });

  it('its note opens', () => {
    const verifier = parseVerifierKey(vkey);
    expect(openNote(note, [verifier])).toEqual({
      text: 'This is an example message.\n',
      signers: [verifier],
      signatures: 1,
    });
  });

  it('no other character in any place leaves it open', () => {
    const verifier = parseVerifierKey(vkey);
    for (let at = 0; at < note.length; at++) {
      const other = note[at] === 'A' ? 'B' : 'A';
      expect(openNote(note.slice(0, at) + other + note.slice(at + 1), [verifier]), `character ${at}`).toBeUndefined();
    }
  });
});

describe('a checkpoint that a public log published, with its cosignatures', () => {
  const published = loadVectors<{ note: string; log: string; witness: string }>('tlog/cosigned_checkpoint.json');
  const witness = parseWitnessKey(published.witness);

  it('opens with the key of the log, and the cosignature of the known witness verifies', () => {
    const opened = openNote(published.note, [parseVerifierKey(published.log)]);
    expect(opened).toMatchObject({ signatures: 6 });
    expect(readTreeHead(opened?.text ?? '')).toMatchObject({ size: 1_432_088_532, extensions: [] });
    const { text, signatures } = splitNote(published.note) ?? { text: '', signatures: [] };
    expect(readCosignatures(text, signatures, [witness])).toMatchObject([{ timeS: 0x6a122120 }]);
    expect(formatWitnessKey(witness)).toBe(published.witness);
  });

  it('the cosignature is of no other text', () => {
    const { text, signatures } = splitNote(published.note.replace('1432088532', '1432088533')) ?? {
      text: '',
      signatures: [],
    };
    expect(signatures).toHaveLength(6);
    expect(readCosignatures(text, signatures, [witness])).toBeUndefined();
  });
});
