import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TalosError } from '../../../src/base/errors.ts';
import { Identity } from '../../../src/identity/identity.ts';
import { verifyProofFile } from '../../../src/ledger/log/proof-file.ts';
import { Ledger } from '../../../src/node/store/ledger-folder.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const NOW_MS = 1_800_000_000_000;
const author = Identity.generate('keeper', NOW_MS);
const created = { type: 'identity', did: author.did, event: 'created' } as const;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'talos-own-ledger-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a ledger by itself', () => {
  it('records, seals, proves and verifies in memory', async () => {
    await using ledger = await Ledger.open(author, { network: { name: 'mine', difficulty: 0 } });
    const [entry] = ledger.appendAll([created, { type: 'rotation', what: 'prekeys', prekey: 1 }]);
    await ledger.seal();
    expect([ledger.size, ledger.network.name]).toEqual([2, 'mine']);
    const proof = await ledger.prove(entry?.id ?? '');
    expect(verifyProofFile(proof)).toMatchObject({ valid: true, author: author.did });
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2 });
    expect((await ledger.query({ type: 'rotation' })).map(({ seq }) => seq)).toEqual([1]);
    expect((await ledger.get(entry?.id ?? ''))?.height).toBe(ledger.height);
    expect(await ledger.block(ledger.height)).toBeInstanceOf(Uint8Array);
    expect(ledger.work).toBe(BigInt(ledger.height + 1));
    expect(() => ledger.append({ type: 'nothing' } as never)).toThrow(TypeError);
    expect(() => ledger.append({ ...created, did: 'nobody' } as never)).toThrow(TalosError);
    expect(() => ledger.append({ ...created, more: 1 } as never)).toThrow(code('E_MALFORMED'));
    expect(ledger.size).toBe(2);
    await expect(ledger.prove('0'.repeat(64))).rejects.toThrow(code('E_NOT_FOUND'));
  });

  it('goes on in its folder, for one process at a time: E_LOCKED, E_LEDGER_INVALID, E_CONFIG', async () => {
    const folder = join(root, 'ledger');
    const first = await Ledger.openFolder(folder, author);
    await first.append(created).durable();
    await expect(Ledger.openFolder(folder, author)).rejects.toThrow(code('E_LOCKED'));
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    const other = Identity.generate('other', NOW_MS);
    await expect(Ledger.openFolder(folder, other)).rejects.toThrow(code('E_LEDGER_INVALID'));
    await expect(Ledger.openFolder(folder, author, { network: { name: 'another' } })).rejects.toThrow(code('E_CONFIG'));
    await using again = await Ledger.openFolder(folder, author);
    expect([again.size, again.checkpoint === '']).toEqual([1, false]);
    expect(await again.verify()).toMatchObject({ ok: true, entries: 1 });
    await expect(Ledger.openFolder(undefined as never, author)).rejects.toThrow(TypeError);
  });
});
