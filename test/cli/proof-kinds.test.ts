import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { cosign, formatWitnessKey, witnessOf } from '../../src/ledger/log/cosignature.ts';
import { forkEvidence, rollbackEvidence } from '../../src/ledger/log/evidence.ts';
import { formatTlogProof, readTlogProof, tlogProofOf } from '../../src/ledger/log/tlog-proof.ts';
import { denial, LedgerBench, NEW_YEAR, person } from '../fixtures/ledger.ts';
import { Person } from './in-process.ts';

describe('talos proof, of every kind of file', () => {
  let reader: Person;
  let proof: string;
  let entry: string;
  beforeAll(async () => {
    reader = await Person.named('reader');
    const [author, witness] = [person(1), person(7)];
    await using ledger = await new LedgerBench(author).open();
    const { id, bytes } = ledger.append(denial(person(2).did));
    const bare = tlogProofOf(await ledger.prove(id));
    const text = readTlogProof(bare).note.split('\n\n')[0] ?? '';
    proof = bare + cosign(witness.signing, 'wendy', `${text}\n`, 1_767_225_600);
    entry = Buffer.from(bytes).toString();
  });
  const wrote = async (name: string, text: string): Promise<string> => {
    await writeFile(reader.file(name), text);
    return name;
  };
  const vkey = (byte: number): string => formatWitnessKey(witnessOf('wendy', person(byte).signing.publicKey));

  it('a tlog-proof verifies, with the witness that must have cosigned it and without', async () => {
    const file = await wrote('a.tlog-proof', proof);
    const plain = await reader.run(['--json', 'proof', 'verify', file]);
    expect([plain.status, JSON.parse(plain.out)]).toMatchObject([
      0,
      { valid: true, author: person(1).did, cosigned: [] },
    ]);
    const cosigned = await reader.run(['--json', 'proof', 'verify', file, '--witness', vkey(7)]);
    expect(JSON.parse(cosigned.out)).toMatchObject({ cosigned: [{ witness: 'wendy', timeMs: NEW_YEAR }] });
    expect((await reader.run(['proof', 'show', file, '--witness', vkey(7)])).out).toContain('wendy, 2026-01-01');
    const other = await reader.run(['--json', 'proof', 'verify', file, '--witness', vkey(8)]);
    expect([other.status, other.code]).toEqual([4, 'E_PROOF_INVALID']);
    for (const args of [['--witness', 'text']]) {
      const wrong = await reader.run(['--json', 'proof', 'verify', file, ...args]);
      expect([wrong.status, wrong.code]).toEqual([2, 'E_USAGE']);
    }
  });

  it('a tlog-proof without its entry takes it from a file', async () => {
    const { extra: _, ...bare } = readTlogProof(proof);
    const file = await wrote('b.tlog-proof', formatTlogProof({ ...bare, extra: undefined }));
    const missing = await reader.run(['--json', 'proof', 'verify', file]);
    expect([missing.status, missing.code]).toEqual([4, 'E_PROOF_INVALID']);
    const given = await reader.run(['proof', 'verify', file, '--entry', await wrote('entry', `${entry}\n`)]);
    expect(given.status).toBe(0);
    const wrong = await reader.run(['proof', 'verify', file, '--entry', await wrote('wrong', `${entry} `)]);
    expect(wrong.status).toBe(4);
  });

  it('evidence verifies and is shown; what does not hold is E_PROOF_INVALID, exit 4', async () => {
    const { did, signing } = person(1);
    const note = (size: number, byte: number): string =>
      signCheckpoint(signing, did, size, new Uint8Array(32).fill(byte));
    const fork = forkEvidence(did, { notes: [note(5, 1), note(5, 2)] }) ?? '';
    const back = rollbackEvidence(did, note(9, 1), note(5, 2), { ...person(2), timeMs: NEW_YEAR }) ?? '';
    const file = await wrote('fork', fork);
    const json = await reader.run(['--json', 'proof', 'verify', file]);
    expect([json.status, JSON.parse(json.out)]).toMatchObject([0, { valid: true, evidence: 'fork', author: did }]);
    expect((await reader.run(['proof', 'show', file])).out).toContain('the author signed two histories');
    const shown = await reader.run(['--json', 'proof', 'show', await wrote('back', back)]);
    expect(JSON.parse(shown.out)).toMatchObject({ evidence: 'rollback', by: person(2).did, timeMs: NEW_YEAR });
    const bad = await wrote('bad', fork.replace('"what":"fork"', '"what":"rollback"'));
    const refused = await reader.run(['--json', 'proof', 'verify', bad]);
    expect([refused.status, refused.code]).toEqual([4, 'E_PROOF_INVALID']);
    expect((await reader.run(['proof', 'show', bad])).status).toBe(4);
    const misused = await reader.run(['--json', 'proof', 'verify', file, '--witness', vkey(7)]);
    expect([misused.status, misused.code]).toEqual([2, 'E_USAGE']);
  });

  it('another format of export is E_USAGE', async () => {
    const wrong = await reader.run(['--json', 'proof', 'export', 'a'.repeat(64), '--format', 'pdf']);
    expect([wrong.status, wrong.code]).toEqual([2, 'E_USAGE']);
  });
});
