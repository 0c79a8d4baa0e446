import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { makeEntry } from '../../../src/ledger/entry/entry.ts';
import {
  type CallStatement,
  checkpointSizeOf,
  type ResultStatement,
  readSignedStatement,
  type SignedStatement,
  signStatements,
  VerifiedBatches,
} from '../../../src/ledger/entry/statement.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { readCheckpoint, signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { rootHash } from '../../../src/ledger/log/merkle.ts';
import { formatProofFile, verifyProofFile } from '../../../src/ledger/log/proof-file.ts';
import {
  callBody,
  callStatement,
  decisionBody,
  denial,
  LedgerBench,
  NEW_YEAR,
  type Person,
  person,
  receiptBody,
  resultBody,
  signedCall,
  signedResult,
} from '../../fixtures/ledger.ts';

// The real function, whose calls are counted.
vi.mock('../../../src/ledger/log/checkpoint.ts', { spy: true });

const signatureInvalid = expect.objectContaining({ code: 'SIGNATURE_INVALID' });

describe('the checkpoint that a statement carries', () => {
  let alice: Person;
  let bob: Person;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });
  beforeEach(() => {
    vi.mocked(readCheckpoint).mockClear();
  });
  const noteOf = ({ signing, did }: Person, size = 3): string =>
    signCheckpoint(signing, did, size, new Uint8Array(32).fill(size));
  const calls = (checkpoints: readonly string[]): SignedStatement<CallStatement>[] =>
    signStatements(
      bob.signing,
      bob.did,
      checkpoints.map((checkpoint, i) => callStatement(bob.did, alice.did, i, { checkpoint })),
    );
  const callWith = (checkpoint: string): SignedStatement<CallStatement> => {
    const [signed] = calls([checkpoint]);
    return signed as SignedStatement<CallStatement>;
  };
  /** What is neither empty nor a note that the signer, bob, signed. */
  const others = (): Record<string, string> => {
    const note = noteOf(bob);
    return {
      'no note': 'no note',
      'a space': ' ',
      'the note of another': noteOf(alice),
      "another's log under the signer's key": signCheckpoint(bob.signing, alice.did, 3, new Uint8Array(32)),
      'another size': note.replace('\n3\n', '\n4\n'),
      'a line too many': note.replace('\n\n', '\nmore\n\n'),
      'a second signature': `${note}${note.slice(note.lastIndexOf('\u2014'))}`,
      'no line feed': note.slice(0, -1),
      'a damaged signature': note.replace(/.(?==*\n$)/, (last) => (last === 'A' ? 'Q' : 'A')),
      'the text alone': note.slice(0, note.indexOf('\n\n') + 2),
    };
  };

  it('is read where it is empty, or a note that the signer signed', () => {
    for (const [checkpoint, size] of [
      ['', 0],
      [noteOf(bob, 0), 0],
      [noteOf(bob, 7), 7],
    ] as const) {
      const read = readSignedStatement(callWith(checkpoint).bytes, { kind: 'call' });
      expect(read.statement.checkpoint).toBe(checkpoint);
      expect(checkpointSizeOf(read)).toBe(size);
    }
    const result = signedResult(alice, callWith(''), { checkpoint: noteOf(alice, 9) });
    expect(checkpointSizeOf(readSignedStatement(result.bytes, { by: alice.did }))).toBe(9);
  });

  it('that is anything else is SIGNATURE_INVALID, with a memory or without, and again the second time', () => {
    const verified = new VerifiedBatches();
    for (const [what, checkpoint] of Object.entries(others())) {
      const { bytes } = callWith(checkpoint);
      expect(() => readSignedStatement(bytes), what).toThrow(signatureInvalid);
      for (let i = 0; i < 2; i++)
        expect(() => readSignedStatement(bytes, { by: bob.did, verified }), what).toThrow(signatureInvalid);
    }
    const result = signedResult(alice, callWith(''), { checkpoint: noteOf(bob) });
    expect(() => readSignedStatement(result.bytes)).toThrow(signatureInvalid);
  });

  it('that was verified for one signer is SIGNATURE_INVALID in the statement of another', () => {
    const verified = new VerifiedBatches();
    const note = noteOf(bob);
    readSignedStatement(callWith(note).bytes, { verified });
    const stolen = signedResult(alice, callWith(''), { checkpoint: note });
    expect(() => readSignedStatement(stolen.bytes, { verified })).toThrow(signatureInvalid);
    expect(readSignedStatement(callWith(note).bytes, { verified }).by).toBe(bob.did);
  });

  it('that is longer than 512 characters is E_MALFORMED, unverified', () => {
    const long = utf8(callWith('').text.replace('"checkpoint":""', `"checkpoint":"${'x'.repeat(513)}"`));
    expect(() => readSignedStatement(long)).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
    expect(readCheckpoint).not.toHaveBeenCalled();
  });

  it('that is repeated is verified once, as long as it is remembered', () => {
    const verified = new VerifiedBatches();
    const note = noteOf(bob);
    for (const { bytes } of calls(Array.from({ length: 50 }, () => note))) readSignedStatement(bytes, { verified });
    expect(readCheckpoint).toHaveBeenCalledTimes(1);
    for (const size of Array.from({ length: VerifiedBatches.CAPACITY - 1 }, (_, i) => 100 + i))
      verified.sizeOfNote(noteOf(bob, size), bob.did);
    expect(verified.sizeOfNote(note, bob.did)).toBe(3);
    expect(readCheckpoint).toHaveBeenCalledTimes(VerifiedBatches.CAPACITY);
    verified.sizeOfNote(noteOf(bob, 99), bob.did);
    expect(verified.sizeOfNote(note, bob.did)).toBe(3);
    expect(readCheckpoint).toHaveBeenCalledTimes(VerifiedBatches.CAPACITY + 2);
  });

  it('of our own is not verified where we sign', () => {
    callWith('what we say of ourselves');
    expect(readCheckpoint).not.toHaveBeenCalled();
  });

  describe('in a ledger', () => {
    const recorded = async (work: (ledger: Ledger) => void): Promise<Ledger> => {
      const ledger = await new LedgerBench(alice).open();
      ledger.append(denial(bob.did));
      ledger.append(denial(bob.did));
      work(ledger);
      await ledger.seal();
      return ledger;
    };
    const ownCall = (checkpoint: string): SignedStatement<CallStatement> => {
      const [signed] = signStatements(alice.signing, alice.did, [callStatement(alice.did, bob.did, 0, { checkpoint })]);
      return signed as SignedStatement<CallStatement>;
    };

    it('that is no note of the signer is named by the audit', async () => {
      for (const [what, checkpoint] of Object.entries(others())) {
        const ledger = await recorded((to) => to.append(decisionBody(bob.did, callWith(checkpoint))));
        expect((await ledger.verify()).firstBad, what).toMatchObject({ seq: 2, code: 'SIGNATURE_INVALID' });
      }
    });

    it('of the author is at most as large as the log before the entry; of another of any size', async () => {
      const fit = await recorded((to) => to.append(callBody(bob.did, ownCall(noteOf(alice, 2)))));
      expect(await fit.verify()).toMatchObject({ ok: true, entries: 3 });
      const young = await recorded((to) => to.append(callBody(bob.did, ownCall(noteOf(alice, 3)))));
      expect((await young.verify()).firstBad).toMatchObject({ seq: 2, code: 'E_LEDGER_INVALID' });
      const foreign = await recorded((to) => to.append(decisionBody(bob.did, callWith(noteOf(bob, 1000)))));
      expect(await foreign.verify()).toMatchObject({ ok: true });
    });

    it('that is repeated in every entry is verified once by an audit', async () => {
      const ledger = await recorded((to) => {
        for (const call of calls(Array.from({ length: 20 }, () => noteOf(bob)))) to.append(decisionBody(bob.did, call));
      });
      vi.mocked(readCheckpoint).mockClear();
      expect(await ledger.verify()).toMatchObject({ ok: true, entries: 22 });
      expect(vi.mocked(readCheckpoint).mock.calls.filter(([, author]) => author === bob.did)).toHaveLength(1);
    });
  });

  describe('in a proof', () => {
    /** A proof of a result, or of a receipt, with these statements. */
    const proofOf = (
      author: Person,
      call: SignedStatement<CallStatement>,
      result: Partial<ResultStatement>,
      server: Person = alice,
    ): string => {
      const isServer = author === server;
      const peer = isServer ? bob.did : alice.did;
      const first = makeEntry(isServer ? decisionBody(peer, call) : callBody(peer, call), 0, NEW_YEAR);
      const signed = signedResult(server, call, result);
      const body = isServer ? resultBody(peer, signed, first.id) : receiptBody(peer, signed, first.id);
      const second = makeEntry(body, 1, NEW_YEAR);
      const note = signCheckpoint(author.signing, author.did, 2, rootHash([first.leaf, second.leaf]));
      return formatProofFile(author.did, note, [
        { entry: second, path: [first.leaf] },
        { entry: first, path: [second.leaf] },
      ]);
    };
    const refused = (proof: string, reason: string): void =>
      expect(verifyProofFile(proof)).toMatchObject({
        valid: false,
        code: 'E_PROOF_INVALID',
        reason: expect.stringContaining(reason),
      });

    it('verifies, on both sides of a call', () => {
      const call = callWith(noteOf(bob, 0));
      expect(verifyProofFile(proofOf(alice, call, { checkpoint: noteOf(alice, 1) }))).toMatchObject({ valid: true });
      expect(verifyProofFile(proofOf(bob, call, { checkpoint: noteOf(alice, 77) }))).toMatchObject({ valid: true });
    });

    it('that is no note of the signer is E_PROOF_INVALID, in the entry and in the one it answers', () => {
      for (const checkpoint of Object.values(others())) {
        refused(proofOf(alice, callWith(checkpoint), {}), 'no note of its signer');
        refused(proofOf(bob, callWith(checkpoint), {}), 'no note of its signer');
      }
      refused(proofOf(alice, callWith(''), { checkpoint: 'no note' }), 'no note of its signer');
      refused(proofOf(alice, callWith(''), { checkpoint: noteOf(bob, 1) }), 'no note of its signer');
    });

    it("that is younger than the author's own entry is E_PROOF_INVALID", () => {
      refused(proofOf(alice, callWith(''), { checkpoint: noteOf(alice, 2) }), 'not older');
      refused(proofOf(bob, callWith(noteOf(bob, 1)), {}), 'not older');
    });

    it('of a whole call reads back from the ledger that made it', async () => {
      const ledger = await new LedgerBench(alice).open();
      ledger.append(denial(bob.did));
      await ledger.seal();
      const call = signedCall(bob, alice);
      const decision = ledger.append(decisionBody(bob.did, call));
      const result = signedResult(alice, call, { checkpoint: ledger.checkpoint });
      const { id } = ledger.append(resultBody(bob.did, result, decision.id));
      expect(verifyProofFile(await ledger.prove(id))).toMatchObject({ valid: true, entry: { id } });
      expect(await ledger.verify()).toMatchObject({ ok: true, entries: 3 });
    });
  });
});
