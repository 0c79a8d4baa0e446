import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toBase64url } from '../../../src/base/encoding.ts';
import { canonicalBytes, type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { Identity } from '../../../src/identity/identity.ts';
import {
  createKeystore,
  openKeystore,
  readKeystoreHead,
  readPassphraseFile,
} from '../../../src/node/identity/keystore-file.ts';
import { tryOwnDirectory } from '../../../src/node/local/owner-lock.ts';
import { bundleFixture, runChild } from '../../child.ts';

const NOW = 1_800_000_000_000;
/** The least cost, so that the tests do not wait; one test has the real one. */
const cost = { passes: 1, memory: 8192 };
const code = (name: string) => expect.objectContaining({ code: name });

let root: string;
let folder: string;
let alice: Identity;
let bob: Identity;
let maker: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'talos-keystore-'));
  alice = Identity.generate('alice', NOW);
  bob = Identity.generate('bob', NOW);
  maker = await bundleFixture('keystore-maker');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(maker, { force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(root, 'home-'));
});

const keystore = () => join(folder, 'keystore.json');
const keyFile = () => join(folder, 'keystore.key');
const create = (passphrase?: string, identity = alice) =>
  createKeystore(folder, { identity, createdMs: NOW, passphrase, cost });
const openIt = (passphrase?: string) => openKeystore(folder, { passphrase, nowMs: NOW });
const modeOf = (path: string) => statSync(path).mode & 0o777;
/** Everything in the folder, to compare. */
const contents = () =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name !== 'owner.lock')
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );

describe('a keystore', () => {
  it.each([undefined, 'correct horse'])('gives the identity back, under %s', (passphrase) => {
    expect(create(passphrase)).toEqual({ backup: undefined });
    const { identity, did, name, createdMs, method } = openIt(passphrase);
    expect(identity.entropy()).toEqual(alice.entropy());
    expect({ did, name, createdMs, kind: method.kind }).toEqual({
      did: alice.did,
      name: 'alice',
      createdMs: NOW,
      kind: passphrase === undefined ? 'key-file' : 'passphrase',
    });
  });

  it('costs three passes over 64 MiB where nothing else is said', () => {
    createKeystore(folder, { identity: alice, createdMs: NOW, passphrase: 'x' });
    expect(readKeystoreHead(folder)?.method).toMatchObject({ kind: 'passphrase', passes: 3, memory: 67_108_864 });
    expect(openIt('x').did).toBe(alice.did);
  });

  it('I09: lies in files of mode 0600 in a folder of mode 0700, whatever the umask', () => {
    const before = process.umask(0);
    try {
      folder = join(folder, 'deep', 'home');
      create();
    } finally {
      process.umask(before);
    }
    expect(modeOf(folder)).toBe(0o700);
    for (const name of readdirSync(folder)) expect(modeOf(join(folder, name)), name).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('shows who it is without a secret, and holds no secret in the clear', () => {
    create('correct horse');
    const { method: _, ...head } = readKeystoreHead(folder) ?? expect.unreachable();
    expect(head).toEqual({ did: alice.did, name: 'alice', createdMs: NOW });
    const text = readFileSync(keystore(), 'latin1');
    for (const secret of [
      toBase64url(alice.entropy()),
      ...alice
        .words()
        .split(' ')
        // Words that a keystore holds by its form are no sign of a leak.
        .filter((word) => word.length > 5 && !['phrase', 'sequence', 'memory'].includes(word)),
      'correct',
    ])
      expect(text).not.toContain(secret);
  });

  it('I10: made twice is refused with E_EXISTS, and the first is byte-equal', () => {
    create('first');
    const before = contents();
    expect(() => create('second', bob)).toThrow(code('E_EXISTS'));
    expect(() => create(undefined, bob)).toThrow(code('E_EXISTS'));
    expect(contents()).toEqual(before);
    expect(openIt('first').did).toBe(alice.did);
  });

  it('is not made while another process uses the folder, and not without a passphrase that was promised', () => {
    const lock = tryOwnDirectory(folder);
    expect(() => create()).toThrow(code('E_LOCKED'));
    lock?.release();
    expect(() => create('')).toThrow(code('E_PASSPHRASE'));
    expect(contents()).toEqual({});
  });

  it('replaced on request keeps what was there, with its key file, store and ledger', () => {
    create();
    const old = { json: readFileSync(keystore()), key: readFileSync(keyFile()) };
    for (const name of ['store', 'ledger']) mkdirSync(join(folder, name));
    const { backup = '' } = createKeystore(folder, { identity: bob, createdMs: NOW, force: true });
    expect(openIt().did).toBe(bob.did);
    expect(readFileSync(backup)).toEqual(old.json);
    const kept = (name: string) => readdirSync(folder).find((each) => each.startsWith(`${name}.bak-`)) ?? '';
    expect(readFileSync(join(folder, kept('keystore.key')))).toEqual(old.key);
    expect([kept('store'), kept('ledger')].every((name) => existsSync(join(folder, name)))).toBe(true);
    expect(existsSync(join(folder, 'store')) || existsSync(join(folder, 'ledger'))).toBe(false);
    // The way back: both under their own names again.
    renameSync(backup, keystore());
    renameSync(join(folder, kept('keystore.key')), keyFile());
    expect(openIt().did).toBe(alice.did);
  });
});

describe('opening a keystore', () => {
  it('says E_NO_IDENTITY where there is none, and makes none', () => {
    expect(() => openIt()).toThrow(code('E_NO_IDENTITY'));
    expect(readKeystoreHead(folder)).toBeUndefined();
    expect(readKeystoreHead(join(folder, 'absent'))).toBeUndefined();
    expect(contents()).toEqual({});
  });

  it.each(['wrong', 'Correct horse', 'correct horse ', ''])(
    'I09: refuses the passphrase %j with E_PASSPHRASE',
    (passphrase) => {
      create('correct horse');
      const before = contents();
      expect(() => openIt(passphrase)).toThrow(code('E_PASSPHRASE'));
      expect(contents()).toEqual(before);
    },
  );

  it('I09: says E_PASSPHRASE where one is needed and none is given', () => {
    create('correct horse');
    expect(() => openIt()).toThrow(code('E_PASSPHRASE'));
  });

  it('I09: refuses a keystore with any one byte changed, a failure leaves the files as they were', () => {
    create();
    const good = readFileSync(keystore());
    for (let at = 0; at < good.length; at++) {
      const edited = Buffer.from(good);
      edited[at] = (edited[at] as number) ^ (1 << (at % 8));
      writeFileSync(keystore(), edited);
      expect(() => openIt(), `byte ${at}`).toThrow(code('E_KEYSTORE'));
      expect(readFileSync(keystore())).toEqual(edited);
    }
  });

  it.each([
    ['empty', ''],
    ['other JSON', '{"hello":"world"}'],
    ['an array', '[]'],
    ['no JSON', 'not a keystore'],
    ['zero bytes', '\0\0\0\0'],
    ['too long', ' '.repeat(5000)],
  ])('I09: refuses a file that is %s with E_KEYSTORE and leaves it', (_what, text) => {
    writeFileSync(keystore(), text, { mode: 0o600 });
    expect(() => openIt()).toThrow(code('E_KEYSTORE'));
    expect(() => readKeystoreHead(folder)).toThrow(code('E_KEYSTORE'));
    expect(() => create()).toThrow(code('E_EXISTS'));
    expect(readFileSync(keystore(), 'utf8')).toBe(text);
  });

  it('I09: refuses a truncated one at every length', () => {
    create();
    const good = readFileSync(keystore());
    for (let length = 0; length < good.length; length += 7) {
      writeFileSync(keystore(), good.subarray(0, length));
      expect(() => openIt()).toThrow(code('E_KEYSTORE'));
    }
  });

  it.each([0o644, 0o640, 0o620, 0o602, 0o666])('I09: refuses keystore and key file of mode %o', (mode) => {
    create();
    for (const path of [keystore(), keyFile()]) {
      chmodSync(path, mode);
      expect(() => openIt()).toThrow(code('E_KEYSTORE'));
      chmodSync(path, 0o600);
    }
    expect(openIt().did).toBe(alice.did);
  });

  it.each([0o755, 0o750, 0o777])('I09: refuses a folder of mode %o', (mode) => {
    create();
    chmodSync(folder, mode);
    expect(() => openIt()).toThrow(code('E_KEYSTORE'));
  });

  it('I09: refuses symbolic links, pipes and folders in place of the files', async () => {
    create();
    for (const path of [keystore(), keyFile()]) {
      const real = `${path}.real`;
      renameSync(path, real);
      symlinkSync(real, path);
      expect(() => openIt()).toThrow(code('E_KEYSTORE'));
      rmSync(path);
      mkdirSync(path);
      expect(() => openIt()).toThrow(code('E_KEYSTORE'));
      rmSync(path, { recursive: true });
      await runChild(['mkfifo', '-m', '600', path]);
      expect(() => openIt()).toThrow(code('E_KEYSTORE'));
      rmSync(path);
      renameSync(real, path);
    }
    // A dangling link is something: a new identity must not go through it.
    rmSync(keystore());
    symlinkSync(join(folder, 'nowhere'), keystore());
    expect(() => create()).toThrow(code('E_EXISTS'));
  });

  it('I09: refuses a key file that is missing, short, long or another', () => {
    create();
    const good = readFileSync(keyFile());
    for (const key of [good.subarray(1), Buffer.concat([good, good]), Buffer.alloc(32), Buffer.alloc(0)]) {
      writeFileSync(keyFile(), key);
      expect(() => openIt()).toThrow(code('E_KEYSTORE'));
    }
    rmSync(keyFile());
    expect(() => openIt()).toThrow(code('E_KEYSTORE'));
    expect(existsSync(keyFile())).toBe(false);
  });

  /** Rewrites the keystore with a right checksum, as somebody would who wants to mislead. */
  const forge = (change: (outer: Record<string, unknown>) => void) => {
    const { sum: _, ...outer } = parseJson(readFileSync(keystore())) as Record<string, unknown>;
    change(outer);
    const sum = toBase64url(sha256(canonicalBytes(outer as JsonObject)).slice(0, 8));
    writeFileSync(keystore(), canonicalBytes({ ...outer, sum } as JsonObject));
  };

  it.each([
    ['11 passes', { passes: 11 }],
    ['no passes', { passes: 0 }],
    ['over 1 GiB', { memory: 2 ** 30 + 1 }],
    ['hardly any memory', { memory: 8191 }],
    ['a short salt', { salt: 'AAAA' }],
    ['another kind', { kind: 'none' }],
    ['an unknown field', { more: 1 }],
  ])('refuses a seal with %s before any work', (_what, change) => {
    create('correct horse');
    forge((outer) => Object.assign(outer['seal'] as object, change));
    const before = performance.now();
    expect(() => openIt('correct horse')).toThrow(code('E_KEYSTORE'));
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  it('refuses an edited name, DID or date, since they are bound to what is sealed', () => {
    for (const change of [{ name: 'mallory' }, { did: bob.did }, { created: NOW + 1 }]) {
      create();
      forge((outer) => Object.assign(outer, change));
      expect(() => openIt()).toThrow(code('E_KEYSTORE'));
      rmSync(keystore());
    }
  });

  it('refuses another version with E_VERSION', () => {
    create();
    forge((outer) => Object.assign(outer, { v: 2 }));
    expect(() => openIt()).toThrow(code('E_VERSION'));
  });
});

describe('a process killed while it makes a keystore', () => {
  const run = (killAfter: number, force = '') => runChild([process.execPath, maker, folder, String(killAfter), force]);

  it('I11: leaves no identity, or a whole one, at every step', async () => {
    const { stdout } = await run(0);
    const steps = Number(stdout);
    expect(steps).toBeGreaterThanOrEqual(10);
    for (let k = 1; k <= steps; k++) {
      folder = mkdtempSync(join(root, 'killed-'));
      expect((await run(k)).signal, `step ${k}`).toBe('SIGKILL');
      const head = readKeystoreHead(folder);
      if (head !== undefined) expect(openIt().did).toBe(head.did);
      else {
        create();
        expect(openIt().did).toBe(alice.did);
      }
    }
  });

  it('I11: loses no identity when it replaces one, at every step', async () => {
    create();
    const steps = Number((await run(0, 'force')).stdout);
    expect(steps).toBeGreaterThanOrEqual(15);
    for (let k = 1; k <= steps; k++) {
      folder = mkdtempSync(join(root, 'killed-'));
      create();
      const old = contents();
      expect((await run(k, 'force')).signal, `step ${k}`).toBe('SIGKILL');
      const head = readKeystoreHead(folder);
      if (head !== undefined) expect(openIt().did).toBe(head.did);
      if (head?.did !== alice.did) {
        const all = Object.values(contents());
        expect(all).toContain(old['keystore.json']);
        expect(all).toContain(old['keystore.key']);
      }
      createKeystore(folder, { identity: bob, createdMs: NOW, force: true });
      expect(openIt().did).toBe(bob.did);
    }
  });
});

describe('a file with a passphrase', () => {
  const file = () => join(folder, 'passphrase');

  it.each([
    ['hunter2', 'hunter2'],
    ['hunter2\n', 'hunter2'],
    ['hunter2\r\n', 'hunter2'],
    [' with spaces \n', ' with spaces '],
    ['påss', 'påss'],
  ])('I12: %j is read as %j', (content, passphrase) => {
    writeFileSync(file(), content, { mode: 0o600 });
    expect(readPassphraseFile(file())).toBe(passphrase);
  });

  it.each(['', '\n', 'two\nlines', 'one\n\n', 'x'.repeat(4097)])('I12: %j is refused with E_PASSPHRASE', (content) => {
    writeFileSync(file(), content, { mode: 0o600 });
    expect(() => readPassphraseFile(file())).toThrow(code('E_PASSPHRASE'));
  });

  it.each([0o622, 0o602, 0o606])('I12: is refused with E_PASSPHRASE where everybody may write it (mode %o)', (mode) => {
    writeFileSync(file(), 'hunter2', { mode: 0o600 });
    chmodSync(file(), mode);
    expect(() => readPassphraseFile(file())).toThrow(
      expect.objectContaining({ code: 'E_PASSPHRASE', hint: `chmod 600 ${file()}` }),
    );
  });

  it('I12: is told of where everybody may read it, and not where its group may', () => {
    writeFileSync(file(), 'hunter2', { mode: 0o600 });
    let told = 0;
    for (const mode of [0o600, 0o640, 0o604, 0o644]) {
      chmodSync(file(), mode);
      expect(readPassphraseFile(file(), () => told++)).toBe('hunter2');
    }
    expect(told).toBe(2);
  });

  it('I12: is refused where it is missing, a folder or not text', () => {
    expect(() => readPassphraseFile(file())).toThrow(code('E_PASSPHRASE'));
    expect(() => readPassphraseFile(folder)).toThrow(code('E_PASSPHRASE'));
    writeFileSync(file(), Uint8Array.of(0xff, 0xfe), { mode: 0o600 });
    expect(() => readPassphraseFile(file())).toThrow(code('E_PASSPHRASE'));
  });
});
