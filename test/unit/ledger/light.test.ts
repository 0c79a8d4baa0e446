import { sha256 } from '@noble/hashes/sha2.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concat, fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { encodeHeader } from '../../../src/ledger/block.ts';
import { decodeSignedHeader, type SignedHeader } from '../../../src/ledger/chain/chain-header.ts';
import { LightClient } from '../../../src/ledger/light/light.ts';
import { MAX_LIGHT_CHECKPOINTS } from '../../../src/ledger/light/light-checkpoints.ts';
import { formatHeaderLine, formatHeadersHead, readHeadersFile } from '../../../src/ledger/light/light-files.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { verifyEvidenceFile } from '../../../src/ledger/log/evidence.ts';
import { leafHash, nodeHash } from '../../../src/ledger/log/merkle.ts';
import { NEW_YEAR, type Person } from '../../fixtures/ledger.ts';
import { changed, LIGHT_DIFFICULTY, LightChain, otherHash } from '../../fixtures/light-chain.ts';
import { BLOCKS, client, head, lightWorld, NOW, sparse, upTo } from '../../fixtures/light-world.ts';

describe('a light client', () => {
  let alice: Person;
  let bob: Person;
  let chain: LightChain;
  /** As `chain` to height 11; then other entries. */
  let fork: LightChain;
  beforeAll(() => {
    ({ alice, bob, chain, fork } = lightWorld());
  });

  describe('of headers', () => {
    it('takes a chain, and knows each log in it', () => {
      const light = upTo(BLOCKS - 1);
      expect(light.height).toBe(BLOCKS - 1);
      for (const { header } of chain.headers) expect(light.logOf(header.logSize)?.root).toEqual(header.logRoot);
      expect(light.logOf(chain.size + 1)).toBeUndefined();
    });

    it('agrees with a chain that another implementation recomputes: links, work, roots', () => {
      const light = upTo(BLOCKS - 1);
      const label = utf8('talos/v1/block-hash\0');
      let before: Uint8Array = new Uint8Array(32);
      for (let height = 0; height < light.headers; height++) {
        const record = light.headerRecords(height, height + 1);
        const hash = sha256(concat(label, record.subarray(0, 162)));
        expect(record.slice(41, 73), `previous hash of ${height}`).toEqual(Uint8Array.from(before));
        expect(hash[0] as number, `work of ${height}`).toBeLessThan(1 << (8 - LIGHT_DIFFICULTY));
        const size = Number(new DataView(record.buffer).getBigUint64(105));
        expect(record.slice(113, 145), `log root of ${height}`).toEqual(nobleRoot(chain.leaves.slice(0, size)));
        before = hash;
      }
      expect(light.headerAt(light.height)?.hash).toEqual(Uint8Array.from(before));
    });

    it('takes headers that it has again, and goes on behind them', () => {
      const light = upTo(9);
      expect(light.addHeaders(chain.headers.slice(5, 15), NOW)).toEqual({ taken: 5 });
      expect(light.height).toBe(14);
    });

    it('refuses a chain of another network, whatever work it has', () => {
      const light = new LightClient(alice.did, { keep: 'headers', network: 'other', difficulty: LIGHT_DIFFICULTY });
      expect(light.addHeaders(chain.headers, NOW)).toMatchObject({
        taken: 0,
        refused: { code: 'CONSENSUS_VIOLATION' },
      });
    });

    it.each([0, LIGHT_DIFFICULTY + 1])('B06: a header that names its own difficulty, %s, is refused', (difficulty) => {
      const own = new LightChain(alice, { blocks: 3, difficulty });
      expect(client().addHeaders(own.headers, NOW)).toMatchObject({
        taken: 0,
        refused: { code: 'CONSENSUS_VIOLATION' },
      });
    });

    it('refuses to take headers where it keeps checkpoints alone', () => {
      expect(() => sparse(chain.size).addHeaders(chain.headers, NOW)).toThrow(TypeError);
    });

    it.each<[string, (at: SignedHeader) => SignedHeader, string]>([
      [
        'a signature of another',
        (at) => ({ ...at, signature: bob.signing.sign('block', encodeHeader(at.header)) }),
        'CRYPTO_INVALID',
      ],
      ['a signature with a bit flipped', (at) => ({ ...at, signature: flipped(at.signature, 70) }), 'CRYPTO_INVALID'],
      ['the chain of another author', (at) => changed(alice, at, { chainId: otherHash(1) }), 'CONSENSUS_VIOLATION'],
      ['another previous hash', (at) => changed(alice, at, { previousHash: otherHash(2) }), 'CONSENSUS_VIOLATION'],
      ['a difficulty of its own', (at) => changed(alice, at, { difficulty: 0 }), 'CONSENSUS_VIOLATION'],
      ['a higher difficulty than the rules have', (at) => changed(alice, at, { difficulty: 4 }), 'CONSENSUS_VIOLATION'],
      ['no work', (at) => withoutWork(alice, at), 'CONSENSUS_VIOLATION'],
      ['a time that goes back', (at) => changed(alice, at, { timeMs: NEW_YEAR - 1 }), 'CONSENSUS_VIOLATION'],
      ['a time far ahead', (at) => changed(alice, at, { timeMs: NOW.nowMs + 600_001 }), 'CONSENSUS_VIOLATION'],
      ['a log that does not grow', (at) => changed(alice, at, { logSize: chain.sizeAt(11) }), 'SEMANTIC_ERROR'],
      ['a log that shrinks', (at) => changed(alice, at, { logSize: 1 }), 'SEMANTIC_ERROR'],
      [
        'more entries than a block holds',
        (at) => changed(alice, at, { logSize: chain.sizeAt(11) + 4097 }),
        'SEMANTIC_ERROR',
      ],
    ])('refuses %s, and keeps the headers before', (_what, alter, code) => {
      const light = client();
      const headers = [...chain.headers.slice(0, 12), alter(chain.header(12)), ...chain.headers.slice(13)];
      expect(light.addHeaders(headers, NOW)).toMatchObject({ taken: 12, refused: { at: 12, code } });
      expect([light.height, light.fork]).toEqual([11, undefined]);
      // It is the header that was refused, not its height.
      expect(light.addHeaders(chain.headers.slice(12), NOW)).toEqual({ taken: BLOCKS - 12 });
    });

    it.each<[string, (at: SignedHeader) => SignedHeader, string]>([
      ['holds entries', (at) => changed(alice, at, { entryRoot: otherHash(1) }), 'CRYPTO_INVALID'],
      ['has a log root', (at) => changed(alice, at, { logRoot: otherHash(1) }), 'CRYPTO_INVALID'],
      ['has a log size', (at) => changed(alice, at, { logSize: 1 }), 'SEMANTIC_ERROR'],
      ['follows a block', (at) => changed(alice, at, { previousHash: otherHash(1) }), 'CONSENSUS_VIOLATION'],
    ])('refuses a height 0 that %s', (_what, alter, code) => {
      const light = client();
      expect(light.addHeaders([alter(chain.header(0))], NOW)).toMatchObject({ taken: 0, refused: { at: 0, code } });
      expect(light.headers).toBe(0);
    });

    it.each<[string, (all: readonly SignedHeader[]) => readonly SignedHeader[], number]>([
      ['a gap', (all) => [...all.slice(0, 8), ...all.slice(9)], 8],
      ['a start that is not the first', (all) => all.slice(1), 0],
      ['one repeated', (all) => [...all.slice(0, 8), ...all.slice(7)], 8],
      ['a reversed order', (all) => [...all.slice(0, 3), ...all.slice(3).reverse()], 3],
      ['two exchanged', (all) => [...all.slice(0, 5), all[6], all[5], ...all.slice(7)] as SignedHeader[], 5],
    ])('S16: of headers with %s the first bad one is refused and those before are kept', (_what, alter, at) => {
      const light = client();
      expect(light.addHeaders(alter(chain.headers), NOW)).toMatchObject({
        taken: at,
        refused: { at, code: 'CONSENSUS_VIOLATION' },
      });
      expect(light.headers).toBe(at);
    });

    it('S16: one of another file or of 1 MiB is refused, and those before are kept', () => {
      const lines = chain.headers.map(formatHeaderLine);
      for (const bad of ['A'.repeat(1 << 20), 'A'.repeat(304), '!'.repeat(304), '', lines[4]?.slice(1) ?? '']) {
        const light = client();
        const file = readHeadersFile([formatHeadersHead(alice.did), ...lines.slice(0, 4), `${bad}\n`].join(''));
        expect(light.addHeaders(file.headers, NOW)).toMatchObject({
          taken: 4,
          refused: { at: 4, code: 'MALFORMED_BLOCK' },
        });
        expect(light.headers).toBe(4);
      }
    });

    it('S06: keeps nothing of a flood before signature and work are proved, and stops at the first bad one', () => {
      const light = upTo(3);
      let asked = 0;
      function* flood(): Iterable<SignedHeader> {
        const cheap = { ...chain.header(4).header, difficulty: 0 };
        for (let nonce = 0; nonce < 1e7; nonce++) {
          asked++;
          const encoded = encodeHeader({ ...cheap, nonce });
          yield decodeSignedHeader(concat(encoded, chain.header(4).signature));
        }
      }
      expect(light.addHeaders(flood(), NOW)).toMatchObject({ taken: 0, refused: { code: 'CONSENSUS_VIOLATION' } });
      expect([asked, light.headers, light.log.size]).toEqual([1, 4, chain.sizeAt(3)]);
      // Signed by somebody else, with the work: no more is kept of it.
      const other = new LightChain(bob, { blocks: 6 });
      expect(light.addHeaders(other.headers.slice(4), NOW)).toMatchObject({ taken: 0 });
      expect(light.addHeaders(other.headers, NOW)).toMatchObject({ taken: 0, refused: { code: 'CRYPTO_INVALID' } });
      expect([light.headers, light.fork]).toEqual([4, undefined]);
    });

    it('keeps two blocks of one height as evidence, takes nothing more and holds no proof for valid', () => {
      const light = upTo(BLOCKS - 1);
      const { taken, refused } = light.addHeaders(fork.headers.slice(10), NOW);
      expect([taken, refused?.code]).toEqual([0, 'E_EQUIVOCATION']);
      expect(verifyEvidenceFile(light.fork ?? '')).toMatchObject({ valid: true, what: 'fork' });
      expect(light.verifyProof(chain.proof(2))).toMatchObject({ valid: false, code: 'E_EQUIVOCATION' });
      expect(light.addCheckpoint(chain.note(), NOW)).toMatchObject({ taken: false, code: 'E_EQUIVOCATION' });
      expect(light.addHeaders(chain.headers, NOW).refused?.code).toBe('E_EQUIVOCATION');
      expect(light.confirmedSize).toBe(0);
    });

    it('no unsigned header makes an author look like one of two histories', () => {
      const light = upTo(BLOCKS - 1);
      const forged = { ...fork.header(12), signature: chain.header(12).signature };
      expect(light.addHeaders([forged], NOW).refused?.code).toBe('CRYPTO_INVALID');
      expect(light.compare(forged)?.code).toBe('CRYPTO_INVALID');
      expect(light.compare(fork.header(12), forged)?.code).toBe('E_PROOF_INVALID');
      expect(light.fork).toBeUndefined();
    });

    it('refuses a header that contradicts a checkpoint, and keeps both', () => {
      const light = sparse(chain.sizeAt(12));
      light.keepHeaders();
      expect(light.addHeaders(fork.headers, NOW)).toMatchObject({ taken: 12, refused: { code: 'E_EQUIVOCATION' } });
      expect(verifyEvidenceFile(light.fork ?? '')).toMatchObject({ valid: true, what: 'fork' });
    });

    it('refuses a header that passes over a checkpoint', () => {
      const light = sparse(chain.sizeAt(13) - 1);
      light.keepHeaders();
      expect(chain.sizeAt(13) - chain.sizeAt(12)).toBeGreaterThan(1);
      expect(light.addHeaders(chain.headers, NOW)).toMatchObject({ taken: 13, refused: { code: 'SEMANTIC_ERROR' } });
    });
  });

  describe('of checkpoints', () => {
    it('grows by consistency proofs, and keeps what joins them', () => {
      const light = sparse(5);
      expect(light.addCheckpoint(chain.note(20), { ...NOW, path: chain.path(5, 20) })).toMatchObject({ taken: true });
      expect(light.addCheckpoint(chain.note(11), { ...NOW, path: chain.path(11, 20) })).toMatchObject({ taken: true });
      expect(light.snapshot().checkpoints.map(({ checkpoint }) => checkpoint.size)).toEqual([5, 11, 20]);
      expect(light.log.size).toBe(20);
    });

    it.each<[string, () => { size: number; path: Bytes[]; from?: number }]>([
      ['without a proof', () => ({ size: 20, path: [] })],
      ['with the proof from another size', () => ({ size: 20, path: chain.path(6, 20) })],
      ['with the proof to another size', () => ({ size: 20, path: chain.path(5, 21) })],
      ['with a hash changed', () => ({ size: 20, path: chain.path(5, 20).with(0, otherHash(1)) })],
      ['with a hash too many', () => ({ size: 20, path: [...chain.path(5, 20), otherHash(1)] })],
      ['with a hash missing', () => ({ size: 20, path: chain.path(5, 20).slice(1) })],
      ['with hashes in another order', () => ({ size: 20, path: chain.path(5, 20).reverse() })],
      ['with a hash of 31 bytes', () => ({ size: 20, path: chain.path(5, 20).with(0, new Uint8Array(31)) })],
    ])('S17: refuses a head that grows %s', (_what, given) => {
      const light = sparse(5);
      const { size, path } = given();
      expect(light.addCheckpoint(chain.note(size), { ...NOW, path })).toMatchObject({
        taken: false,
        code: 'E_PROOF_INVALID',
      });
      expect([light.log.size, light.fork]).toEqual([5, undefined]);
    });

    it('S17: without all headers no head grows where headers are kept', () => {
      const light = upTo(9);
      const given = { ...NOW, path: chain.path(chain.sizeAt(9)) };
      expect(light.addCheckpoint(chain.note(), given)).toMatchObject({ taken: false, code: 'E_PROOF_INVALID' });
      expect(light.addHeaders(chain.headers.slice(10), NOW)).toEqual({ taken: BLOCKS - 10 });
      expect(light.addCheckpoint(chain.note(), NOW)).toMatchObject({ taken: true });
    });

    it('refuses an older checkpoint that is not proved to be the start', () => {
      const light = sparse(20);
      for (const path of [[], chain.path(5, 19), chain.path(6, 20)])
        expect(light.addCheckpoint(chain.note(5), { source: 'other', path })).toMatchObject({ taken: false });
      expect(light.snapshot().sources).toEqual([[NOW.source, 20]]);
    });

    it.each<[string, () => string]>([
      ['nothing', () => ''],
      ['text', () => 'did:key\n'],
      ['the note of another author', () => signCheckpoint(bob.signing, bob.did, 5, otherHash(1))],
      ['a note that another author signed in its name', () => signCheckpoint(bob.signing, alice.did, 5, otherHash(1))],
      ['a log without entries', () => signCheckpoint(alice.signing, alice.did, 0, otherHash(1))],
      ['a note with another line', () => chain.note(5).replace('\n\n', '\nmore\n\n')],
      ['a note with a bit flipped', () => chain.note(5).replace(/\n\d+\n/, '\n6\n')],
      ['half a megabyte', () => `${chain.note(5)}${'x'.repeat(1 << 19)}`],
    ])('refuses %s as a checkpoint', (_what, note) => {
      const light = client('checkpoints');
      expect(light.addCheckpoint(note(), NOW)).toMatchObject({ taken: false, code: 'E_PROOF_INVALID' });
      expect(light.log.size).toBe(0);
    });

    it('takes a checkpoint that others cosigned, and keeps the signature that it verified', () => {
      const light = client('checkpoints');
      const cosigned = `${chain.note(5)}\u2014 witness.example ${btoa('k'.repeat(76))}\n`;
      expect(light.addCheckpoint(cosigned, NOW)).toMatchObject({ taken: true });
      expect(light.checkpoint?.note).toBe(chain.note(5));
    });

    it('keeps two logs of one size as evidence', () => {
      const light = sparse(chain.size);
      expect(light.addCheckpoint(fork.note(), { source: 'other' })).toMatchObject({
        taken: false,
        code: 'E_EQUIVOCATION',
      });
      expect(verifyEvidenceFile(light.fork ?? '')).toMatchObject({ valid: true, what: 'fork' });
      const headers = upTo(BLOCKS - 1);
      expect(headers.addCheckpoint(fork.note(), NOW)).toMatchObject({ code: 'E_EQUIVOCATION' });
      expect(verifyEvidenceFile(headers.fork ?? '')).toMatchObject({ valid: true, what: 'fork' });
    });

    it('takes the header of its newest checkpoint, and no other', () => {
      const light = client('checkpoints');
      const newest = chain.header(BLOCKS - 1);
      for (const [bad, code] of [
        [chain.header(4), 'SEMANTIC_ERROR'],
        [fork.header(BLOCKS - 1), 'SEMANTIC_ERROR'],
        [{ ...newest, signature: chain.header(4).signature }, 'CRYPTO_INVALID'],
        [withoutWork(alice, newest), 'CONSENSUS_VIOLATION'],
        [changed(alice, newest, { chainId: otherHash(1) }), 'CONSENSUS_VIOLATION'],
        [changed(alice, newest, { timeMs: NOW.nowMs + 600_001 }), 'CONSENSUS_VIOLATION'],
      ] as const)
        expect(light.addCheckpoint(chain.note(), { ...NOW, head: head(bad) })).toMatchObject({ taken: false, code });
      expect([light.height, light.log.size]).toEqual([-1, 0]);
      expect(light.addCheckpoint(chain.note(), { ...NOW, head: head(newest) })).toMatchObject({ taken: true });
      expect(light.height).toBe(BLOCKS - 1);
      const other = { ...NOW, head: head(fork.header(BLOCKS - 1)) };
      expect(light.addCheckpoint(chain.note(), other)).toMatchObject({ code: 'E_EQUIVOCATION' });
    });

    it('refuses a header that goes back while the log grows', () => {
      const light = client('checkpoints');
      const size = chain.sizeAt(9);
      light.addCheckpoint(chain.note(size), { ...NOW, head: head(chain.header(9)) });
      for (const fields of [{ height: 8 }, { timeMs: NEW_YEAR }]) {
        const back = head(changed(alice, chain.header(-1), fields));
        const shown = { ...NOW, path: chain.path(size), head: back };
        expect(light.addCheckpoint(chain.note(), shown)).toMatchObject({ taken: false, code: 'CONSENSUS_VIOLATION' });
      }
      expect([light.height, light.log.size]).toEqual([9, size]);
    });

    it(`keeps ${MAX_LIGHT_CHECKPOINTS} of them, and what is left is joined`, () => {
      const light = sparse(1);
      const long = new LightChain(alice, { blocks: MAX_LIGHT_CHECKPOINTS + 8, entriesABlock: 1 });
      for (let size = 2; size <= MAX_LIGHT_CHECKPOINTS + 5; size++)
        light.addCheckpoint(long.note(size), { ...NOW, path: long.path(size - 1, size) });
      const { checkpoints } = light.snapshot();
      expect(checkpoints.map(({ checkpoint }) => checkpoint.size)).toEqual(
        Array.from({ length: MAX_LIGHT_CHECKPOINTS }, (_, i) => i + 6),
      );
      expect(LightClient.load(light.snapshot(), []).log.size).toBe(light.log.size);
    });
  });

  describe('asked about a proof', () => {
    it('verifies it against its own headers, and against its own checkpoint', () => {
      for (const light of [upTo(BLOCKS - 1), sparse(chain.size)])
        for (const seq of [0, 7, chain.size - 1])
          expect(light.verifyProof(chain.proof(seq)), `entry ${seq}`).toMatchObject({ valid: true, confirmed: false });
      expect(upTo(BLOCKS - 1).verifyProof(chain.proof(2, chain.sizeAt(9)))).toMatchObject({ valid: true });
    });

    it('hashes the entry itself, with the prefix of a leaf', () => {
      const light = upTo(BLOCKS - 1);
      const [entry] = chain.entries.slice(7);
      const proof = { entry: entry?.bytes ?? utf8(''), index: 7, size: chain.size, path: chain.inclusion(7) };
      expect(light.verifyEntry(proof)).toMatchObject({ valid: true, entry: { seq: 7 } });
    });

    it('S13: refuses what the prover chose: data by its hash, roots of other blocks, logs that are not its own', () => {
      const light = upTo(BLOCKS - 1);
      const size = chain.size;
      const entry = chain.entries[7]?.bytes ?? utf8('');
      const other = chain.entries[8]?.bytes ?? utf8('');
      const path = chain.inclusion(7);
      const good = { entry, index: 7, size, path };
      expect(light.verifyEntry(good).valid).toBe(true);
      for (const bad of [
        { ...good, entry: other },
        { ...good, entry: leafHash(entry) },
        { ...good, entry: concat(Uint8Array.of(0), entry) },
        { ...good, entry: utf8(fromUtf8(entry).replace('denial', 'denied')) },
        { ...good, index: 8 },
        { ...good, index: -1 },
        { ...good, index: size },
        { ...good, size: chain.sizeAt(9) },
        { ...good, size: size - 1 },
        { ...good, size: size + 1 },
        { ...good, size: 2 ** 52 },
        { ...good, size: Number.NaN },
        { ...good, path: [] },
        { ...good, path: path.slice(1) },
        { ...good, path: [...path, otherHash(1)] },
        { ...good, path: path.with(0, otherHash(1)) },
        { ...good, path: path.with(0, new Uint8Array(31)) },
        // An inner node as a leaf, with the path above it.
        { ...good, entry: concat(chain.leaves[6] ?? entry, chain.leaves[7] ?? entry), index: 3, path: path.slice(1) },
        { ...good, entry: nodeHash(chain.leaves[6] ?? entry, chain.leaves[7] ?? entry), index: 3, path: path.slice(1) },
      ])
        expect(light.verifyEntry(bad)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    });

    it('S13: refuses a proof whose checkpoint is not one of its own, however well it is signed', () => {
      const light = upTo(9);
      const newer = light.verifyProof(chain.proof(2));
      expect(newer).toMatchObject({ valid: false, code: 'E_PROOF_INVALID', unjoined: { size: chain.size } });
      expect(sparse(20).verifyProof(chain.proof(2, 19))).toMatchObject({ valid: false, unjoined: { size: 19 } });
      const whole = upTo(BLOCKS - 1);
      expect(whole.verifyProof(chain.proof(2).replace(/"path":\["../, '"path":["00'))).toMatchObject({ valid: false });
      expect(whole.verifyProof('{}\n')).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
      const others = new LightClient(bob.did, { difficulty: LIGHT_DIFFICULTY });
      expect(others.verifyProof(chain.proof(2))).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    });

    it('finds the fork in a proof of another log of the same size', () => {
      const light = upTo(BLOCKS - 1);
      expect(light.verifyProof(fork.proof(fork.size - 1))).toMatchObject({ valid: false, code: 'E_EQUIVOCATION' });
      expect(verifyEvidenceFile(light.fork ?? '')).toMatchObject({ valid: true, what: 'fork' });
    });
  });
});

function flipped(bytes: Uint8Array, at: number): Bytes {
  const copy = new Uint8Array(bytes);
  copy[at % copy.length] = (copy[at % copy.length] as number) ^ 1;
  return copy;
}

/** The header, signed by its author with a nonce that has no work. */
function withoutWork(author: Person, { header }: SignedHeader): SignedHeader {
  for (let nonce = 0; ; nonce++) {
    const encoded = encodeHeader({ ...header, nonce });
    const signed = decodeSignedHeader(concat(encoded, author.signing.sign('block', encoded)));
    if ((signed.hash[0] as number) >= 1 << (8 - LIGHT_DIFFICULTY)) return signed;
  }
}

/** RFC 6962 §2.1 by the book, with another library's SHA-256. */
function nobleRoot(leaves: readonly Uint8Array[]): Bytes {
  if (leaves.length === 0) return Uint8Array.from(sha256(new Uint8Array(0)));
  if (leaves.length === 1) return Uint8Array.from(leaves[0] as Uint8Array);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [nobleRoot(leaves.slice(0, split)), nobleRoot(leaves.slice(split))];
  return Uint8Array.from(sha256(concat(Uint8Array.of(1), left, right)));
}
