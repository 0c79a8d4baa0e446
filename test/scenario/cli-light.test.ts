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
  for (const name of ['owner', 'reader', 'third'])
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

    const synced = json<{ light: { id: string; size: number; confirmed: boolean } }>(
      await terminals.run('reader', 'light', 'sync', 'owner', '--json'),
    );
    expect(synced.light).toMatchObject({ id: author, confirmed: false });
    const log = await terminals.run('owner', 'audit', 'log', '--last', '1', '--json');
    const { id } = JSON.parse(log.stdout) as { id: string };
    const file = terminals.path('proof.json');
    expect((await terminals.run('owner', 'proof', 'export', id, '--out', file)).status).toBe(0);
    const verdict = json(await terminals.run('reader', 'light', 'verify', file, '--json'));
    expect(verdict).toMatchObject({ valid: true, confirmed: false, entry: id, author });

    // From another source, which a file is: confirmed, with nobody asked.
    expect((await terminals.run('reader', '--offline', 'light', 'import', file)).status).toBe(0);
    const offline = await terminals.run('reader', '--offline', 'light', 'verify', file, '--json');
    expect(json(offline)).toMatchObject({ valid: true, confirmed: true });

    const text = await readFile(file, 'utf8');
    for (const tampered of [
      text.replace('"seq":', '"seq":1'),
      text.replace(/"path":\[/, '"path":["00",'),
      text.slice(1),
    ]) {
      await writeFile(terminals.path('bad.json'), tampered);
      const refused = await terminals.run(
        'reader',
        '--offline',
        'light',
        'verify',
        terminals.path('bad.json'),
        '--json',
      );
      expect([refused.status, code(refused)]).toEqual([4, 'E_PROOF_INVALID']);
    }
  });

  it('S16: headers go from one to another as a file, edited ones up to the edit', async () => {
    json(await terminals.run('reader', 'light', 'sync', 'owner', '--headers', '--json'));
    const file = terminals.path('headers');
    expect(
      (await terminals.run('reader', '--offline', 'light', 'export', author, '--headers', '--out', file)).status,
    ).toBe(0);
    const lines = (await readFile(file, 'utf8')).split('\n');
    const edited = lines.with(
      2,
      `${lines[2]?.slice(0, 200)}${lines[2]?.[200] === 'A' ? 'B' : 'A'}${lines[2]?.slice(201)}`,
    );
    await writeFile(terminals.path('edited'), edited.join('\n'));
    const refused = await terminals.run('third', '--offline', 'light', 'import', terminals.path('edited'), '--json');
    expect(refused.status).toBe(4);
    const [kept] = json<{ lights: { headers: number }[] }>(
      await terminals.run('third', '--offline', 'light', 'status', '--json'),
    ).lights;
    expect(kept?.headers).toBe(1);
    const imported = json<{ imported: { headers: number }[] }>(
      await terminals.run('third', '--offline', 'light', 'import', file, '--json'),
    );
    expect(imported.imported[0]?.headers).toBe(lines.length - 3);
  });
});
