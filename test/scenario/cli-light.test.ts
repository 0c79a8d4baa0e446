/** A light client and the agent that it follows: two processes on two data directories, the built commands. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, Terminals } from './terminals.ts';

const terminals = new Terminals();
let author = '';
let reader = '';

const json = <T>({ status, stdout, stderr }: Ended): T => {
  if (status !== 0) throw new Error(`status ${status}: ${stdout}${stderr}`);
  return JSON.parse(stdout) as T;
};

beforeAll(async () => {
  for (const name of ['owner', 'reader'])
    await terminals.run(name, 'init', '--name', name, '--words-file', `${name}.words`);
  const listening = terminals.start('owner', ['listen', '--json', '--host', '127.0.0.1', '--port', '0']);
  const ready = JSON.parse(await listening.line(0)) as { did: string; addresses: readonly string[] };
  author = ready.did;
  reader = (await terminals.json<{ did: string }>('reader', 'whoami')).did;
  await terminals.json('reader', 'contacts', 'add', 'owner', author, '--address', ready.addresses[0] ?? '');
});
afterAll(() => terminals[Symbol.asyncDispose]());

const code = ({ stdout }: Ended): string => (JSON.parse(stdout) as { error: { code: string } }).error.code;

describe('talos light between two processes', () => {
  it('follows a log that is shared with it, and verifies an exported proof; one that was tampered with is refused', async () => {
    const asked = await terminals.run('reader', 'light', 'sync', 'owner', '--json');
    expect([asked.status, code(asked)]).toEqual([3, 'E_REFUSED']);
    json(await terminals.run('owner', 'audit', 'share', 'add', reader, '--headers', '--json'));

    // First, for a proof needs a block: there is something to follow then.
    const log = await terminals.run('owner', 'audit', 'log', '--last', '1', '--json');
    const { id } = JSON.parse(log.stdout) as { id: string };
    const file = terminals.path('proof.json');
    expect((await terminals.run('owner', 'proof', 'export', id, '--out', file)).status).toBe(0);

    const synced = json<{ light: { id: string; size: number; confirmed: boolean } }>(
      await terminals.run('reader', 'light', 'sync', 'owner', '--json'),
    );
    expect(synced.light).toMatchObject({ id: author, confirmed: false });
    const verdict = json(await terminals.run('reader', 'light', 'verify', file, '--json'));
    expect(verdict).toMatchObject({ valid: true, confirmed: false, entry: id, author });

    // From another source, which a file is: confirmed, with nobody asked.
    expect((await terminals.run('reader', '--offline', 'light', 'import', file)).status).toBe(0);
    const offline = await terminals.run('reader', '--offline', 'light', 'verify', file, '--json');
    expect(json(offline)).toMatchObject({ valid: true, confirmed: true });

    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"seq":', '"seq":1'));
    const refused = await terminals.run('reader', '--offline', 'light', 'verify', file, '--json');
    expect([refused.status, code(refused)]).toEqual([4, 'E_PROOF_INVALID']);
  });
});
