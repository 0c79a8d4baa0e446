/** Witnesses between processes: a directory put back, its evidence, and a witness service that is killed. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../cli/in-process.ts';
import { type Running, started } from '../cli/running.ts';

const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const serverBin = fileURLToPath(new URL('../../dist/cli/server-bin.js', import.meta.url));
const tool = fileURLToPath(new URL('../fixtures/counter-tool.mjs', import.meta.url));
let root = '';
let running: Running[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'talos-witness-'));
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ exit }) => exit));
  running = [];
  rmSync(root, { recursive: true, force: true });
});

const home = (name: string): string => join(root, name);

/** A command of the other side, in this process. */
async function talos(name: string, ...args: string[]): Promise<{ status: number | null; out: string; json: unknown }> {
  const { status, out } = await runHere(['--data-dir', home(name), '--json', ...args], { home: root });
  return { status, out, json: out === '' ? undefined : JSON.parse(out.split('\n')[0] ?? '') };
}

function start(file: string, ...args: string[]): Running {
  const process = started(file, args, { HOME: root });
  running.push(process);
  return process;
}

async function stop(process: Running): Promise<void> {
  process.child.kill('SIGTERM');
  await process.exit;
}

describe('witnesses between processes', () => {
  it('B14: a directory put back from an old copy is refused, and the evidence verifies in a third one', async () => {
    const serve = async (...more: string[]): Promise<{ server: Running; ready: Record<string, string> }> => {
      const server = start(
        bin,
        '--data-dir',
        home('b'),
        '--json',
        'mcp-serve',
        '--port',
        '0',
        ...more,
        '--',
        process.execPath,
        tool,
        join(root, 'calls'),
      );
      return { server, ready: JSON.parse(await server.line()) as Record<string, string> };
    };
    await talos('a', 'init', '--name', 'a');
    const { did } = (await talos('a', 'whoami')).json as { did: string };
    const { server: first, ready } = await serve('--authorized-peer', did);
    const call = (target: string) => talos('a', 'mcp-call', target, 'count_1', '{"id":1}');
    const address = (served: Record<string, unknown>): string => String((served['addresses'] as string[])[0]);
    expect(await call(address(ready))).toMatchObject({ status: 0 });
    await stop(first);
    cpSync(home('b'), home('copy'), { recursive: true });
    // The second time the caller is shown what was sealed the first time.
    for (let i = 0; i < 2; i++) {
      const { server: second, ready: again } = await serve('--authorized-peer', did);
      expect(await call(address(again))).toMatchObject({ status: 0 });
      await stop(second);
    }
    rmSync(home('b'), { recursive: true });
    cpSync(home('copy'), home('b'), { recursive: true });
    const { server: third, ready: back } = await serve('--authorized-peer', did);
    const refused = await call(address(back));
    expect([refused.status, refused.json]).toMatchObject([4, { error: { code: 'E_EQUIVOCATION' } }]);
    await stop(third);
    const file = join(root, 'evidence');
    expect((await talos('a', 'audit', 'witness', 'evidence', '--out', file)).status).toBe(0);
    const verified = await talos('c', 'proof', 'verify', file);
    expect([verified.status, verified.json]).toMatchObject([0, { valid: true, author: ready['did'] }]);
    const listed = (await talos('a', 'audit', 'witness', 'list')).json as { peers: { refused: boolean }[] };
    expect(listed.peers).toMatchObject([{ refused: true }]);
  });

  it('a witness service that is killed goes on from what it cosigned; root keeps who cosigned, and verify takes that note', async () => {
    interface Ready {
      readonly witness: { readonly url: string; readonly key: string };
    }
    const serve = async (port: string): Promise<{ server: Running; witness: Ready['witness'] }> => {
      const server = start(
        serverBin,
        '--data-dir',
        home('w'),
        '--port',
        '0',
        '--json',
        '--witness',
        '--witness-port',
        port,
      );
      return { server, witness: (JSON.parse(await server.line()) as Ready).witness };
    };
    const { server, witness } = await serve('0');
    await talos('a', 'init', '--name', 'a');
    const added = await talos('a', 'audit', 'witness', 'add', witness.url, '--key', witness.key);
    expect(added.status).toBe(0);
    const asked = await talos('a', 'audit', 'witness', 'ask');
    expect([asked.status, asked.json]).toMatchObject([0, { witnesses: [{ url: witness.url, size: 1 }] }]);
    const rooted = await talos('a', 'audit', 'root');
    expect(rooted.json).toMatchObject({ size: 1, cosigners: [{ witness: witness.key.split('+')[0] }] });
    // What is kept elsewhere says who cosigned it, and the ledger is compared with it as it is.
    const kept = (rooted.json as { note: string }).note;
    expect(kept).toContain(`\n\u2014 ${witness.key.split('+')[0]} `);
    const file = join(root, 'note');
    expect((await talos('a', 'audit', 'root', '--out', file)).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(kept);
    const checked = await talos('a', 'audit', 'verify', '--checkpoint', file);
    expect([checked.status, checked.json]).toMatchObject([0, { valid: true, problems: [] }]);
    server.child.kill('SIGKILL');
    await server.exit;
    const { witness: now } = await serve('0');
    expect(now.key).toBe(witness.key);
    // Forgotten here, remembered there: the size that it names is the one that it cosigned before it was killed.
    await talos('a', 'audit', 'witness', 'remove', witness.url);
    const stale = await fetch(`${now.url}/add-checkpoint`, {
      method: 'POST',
      body: `old 7\n\n${(rooted.json as { note: string }).note.replace('\n1\n', '\n9\n')}`,
    });
    expect(stale.status).toBe(403);
    await talos('a', 'audit', 'witness', 'add', now.url, '--key', now.key);
    expect((await talos('a', 'audit', 'witness', 'ask')).json).toMatchObject({ witnesses: [{ size: 1 }] });
    const large = await fetch(`${now.url}/add-checkpoint`, { method: 'POST', body: 'x'.repeat(80_000) });
    expect(large.status).toBe(413);
  });
});
