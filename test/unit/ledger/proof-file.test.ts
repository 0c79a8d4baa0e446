import { createHash, createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '../../../src/base/bytes.ts';
import { type Entry, type EntryBody, makeEntry } from '../../../src/ledger/entry/entry.ts';
import { signStatements } from '../../../src/ledger/entry/statement.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { inclusionPath, rootHash } from '../../../src/ledger/log/merkle.ts';
import { formatProofFile, MAX_PROOF_BYTES, statementsOf, verifyProofFile } from '../../../src/ledger/log/proof-file.ts';
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
  recordCall,
  resultBody,
  resultStatement,
  signedCall,
  signedResult,
} from '../../fixtures/ledger.ts';
import { everyNth } from '../../primitives.ts';

describe('proof files', () => {
  let alice: Person;
  let bob: Person;
  let carol: Person;
  let proof: string;
  beforeAll(async () => {
    alice = person(1);
    bob = person(2);
    carol = person(3);
    const ledger = await new LedgerBench(alice).open();
    ledger.append(denial(bob.did));
    const call = signedCall(bob, alice, 4);
    const [, signed] = signStatements(alice.signing, alice.did, [
      resultStatement(signedCall(bob, alice, 3)),
      resultStatement(call),
    ]);
    const decision = ledger.append(decisionBody(bob.did, call));
    const { id } = ledger.append(resultBody(bob.did, signed as NonNullable<typeof signed>, decision.id));
    ledger.append(denial(bob.did, 2));
    proof = await ledger.prove(id);
    await ledger[Symbol.asyncDispose]();
  });
  /** A proof of bodies that one author put into a log, honest in all but what they say. */
  const logged = (author: Person, bodies: (before: Entry[]) => EntryBody[], order?: number[]): string => {
    const entries: Entry[] = [];
    for (const body of bodies(entries)) entries.push(makeEntry(body, entries.length, NEW_YEAR));
    return proofOf(author, entries, order);
  };
  const proofOf = (author: Person, entries: readonly Entry[], order = [...entries.keys()].toReversed()): string => {
    const leaves: Bytes[] = entries.map(({ leaf }) => leaf);
    const note = signCheckpoint(author.signing, author.did, leaves.length, rootHash(leaves));
    const proven = order.map((i) => ({ entry: entries[i] as Entry, path: inclusionPath(leaves, i) }));
    return formatProofFile(author.did, note, proven);
  };
  const made = (bodies: readonly EntryBody[]): Entry[] => bodies.map((body, i) => makeEntry(body, i, NEW_YEAR));
  const refused = (text: string | Uint8Array): void =>
    expect(verifyProofFile(text)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID', reason: expect.any(String) });

  it('one that a ledger made is valid, as text and as bytes, and says who called and what was decided', () => {
    const verdict = verifyProofFile(proof);
    expect(verdict).toEqual(verifyProofFile(utf8(proof)));
    expect(verdict).toMatchObject({
      valid: true,
      author: alice.did,
      checkpoint: { size: 4 },
      entry: { body: { type: 'result' } },
      answered: { body: { type: 'decision', decision: 'allowed' } },
    });
    expect(verdict.valid && statementsOf(verdict).map(({ by }) => by)).toEqual([alice.did, bob.did]);
  });

  it('a bit changed in any byte is refused', () => {
    const bytes = utf8(proof);
    for (let at = 0; at < bytes.length; at += everyNth(7)) {
      const other = new Uint8Array(bytes);
      other[at] = (other[at] as number) ^ (1 << (at % 8));
      expect(verifyProofFile(other).valid, `byte ${at}`).toBe(false);
    }
  });

  it('any byte replaced by another printable one is refused', () => {
    const bytes = utf8(proof);
    for (let at = 0; at < bytes.length; at += everyNth(7)) {
      const other = new Uint8Array(bytes);
      other[at] = (((bytes[at] as number) - 0x20 + 1 + (at % 93) + 95) % 95) + 0x20;
      if (other[at] === bytes[at]) other[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
      expect(verifyProofFile(other).valid, `byte ${at}`).toBe(false);
    }
  });

  it('one that is cut, lengthened or another text altogether is refused', () => {
    for (let length = 0; length < proof.length; length += 11) refused(proof.slice(0, length));
    for (const other of [proof.slice(0, -1), `${proof}\n`, ` ${proof}`, `\ufeff${proof}`, 'null\n', '{}\n', '\ud800\n'])
      refused(other);
    refused(new Uint8Array([0xff, 0x0a]));
    refused(`${'['.repeat(10_000)}\n`);
  });

  it('1 MiB is read, one byte more is refused unread', () => {
    const note = signCheckpoint(alice.signing, alice.did, 0, new Uint8Array(32));
    expect(verifyProofFile(' '.repeat(MAX_PROOF_BYTES))).toMatchObject({
      reason: expect.stringContaining('line feed'),
    });
    expect(verifyProofFile(' '.repeat(MAX_PROOF_BYTES + 1))).toMatchObject({
      reason: expect.stringContaining('exceeds'),
    });
    expect(verifyProofFile('é'.repeat(MAX_PROOF_BYTES))).toMatchObject({ reason: expect.stringContaining('exceeds') });
    refused(formatProofFile(alice.did, note, []));
  });

  it('B17: a second implementation, with node:crypto alone, verifies checkpoint, inclusion and statement', () => {
    const file = JSON.parse(proof) as {
      checkpoint: string;
      entries: { entry: { seq: number; statement: Record<string, unknown> }; path: string[] }[];
    };
    const sha = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .toSorted(([a], [b]) => (a < b ? -1 : 1))
                .map(([k, v]) => [k, sorted(v)]),
            )
          : value;
    const canonical = (value: unknown): Buffer => Buffer.from(JSON.stringify(sorted(value)));
    const keyOf = (raw: Uint8Array): ReturnType<typeof createPublicKey> =>
      createPublicKey({
        key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
        format: 'der',
        type: 'spki',
      });
    // RFC 9162 §2.1.3.2, as written.
    const climb = (leaf: Buffer, index: number, size: number, path: readonly string[]): Buffer => {
      let [fn, sn, r] = [index, size - 1, leaf];
      for (const p of path.map((hash) => Buffer.from(hash, 'hex'))) {
        if (fn & 1 || fn === sn) {
          r = sha(Buffer.of(1), p, r);
          while (!(fn & 1) && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
        } else r = sha(Buffer.of(1), r, p);
        [fn, sn] = [fn >> 1, sn >> 1];
      }
      expect(sn).toBe(0);
      return r;
    };
    const [text = '', signature = ''] = file.checkpoint.split(/(?<=\n)\n/);
    const blob = Buffer.from(signature.trim().split(' ')[2] ?? '', 'base64');
    expect(verify(null, Buffer.from(text), keyOf(alice.signing.publicKey), blob.subarray(4))).toBe(true);
    const [, size = '', root = ''] = text.split('\n');
    for (const { entry, path } of file.entries) {
      const leaf = sha(Buffer.of(0), canonical(entry));
      expect(climb(leaf, entry.seq, Number(size), path).toString('base64')).toBe(root);
      const { body, index, size: together, path: own, sig, by } = entry.statement;
      const top = climb(sha(Buffer.of(0), canonical(body)), index as number, together as number, own as string[]);
      const count = Buffer.alloc(4);
      count.writeUInt32BE(together as number);
      const message = Buffer.concat([Buffer.from('talos/v1/statement\0'), count, top]);
      const key = keyOf((by === alice.did ? alice : bob).signing.publicKey);
      expect(verify(null, message, key, Buffer.from(sig as string, 'base64url'))).toBe(true);
    }
  });

  it('a receipt of the caller proves the same call from the other side', async () => {
    const ledger = await new LedgerBench(bob).open();
    const call = signedCall(bob, alice);
    const own = ledger.append(callBody(alice.did, call));
    const { id } = ledger.append(receiptBody(alice.did, signedResult(alice, call), own.id));
    expect(verifyProofFile(await ledger.prove(id))).toMatchObject({
      valid: true,
      author: bob.did,
      answered: { id: own.id },
    });
    expect(verifyProofFile(await ledger.prove(own.id))).toMatchObject({ valid: true, answered: undefined });
    await ledger[Symbol.asyncDispose]();
  });

  it('every type of entry without an answer is proved alone', () => {
    expect(verifyProofFile(logged(alice, () => [denial(bob.did)]))).toMatchObject({ valid: true });
    expect(verifyProofFile(logged(alice, () => [decisionBody(bob.did, signedCall(bob, alice))]))).toMatchObject({
      valid: true,
    });
  });

  it('an entry that answers without what it answers, or with something besides, is refused', () => {
    const call = signedCall(bob, alice);
    const [decision] = made([decisionBody(bob.did, call)]);
    const bodies = [decisionBody(bob.did, call), resultBody(bob.did, signedResult(alice, call), decision?.id ?? '')];
    const entries = made(bodies);
    expect(verifyProofFile(proofOf(alice, entries))).toMatchObject({ valid: true });
    refused(proofOf(alice, entries, [1]));
    refused(proofOf(alice, entries, [0, 1]));
    refused(proofOf(alice, entries, [1, 1]));
    refused(proofOf(alice, entries, [1, 0, 0]));
    refused(proofOf(alice, made([denial(bob.did), denial(bob.did)]), [0, 1]));
  });

  it('statements that do not fit each other or the author are refused', () => {
    const call = signedCall(bob, alice);
    const id = (body: EntryBody): string => makeEntry(body, 0, NEW_YEAR).id;
    const pair = (decision: EntryBody, result: (id: string) => EntryBody, author = alice): string =>
      proofOf(author, made([decision, result(id(decision))]));
    const honest = decisionBody(bob.did, call);
    const result = signedResult(alice, call);
    refused(pair(honest, (answers) => resultBody(bob.did, signedResult(carol, call), answers)));
    refused(pair(honest, (answers) => resultBody(carol.did, result, answers)));
    refused(pair(honest, (answers) => resultBody(bob.did, signedResult(alice, signedCall(bob, alice, 1)), answers)));
    refused(pair(honest, () => resultBody(bob.did, result, id(denial(bob.did)))));
    refused(
      pair(honest, (answers) => resultBody(bob.did, signedResult(alice, call, { decision: 'EXPIRED' }), answers)),
    );
    refused(pair({ ...honest, decision: 'EXPIRED' }, (answers) => resultBody(bob.did, result, answers)));
    refused(pair(decisionBody(bob.did, signedCall(bob, carol)), (answers) => resultBody(bob.did, result, answers)));
    refused(pair(decisionBody(carol.did, call), (answers) => resultBody(carol.did, result, answers)));
    refused(pair(callBody(bob.did, call), (answers) => resultBody(bob.did, result, answers)));
    refused(pair(honest, (answers) => receiptBody(bob.did, result, answers)));
    refused(pair(honest, (answers) => resultBody(bob.did, result, answers), carol));
  });

  it('a call that its caller did not sign is refused', () => {
    const [forged] = signStatements(carol.signing, carol.did, [callStatement(bob.did, alice.did)]);
    refused(logged(alice, () => [decisionBody(bob.did, forged as NonNullable<typeof forged>)]));
    refused(logged(alice, () => [callBody(bob.did, signedCall(bob, alice))]));
  });

  it('an entry of another log or checkpoint is refused', () => {
    const [a, b] = made([denial(bob.did), denial(bob.did, 2)]) as [Entry, Entry];
    const leaves = [a.leaf, b.leaf];
    const note = signCheckpoint(alice.signing, alice.did, 2, rootHash(leaves));
    const proven = { entry: a, path: inclusionPath(leaves, 0) };
    expect(verifyProofFile(formatProofFile(alice.did, note, [proven])).valid).toBe(true);
    refused(formatProofFile(bob.did, note, [proven]));
    refused(formatProofFile(alice.did, signCheckpoint(bob.signing, bob.did, 2, rootHash(leaves)), [proven]));
    refused(formatProofFile(alice.did, signCheckpoint(alice.signing, alice.did, 1, rootHash(leaves)), [proven]));
    refused(formatProofFile(alice.did, signCheckpoint(alice.signing, alice.did, 2, rootHash([a.leaf])), [proven]));
    refused(formatProofFile(alice.did, note, [{ entry: b, path: inclusionPath(leaves, 0) }]));
    refused(formatProofFile(alice.did, '', [proven]));
  });

  it('a ledger proves what it recorded only', async () => {
    const ledger = await new LedgerBench(alice).open();
    const id = recordCall(ledger, bob, alice);
    expect(verifyProofFile(await ledger.prove(id)).valid).toBe(true);
    const missing = expect.objectContaining({ code: 'E_NOT_FOUND' });
    await expect(ledger.prove('00'.repeat(32))).rejects.toThrow(missing);
    await expect(ledger.prove('no id')).rejects.toThrow(missing);
    const orphan = ledger.append(resultBody(bob.did, signedResult(alice, signedCall(bob, alice, 9)), '11'.repeat(32)));
    await expect(ledger.prove(orphan.id)).rejects.toThrow(missing);
    await ledger[Symbol.asyncDispose]();
  });
});
