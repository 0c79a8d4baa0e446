import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { type JsonObject, parseJson } from '../../src/codec/json.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { didOfKey, keyOfDid, parseDid } from '../../src/identity/did.ts';
import { chainIdOf, DIFFICULTY, decodeBlock, encodeHeader } from '../../src/ledger/block.ts';
import { commit } from '../../src/ledger/entry/commitment.ts';
import { makeEntry, readEntry } from '../../src/ledger/entry/entry.ts';
import { readSignedStatement, type Statement, signStatements } from '../../src/ledger/entry/statement.ts';
import { encodeRecord } from '../../src/ledger/journal/journal.ts';
import { readCheckpoint, signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { leafHash, rootHash } from '../../src/ledger/log/merkle.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { type ChainTip, validateBlock } from '../../src/ledger/validation/validate.ts';
import { leadingZeroBits, mineSlice } from '../../src/ledger/work.ts';
import { loadVectors } from './files.ts';

interface LedgerVectors {
  readonly server: { readonly seed: string; readonly did: string };
  readonly caller: { readonly seed: string; readonly did: string };
  readonly commitments: readonly { readonly salt: string; readonly value: string; readonly commitment: string }[];
  readonly statements: readonly { readonly body: string; readonly hash: string; readonly signed: string }[];
  readonly entries: readonly { readonly entry: string; readonly id: string; readonly record: string }[];
  readonly log: { readonly size: number; readonly root: string };
  readonly chainId: string;
  readonly blocks: readonly { readonly hash: string; readonly bytes: string }[];
  readonly checkpoint: string;
  readonly proof: string;
}

const vectors = loadVectors<LedgerVectors>('talos/ledger-v1.json');
const server = parseDid(vectors.server.did);
const statementOf = (body: string): Statement => {
  const { v: _, ...statement } = parseJson(body) as JsonObject;
  return statement as unknown as Statement;
};

describe('the examples of PROTOCOL.md §9, made and read by our code', () => {
  it('keys and commitments', () => {
    for (const { seed, did } of [vectors.server, vectors.caller])
      expect(didOfKey(signingKey(fromHex(seed)).publicKey)).toBe(did);
    for (const { salt, value, commitment } of vectors.commitments)
      expect(commit(fromHex(salt), parseJson(value))).toBe(commitment);
  });

  it('statements', () => {
    const [a, b, c, result, acknowledgement] = vectors.statements.map(({ body }) => statementOf(body));
    const caller = signingKey(fromHex(vectors.caller.seed));
    const made = [
      ...signStatements(caller, parseDid(vectors.caller.did), [a, b, c] as Statement[]),
      ...signStatements(signingKey(fromHex(vectors.server.seed)), server, [result as Statement]),
      ...signStatements(caller, parseDid(vectors.caller.did), [acknowledgement as Statement]),
    ];
    for (const [i, { hash, signed }] of vectors.statements.entries()) {
      expect(made[i]?.bytes).toEqual(utf8(signed));
      expect(readSignedStatement(utf8(signed)).hash).toBe(hash);
    }
  });

  it('entries and records', () => {
    for (const [seq, { entry, id, record }] of vectors.entries.entries()) {
      const read = readEntry(utf8(entry));
      expect(read).toMatchObject({ seq, id });
      expect(makeEntry(read.body, read.seq, read.timeMs).bytes).toEqual(utf8(entry));
      expect(toHex(encodeRecord(read).subarray(0, 12))).toBe(record);
    }
    const leaves = vectors.entries.map(({ entry }) => leafHash(utf8(entry)));
    expect(toHex(rootHash(leaves))).toBe(vectors.log.root);
  });

  it('blocks', () => {
    let tip: ChainTip | undefined;
    for (const { hash, bytes } of vectors.blocks) {
      const { header } = decodeBlock(fromHex(bytes));
      const view = { authorKey: keyOfDid(server), difficulty: DIFFICULTY, nowMs: header.timeMs, tip };
      const verdict = validateBlock(fromHex(bytes), view);
      if (!verdict.valid) throw new Error(verdict.reason);
      tip = verdict.tip;
      expect(toHex(tip.hash)).toBe(hash);
      expect(mineSlice(encodeHeader({ ...header, nonce: 0 }), 0, 1_000_000)).toBe(header.nonce);
    }
    expect(toHex(chainIdOf(keyOfDid(server)))).toBe(vectors.chainId);
  });

  it('checkpoint and proof', () => {
    const root = fromHex(vectors.log.root);
    expect(readCheckpoint(vectors.checkpoint, server)).toMatchObject({ size: vectors.log.size, root });
    expect(signCheckpoint(signingKey(fromHex(vectors.server.seed)), server, 5, root)).toBe(vectors.checkpoint);
    expect(verifyProofFile(vectors.proof)).toMatchObject({ valid: true, author: server, entry: { seq: 2 } });
  });
});

describe('the examples of PROTOCOL.md §9, by node:crypto and the text alone', () => {
  const sha = (...parts: (Uint8Array | string)[]): Buffer => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const hex = (text: string): Buffer => Buffer.from(text, 'hex');
  const keyOf = (did: string): KeyObject => {
    const raw = keyOfDid(parseDid(did));
    return createPublicKey({ key: Buffer.concat([hex('302a300506032b6570032100'), raw]), format: 'der', type: 'spki' });
  };

  it('§9.1: an id is SHA-256(0x00 ‖ entry)', () => {
    for (const { entry, id } of vectors.entries) expect(sha(Buffer.of(0), entry).toString('hex')).toBe(id);
  });

  it('§9.2: a commitment is SHA-256(label ‖ 0x00 ‖ salt ‖ canonical JSON)', () => {
    for (const { salt, value, commitment } of vectors.commitments)
      expect(sha('talos/v1/commitment\0', hex(salt), value).toString('hex')).toBe(commitment);
  });

  it('§9.3: the hash of a statement, and its signature over u32 size ‖ root', () => {
    const leaves = vectors.statements.slice(0, 3).map(({ body }) => sha(Buffer.of(0), body));
    const [a, b, c] = leaves as [Buffer, Buffer, Buffer];
    const together = sha(Buffer.of(1), sha(Buffer.of(1), a, b), c);
    for (const [i, { body, hash, signed }] of vectors.statements.entries()) {
      expect(sha('talos/v1/statement-hash\0', body).toString('hex')).toBe(hash);
      const { by, sig, size } = JSON.parse(signed) as { by: string; sig: string; size: number };
      const root = i < 3 ? together : sha(Buffer.of(0), body);
      const message = Buffer.concat([Buffer.from('talos/v1/statement\0'), Buffer.of(0, 0, 0, size), root]);
      expect(verify(null, message, keyOf(by), Buffer.from(sig, 'base64url'))).toBe(true);
    }
  });

  it('§9.4: the checkpoint is three lines, signed as they are', () => {
    const [text = '', line = ''] = vectors.checkpoint.split(/(?<=\n)\n/);
    const root = hex(vectors.log.root).toString('base64');
    expect(text).toBe(`${server}\n5\n${root}\n`);
    const signature = Buffer.from(line.trim().split(' ')[2] ?? '', 'base64').subarray(4);
    expect(verify(null, Buffer.from(text), keyOf(server), signature)).toBe(true);
  });

  it('§9.5: header, hash, work and signature of a block', () => {
    const key = keyOfDid(server);
    expect(sha('talos/v1/chain-id\0', Buffer.of(0, 5), 'talos', key).toString('hex')).toBe(vectors.chainId);
    for (const [height, { hash, bytes }] of vectors.blocks.entries()) {
      const [header, signature] = [hex(bytes).subarray(0, 162), hex(bytes).subarray(162, 226)];
      expect(sha('talos/v1/block-hash\0', header).toString('hex')).toBe(hash);
      expect(leadingZeroBits(hex(hash))).toBeGreaterThanOrEqual(8);
      expect(header.subarray(1, 33).toString('hex')).toBe(vectors.chainId);
      expect(header.readBigUInt64BE(33)).toBe(BigInt(height));
      expect(header[153]).toBe(8);
      expect(verify(null, Buffer.concat([Buffer.from('talos/v1/block\0'), header]), keyOf(server), signature)).toBe(
        true,
      );
    }
  });

  it('§9.6: a record starts with u32 length and the first 8 bytes of the leaf hash', () => {
    for (const { entry, id, record } of vectors.entries)
      expect(record).toBe(Buffer.byteLength(entry).toString(16).padStart(8, '0') + id.slice(0, 16));
  });
});
