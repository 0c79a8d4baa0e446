import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { toBase64 } from '../../../src/base/encoding.ts';
import type { Entry } from '../../../src/ledger/entry/entry.ts';
import { cosign, type Witness, witnessOf } from '../../../src/ledger/log/cosignature.ts';
import { verifyProofFile } from '../../../src/ledger/log/proof-file.ts';
import {
  entryBytesOf,
  formatTlogProof,
  isTlogProof,
  MAX_TLOG_PROOF_BYTES,
  readTlogProof,
  tlogProofOf,
  verifyTlogProof,
} from '../../../src/ledger/log/tlog-proof.ts';
import { denial, LedgerBench, type Person, person, recordCall } from '../../fixtures/ledger.ts';
import { checkTlogProof } from '../../reference/tlog.ts';

describe('proofs as other transparency logs have them', () => {
  let alice: Person;
  let wendy: Person;
  let witness: Witness;
  let own: string;
  let proof: string;
  let entry: Entry;
  beforeAll(async () => {
    [alice, wendy] = [person(1), person(7)] as const;
    witness = witnessOf('wendy', wendy.signing.publicKey);
    await using ledger = await new LedgerBench(alice).open();
    for (let i = 0; i < 5; i++) ledger.append(denial(person(2).did, i + 1));
    const id = recordCall(ledger, person(2), alice);
    ledger.append(denial(person(2).did));
    own = await ledger.prove(id);
    proof = tlogProofOf(own);
    const verdict = verifyProofFile(own);
    if (!verdict.valid) throw new Error(verdict.reason);
    entry = verdict.entry;
  });
  const text = (): string => proof.slice(proof.indexOf('\n\n') + 2, proof.lastIndexOf('\n\n') + 1);
  const cosigned = (signed = text()): string =>
    tlogProofOf(own, [{ line: cosign(wendy.signing, 'wendy', signed, 99) }]);

  it('one that was made verifies, with the entry that it holds or one that is given', () => {
    expect(isTlogProof(proof)).toBe(true);
    expect(verifyTlogProof(proof)).toMatchObject({ valid: true, author: alice.did, entry: { id: entry.id } });
    const { extra: _, ...bare } = readTlogProof(proof);
    const without = formatTlogProof({ ...bare, extra: undefined });
    expect(verifyTlogProof(utf8(without), { entry: entry.bytes })).toMatchObject({ valid: true, cosignatures: [] });
    expect(verifyTlogProof(without)).toMatchObject({ reason: 'the proof does not hold its entry' });
    expect(entryBytesOf(`${new TextDecoder().decode(entry.bytes)}\n`)).toEqual(entry.bytes);
  });

  it('B17: an independent verifier, with noble and RFC 9162 alone, accepts it', () => {
    const check = (bytes: Uint8Array, key = alice.signing.publicKey) => checkTlogProof(proof, bytes, alice.did, key);
    expect(() => check(entry.bytes)).not.toThrow();
    expect(() => check(entry.bytes.slice(1))).toThrow('not included');
    expect(() => check(entry.bytes, wendy.signing.publicKey)).toThrow('not signed by this key');
    expect(() => checkTlogProof(cosigned(), entry.bytes, alice.did, alice.signing.publicKey)).not.toThrow();
  });

  it('who cosigned its checkpoint is said, of the witnesses that were asked about', () => {
    expect(verifyTlogProof(cosigned(), { witnesses: [witness] })).toMatchObject({
      valid: true,
      cosignatures: [{ witness: { name: 'wendy' }, timeS: 99 }],
    });
    expect(verifyTlogProof(cosigned())).toMatchObject({ valid: true, cosignatures: [] });
    expect(verifyTlogProof(cosigned(`${text()}more\n`), { witnesses: [witness] })).toMatchObject({ valid: false });
  });

  it('B03: paths, indexes and entries that are others are E_PROOF_INVALID', () => {
    const good = readTlogProof(proof);
    const others = [
      { ...good, index: good.index + 1 },
      { ...good, index: 2 ** 53 - 1 },
      { ...good, path: [] },
      { ...good, path: good.path.slice(1) },
      { ...good, path: [...good.path, good.path[0] ?? new Uint8Array(32)] },
      { ...good, path: good.path.toReversed() },
      { ...good, extra: utf8('{}') },
      { ...good, extra: new Uint8Array(0) },
      { ...good, note: good.note.replace('did:key', 'did:web') },
      { ...good, note: `${good.note}\u2014 x\n` },
    ];
    for (const each of others)
      expect(verifyTlogProof(formatTlogProof(each))).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
  });

  it('a change of any character is E_PROOF_INVALID', () => {
    for (let at = 0; at < proof.length; at += 3) {
      const other = proof.slice(0, at) + (proof[at] === 'A' ? 'B' : 'A') + proof.slice(at + 1);
      expect(verifyTlogProof(other).valid, `character ${at}`).toBe(false);
    }
  });

  it('other forms are E_MALFORMED to read, and no proof', () => {
    const hash = toBase64(new Uint8Array(32));
    const head = 'c2sp.org/tlog-proof@v1\n';
    const bad = [
      '',
      'wrong-header\nindex 0\n\nnote\n',
      `${head}extra !!\nindex 0\n\nnote\n`,
      `${head}\n\nnote\n`,
      `${head}index notanumber\n\nnote\n`,
      `${head}index -5\n\nnote\n`,
      `${head}index 05\n\nnote\n`,
      `${head}index 9007199254740993\n\nnote\n`,
      `${head}index 0\n!!\n\nnote\n`,
      `${head}index 0\n${toBase64(new Uint8Array(31))}\n\nnote\n`,
      `${head}index 0\n${`${hash}\n`.repeat(64)}\nnote\n`,
      `${head}index 0\nextra AA==\n\nnote\n`,
      `${head}index 0\n${hash}\n`,
      `${head}index 0\n\n${'x'.repeat(65_537)}`,
    ];
    for (const file of bad) {
      expect(() => readTlogProof(file), file.slice(0, 60)).toThrow(expect.objectContaining({ code: 'E_MALFORMED' }));
      expect(verifyTlogProof(file).valid).toBe(false);
    }
    expect(readTlogProof(`${head}index 0\n${`${hash}\n`.repeat(63)}\nnote\n`).path).toHaveLength(63);
    expect(verifyTlogProof(Uint8Array.of(0xff)).valid).toBe(false);
  });

  it(`a file of more than ${MAX_TLOG_PROOF_BYTES} bytes is E_LIMIT`, () => {
    const long = 'x'.repeat(MAX_TLOG_PROOF_BYTES + 1);
    expect(() => readTlogProof(long)).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
    for (const file of [long, utf8(long)]) expect(verifyTlogProof(file)).toMatchObject({ valid: false });
  });

  it('of a file that does not verify none is made', () => {
    expect(() => tlogProofOf(own.replace('"seq"', '"sep"'))).toThrow(
      expect.objectContaining({ code: 'E_PROOF_INVALID' }),
    );
  });
});
