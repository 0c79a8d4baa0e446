import { beforeAll, describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { canonicalBytes, canonicalJson, type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { type BlockHeader, chainIdOf, encodeHeader } from '../../../src/ledger/block.ts';
import { decodeSignedHeader, type SignedHeader } from '../../../src/ledger/chain/chain-header.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import {
  forkEvidence,
  isEvidenceFile,
  MAX_EVIDENCE_BYTES,
  rollbackEvidence,
  verifyEvidenceFile,
} from '../../../src/ledger/log/evidence.ts';
import { NEW_YEAR, type Person, person } from '../../fixtures/ledger.ts';

const root = (byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(byte);

describe('evidence files', () => {
  let alice: Person;
  let bob: Person;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });
  const note = (size: number, byte: number, author = alice): string =>
    signCheckpoint(author.signing, author.did, size, root(byte));
  const header = (fields: Partial<BlockHeader> = {}, author = alice): SignedHeader => {
    const full: BlockHeader = {
      chainId: chainIdOf(author.signing.publicKey),
      height: 3,
      previousHash: root(1),
      entryRoot: root(2),
      logSize: 7,
      logRoot: root(3),
      timeMs: NEW_YEAR,
      difficulty: 8,
      nonce: 0,
      ...fields,
    };
    return decodeSignedHeader(concat(encodeHeader(full), author.signing.sign('block', encodeHeader(full))));
  };
  const witness = () => ({ ...bob, timeMs: NEW_YEAR });
  const rollback = (): string => rollbackEvidence(alice.did, note(9, 1), note(4, 2), witness()) ?? '';

  it('S05: two notes of one size with different roots are a fork, for anybody', () => {
    const file = forkEvidence(alice.did, { notes: [note(5, 1), note(5, 2)] }) ?? '';
    expect(verifyEvidenceFile(file)).toMatchObject({ valid: true, what: 'fork', author: alice.did });
    expect(verifyEvidenceFile(utf8(file))).toMatchObject({ reason: 'two logs of 5 entries' });
    expect(isEvidenceFile(file)).toBe(true);
    expect(isEvidenceFile('{"v":1,"kind":"talos-proof"}\n')).toBe(false);
  });

  it('S05: two signed headers of one height are a fork, and a header against a note', () => {
    const headers = forkEvidence(alice.did, { headers: [header(), header({ nonce: 1 })] }) ?? '';
    expect(verifyEvidenceFile(headers)).toMatchObject({ valid: true, reason: 'two blocks of height 3' });
    const sizes = forkEvidence(alice.did, { headers: [header(), header({ height: 4, logRoot: root(9) })] }) ?? '';
    expect(verifyEvidenceFile(sizes)).toMatchObject({ valid: true, reason: 'two logs of 7 entries' });
    const mixed = forkEvidence(alice.did, { notes: [note(7, 4)], headers: [header()] }) ?? '';
    expect(verifyEvidenceFile(mixed)).toMatchObject({ valid: true, notes: [{ size: 7 }], headers: [{}] });
  });

  it('S05: what can be of one log, or is not signed by the author, makes no evidence', () => {
    const bad = header();
    const none = [
      { notes: [note(5, 1), note(5, 1)] },
      { notes: [note(5, 1), note(6, 2)] },
      { notes: [note(5, 1), note(5, 2, bob)] },
      { notes: [note(5, 1)] },
      { notes: [note(5, 1), note(5, 2), note(5, 3)] },
      {},
      { headers: [header(), header()] },
      { headers: [header(), header({ height: 4, logSize: 8, logRoot: root(4) })] },
      { headers: [header(), header({ chainId: root(7), nonce: 1 })] },
      { headers: [header(), header({ nonce: 1 }, bob)] },
      { headers: [header(), { ...bad, header: { ...bad.header, nonce: 1 } }] },
      { notes: [note(7, 3)], headers: [header()] },
      { notes: [note(8, 4)], headers: [header()] },
      { notes: [note(5, 1), note(5, 2)], headers: [header(), header({ nonce: 1 })] },
    ];
    for (const pair of none) expect(forkEvidence(alice.did, pair)).toBeUndefined();
    expect(forkEvidence(bob.did, { notes: [note(5, 1), note(5, 2)] })).toBeUndefined();
  });

  it('a smaller log after a larger one is a rollback, by the word of a witness', () => {
    expect(verifyEvidenceFile(rollback())).toMatchObject({
      valid: true,
      what: 'rollback',
      author: alice.did,
      by: bob.did,
      timeMs: NEW_YEAR,
      reason: 'a log of 4 entries was shown after one of 9',
    });
    for (const [kept, shown] of [
      [note(4, 2), note(9, 1)],
      [note(4, 2), note(4, 2)],
      [note(9, 1), note(4, 2, bob)],
      [note(9, 1), ''],
    ] as const)
      expect(rollbackEvidence(alice.did, kept, shown, witness())).toBeUndefined();
  });

  it('a change of any character is E_PROOF_INVALID', () => {
    const files = [
      forkEvidence(alice.did, { notes: [note(5, 1)], headers: [header({ logSize: 5 })] }) ?? '',
      rollback(),
    ];
    for (const file of files) {
      expect(verifyEvidenceFile(file).valid).toBe(true);
      for (let at = 0; at < file.length; at++) {
        const other = file.slice(0, at) + (file[at] === '1' ? '2' : '1') + file.slice(at + 1);
        expect(verifyEvidenceFile(other), `character ${at}`).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
      }
      for (const other of [file.slice(0, -1), `${file}\n`, ` ${file}`, file.slice(1), '', '\n', '[]\n', 'null\n'])
        expect(verifyEvidenceFile(other)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    }
  });

  it('fields too many, too few or of another form are E_PROOF_INVALID', () => {
    const fork = forkEvidence(alice.did, { notes: [note(5, 1), note(5, 2)] }) ?? '';
    const changes: [string, JsonObject][] = [
      [fork, { v: 2 }],
      [fork, { kind: 'talos-proof' }],
      [fork, { what: 'rollback' }],
      [fork, { what: 'other' }],
      [fork, { by: bob.did, time: NEW_YEAR, sig: '' }],
      [fork, { notes: [] }],
      [fork, { notes: 'text' }],
      [fork, { headers: [] }],
      [fork, { headers: ['00'] }],
      [fork, { more: 1 }],
      [fork, { author: 'did:key:z' }],
      [rollback(), { what: 'fork' }],
      [rollback(), { by: alice.did }],
      [rollback(), { time: NEW_YEAR + 1 }],
      [rollback(), { sig: toBase64url(root(1)) }],
      [rollback(), { notes: [note(9, 1), note(3, 2)] }],
    ];
    for (const [file, change] of changes) {
      const json = { ...(parseJson(file.slice(0, -1)) as JsonObject), ...change };
      const verdict = verifyEvidenceFile(`${canonicalJson(json)}\n`);
      expect(verdict, JSON.stringify(change)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    }
    const { sig: _, ...unsigned } = parseJson(rollback().slice(0, -1)) as JsonObject;
    expect(verifyEvidenceFile(`${canonicalJson(unsigned)}\n`).valid).toBe(false);
    const statement = toBase64url(bob.signing.sign('statement', canonicalBytes(unsigned)));
    expect(verifyEvidenceFile(`${canonicalJson({ ...unsigned, sig: statement })}\n`).valid).toBe(false);
  });

  it('a header of a rollback, or one without its signature, is E_PROOF_INVALID', () => {
    const { header: one, signature } = header();
    const said = { v: 1, kind: 'talos-evidence', what: 'rollback', author: alice.did, by: bob.did, time: 1 };
    const hex = toHex(encodeHeader(one)) + toHex(signature);
    const signed = { ...said, headers: [hex, hex] };
    const sig = toBase64url(bob.signing.sign('evidence', canonicalBytes(signed)));
    expect(verifyEvidenceFile(`${canonicalJson({ ...signed, sig })}\n`).valid).toBe(false);
    expect(fromHex(hex)).toHaveLength(226);
  });

  it(`a file of more than ${MAX_EVIDENCE_BYTES} bytes is E_PROOF_INVALID, before it is read`, () => {
    for (const file of ['x'.repeat(MAX_EVIDENCE_BYTES + 1), utf8('x'.repeat(MAX_EVIDENCE_BYTES + 1))])
      expect(verifyEvidenceFile(file)).toMatchObject({ reason: `the evidence exceeds ${MAX_EVIDENCE_BYTES} bytes` });
    expect(verifyEvidenceFile(Uint8Array.of(0xff, 0x0a)).valid).toBe(false);
  });
});
