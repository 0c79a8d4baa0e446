import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifySuccession } from '../../src/identity/succession.ts';
import { tryOwnDirectory } from '../../src/node/local/owner-lock.ts';
import { WORDS, World } from './fake-io.ts';
import { type Ran, runHere } from './in-process.ts';

describe('talos recover', () => {
  let home: string;
  let words: string;
  let did: string;
  const at = (name: string): string => join(home, name);
  const talos = (...argv: string[]): Promise<Ran> => runHere(['--json', ...argv], { home });
  const recover = (...argv: string[]): Promise<Ran> =>
    runHere(['--json', 'recover', '--words-file', '-', ...argv], { home, stdin: words });
  const bytesOf = (dir: string): string =>
    readdirSync(at(dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'lock.mdb')
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => `${path} ${readFileSync(path).toString('base64')}`)
      .join('\n');

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'talos-recover-'));
    did = (JSON.parse((await talos('init', '--name', 'alice', '--words-file', 'words')).out) as { did: string }).did;
    words = readFileSync(at('words'), 'utf8');
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('makes the same identity again on another machine, and says what is not there', async () => {
    const made = await recover('--name', 'alice', '--data-dir', at('other'));
    expect(made.status).toBe(0);
    expect(JSON.parse(made.out)).toMatchObject({ id: did, did, name: 'alice', hasData: false });
    expect(made.notes).toContain('will see another history');
    expect(JSON.parse((await talos('--data-dir', at('other'), 'whoami')).out)).toMatchObject({ did });
  });

  it('goes on with store and ledger where the keystore is lost', async () => {
    await talos('contacts', 'add', 'bob', `did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK`);
    const before = JSON.parse((await talos('audit', 'root')).out) as { root: string };
    for (const name of ['keystore.json', 'keystore.key']) rmSync(at(join('.talos', name)));
    expect((await talos('whoami')).code).toBe('E_NO_IDENTITY');
    expect(JSON.parse((await recover('--name', 'alice')).out)).toMatchObject({ did, hasData: true });
    expect(JSON.parse((await talos('audit', 'root')).out)).toMatchObject({ root: before.root });
    expect((await talos('audit', 'verify')).status).toBe(0);
    expect((await talos('contacts', 'list')).out).toContain('bob');
  });

  it('replaces a keystore whose passphrase is forgotten, by name and with a copy of it, when forced', async () => {
    await talos('audit', 'root');
    writeFileSync(at('old'), 'forgotten\n', { mode: 0o600 });
    await recover('--force', '--passphrase-file', 'old');
    expect((await talos('audit', 'root')).code).toBe('E_PASSPHRASE');
    const again = await recover('--force');
    expect(JSON.parse(again.out)).toMatchObject({ did, name: 'alice', hasData: true });
    expect(again.notes).toMatch(/kept in .*keystore\.json\.bak-/);
    expect((await talos('audit', 'root')).status).toBe(0);
  });

  it('I13: an identity that was lost with its machine hands over to a new one, by a statement of both', async () => {
    await recover('--name', 'alice', '--data-dir', at('other'));
    const rotated = await talos('--data-dir', at('other'), 'rotate', 'identity', '--words-file', 'newWords');
    expect(rotated.status).toBe(0);
    const successor = (JSON.parse((await talos('--data-dir', at('other'), 'whoami')).out) as { did: string }).did;
    expect(successor).not.toBe(did);
    const statement = readFileSync(at(join('other', 'former', did.slice('did:key:'.length), 'succession.json')));
    const step = verifySuccession(new Uint8Array(statement), { nowMs: Date.now() });
    expect(step).toMatchObject({ from: did, to: successor });
    // The lost machine, should it be found, knows nothing of that.
    expect(JSON.parse((await talos('whoami')).out)).toMatchObject({ did });
  });

  describe('refused, a failure leaves the state as it was:', () => {
    const refuses = async (code: string, status: number, run: () => Promise<Ran>): Promise<void> => {
      const before = bytesOf('.talos');
      const ran = await run();
      expect(ran).toMatchObject({ code, status });
      expect(bytesOf('.talos')).toBe(before);
      expect(ran.out + ran.notes).not.toContain(words.split(' ').slice(3, 6).join(' '));
    };

    it('E_EXISTS beside a keystore', () => refuses('E_EXISTS', 6, () => recover()));

    it.each([
      ['23 words', (text: string) => text.split(' ').slice(1).join(' ')],
      ['25 words', (text: string) => `${text.trim()} zoo`],
      ['a word that is none', (text: string) => text.replace(/^\w+/, 'talos')],
      ['words that do not fit together', () => 'abandon '.repeat(24)],
      ['nothing', () => ''],
    ])('E_MALFORMED: %s', async (_what, change) => {
      const stdin = change(words);
      const ran = (): Promise<Ran> => runHere(['--json', 'recover', '--force', '--words-file', '-'], { home, stdin });
      await refuses('E_MALFORMED', 4, ran);
    });

    it('E_LEDGER_INVALID beside the ledger of another identity', async () => {
      await talos('audit', 'root');
      const other = at('other');
      await talos('--data-dir', other, 'init', '--name', 'mallory', '--words-file', 'others');
      words = readFileSync(at('others'), 'utf8');
      await refuses('E_LEDGER_INVALID', 4, () => recover('--force'));
    });

    it('E_STORAGE_CORRUPT with a store whose ledger is gone', async () => {
      await talos('audit', 'root');
      rmSync(at('.talos/ledger'), { recursive: true });
      await refuses('E_STORAGE_CORRUPT', 1, () => recover('--force'));
    });

    it('E_REFUSED while the identity is being replaced by another', async () => {
      await talos('audit', 'root');
      mkdirSync(at('.talos/rotation'));
      writeFileSync(at('.talos/rotation/keystore.json'), 'the only one of the successor');
      await refuses('E_REFUSED', 3, () => recover('--force'));
    });

    it('E_LOCKED while an agent runs', async () => {
      await using lock = tryOwnDirectory(at('.talos'));
      expect(lock).toBeDefined();
      await refuses('E_LOCKED', 1, () => recover('--force'));
    });

    it('E_USAGE without a name, or without words and a terminal', async () => {
      const stdin = words;
      const without = await runHere(['--json', 'recover', '--words-file', '-', '--data-dir', 'new'], { home, stdin });
      expect(without).toMatchObject({ code: 'E_USAGE', status: 2 });
      expect(existsSync(at('new'))).toBe(false);
      await refuses('E_USAGE', 2, () => talos('recover', '--force'));
    });
  });

  it('asks for the words on a terminal, without showing them', async () => {
    const world = new World();
    world.agents.hasIdentity = false;
    world.stdinIsTerminal = true;
    world.secrets.push(WORDS, '', '');
    expect(await world.run('recover', '--name', 'alice')).toBe(0);
    expect(world.agents.recovered).toMatchObject([
      { name: 'alice', words: WORDS, passphrase: undefined, force: false },
    ]);
    expect(world.out + world.notes.join('\n')).not.toContain(WORDS);
  });
});
