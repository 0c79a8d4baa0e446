import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../src/base/bytes.ts';
import { parseJson } from '../../src/codec/json.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { loadVectors } from '../vectors/files.ts';

type Entry = typeof import('../../src/verify.ts');
interface Vectors {
  readonly server: { readonly did: string };
  readonly proof: string;
  readonly checkpoint: string;
  readonly commitments: readonly { readonly salt: string; readonly value: string; readonly commitment: string }[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
/** All of it, SHA-256 included, which is 2.5 KB of it. Merkle proofs alone: test/surface/bundle.test.ts. */
const MOST_GZIPPED = 15_100;

/** Bytes between two that are changed; every one is under TALOS_SLOW, and in test/unit/ledger/proof-file.test.ts. */
const EVERY = process.env['TALOS_SLOW'] === '1' ? 1 : 41;

describe('the entry of pages that verify, talos-protocol/verify, as it is bundled', () => {
  let script: Uint8Array;
  let page: Entry;
  const { server, proof, checkpoint, commitments } = loadVectors<Vectors>('talos/ledger-v1.json');
  beforeAll(async () => {
    const result = await build({
      absWorkingDir: root,
      entryPoints: ['src/verify.ts'],
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'esm',
      target: 'es2023',
      conditions: ['talos-verify'],
      write: false,
      logLevel: 'silent',
    });
    script = result.outputFiles[0]?.contents ?? utf8('');
    page = (await import(`data:text/javascript;base64,${Buffer.from(script).toString('base64')}`)) as Entry;
  });

  it(`is one file below ${MOST_GZIPPED} bytes gzipped, without WebAssembly, eval or an import`, () => {
    expect(gzipSync(script).length).toBeLessThan(MOST_GZIPPED);
    expect(gzipSync(script).length).toBeGreaterThan(8000);
    const text = new TextDecoder().decode(script);
    expect(text, 'a primitive that the set does not have').not.toContain('(void 0)(');
    expect(text).not.toMatch(/WebAssembly|\beval\b|\bimport\b|new Function|\bfetch\b/);
  });

  it('says of a proof what the entry of the ledger says, valid and with a bit changed', async () => {
    const bytes = utf8(proof);
    expect(await page.verifyProofFile(proof)).toEqual(verifyProofFile(proof));
    expect(await page.verifyProofFile(bytes)).toMatchObject({ valid: true, author: server.did });
    for (let at = 0; at < bytes.length; at += EVERY) {
      const changed = new Uint8Array(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const verdict = await page.verifyProofFile(changed);
      expect(verdict, `byte ${at}`).toEqual(verifyProofFile(changed));
      expect(verdict, `byte ${at}`).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    }
  });

  it('rejects for nothing in a file, and takes a copy of it', async () => {
    const garbage = ['', '{', '\n', 'x'.repeat(page.MAX_PROOF_BYTES + 1), '\ud800\n', '{"v":1}\n'];
    for (const text of garbage)
      expect(await page.verifyProofFile(text)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    const bytes = utf8(proof);
    const answer = page.verifyProofFile(bytes);
    bytes.fill(0);
    expect(await answer).toMatchObject({ valid: true });
  });

  it('reads checkpoints of their author alone', async () => {
    const { did } = server as { readonly did: Parameters<Entry['readCheckpoint']>[1] };
    expect(await page.readCheckpoint(checkpoint, did)).toMatchObject({ author: did, note: checkpoint });
    expect(await page.readCheckpoint(checkpoint.replace(/\n(\d+)\n/, '\n1$1\n'), did)).toBeUndefined();
    expect(await page.readCheckpoint('', did)).toBeUndefined();
    await expect(page.readCheckpoint(checkpoint, 'did:key:z6' as typeof did)).rejects.toMatchObject({
      code: 'E_BAD_DID',
    });
  });

  it('commits to content as the ledger does', () => {
    for (const { salt, value, commitment } of commitments)
      expect(page.commit(fromHex(salt), parseJson(value))).toBe(commitment);
  });
});
