import { describe, expect, it } from 'vitest';
import { formatVerifierKey, openNote, parseVerifierKey } from '../../src/ledger/note.ts';
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
