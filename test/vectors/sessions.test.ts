/**
 * The session vectors, recomputed in another language: `test/verify_sessions`. Where python3 or its `cryptography` is
 * missing noble does it, which recomputes what ML-KEM gives in any case.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadVectors, VECTORS } from './files.ts';
import { firstDifference } from './recompute-sessions.ts';

const NAMES = ['session-v1.json', 'ratchet-v1.json', 'envelope-v1.json', 'deposit-v1.json', 'repair-v1.json'] as const;
const SCRIPT = fileURLToPath(new URL('../verify_sessions', import.meta.url));
const PUBLISHED = NAMES.map((name) => fileURLToPath(new URL(`talos/${name}`, VECTORS)));
/** Longest run of the Python program, milliseconds. */
const PYTHON_MS = 60_000;

const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'talos-vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));

function python(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout, stderr } = spawnSync('python3', [SCRIPT, ...args], { encoding: 'utf8', timeout: PYTHON_MS });
  expect(stderr).toBe('');
  return { status, stdout };
}

/** What Python says of files of these names and contents, all in one run; noble where there is no Python. */
function differencesElsewhere(files: readonly (readonly [name: string, content: unknown])[]): (string | undefined)[] {
  if (!hasPython) return files.map(([name, content]) => firstDifference(name, content));
  const paths = files.map(([name, content]) => {
    const path = join(mkdtempSync(join(folder, 'changed-')), name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  });
  const { status, stdout } = python(...paths);
  const found = [...stdout.matchAll(/^differs: (.*)$/gm)].map(([, difference]) => difference);
  expect(status).toBe(found.length > 0 ? 1 : 0);
  return found;
}

/**
 * A copy of a published file in which one digit of the value at `path` is another, in its first half: of an ML-KEM seed the
 * second (z) answers forged ciphertexts alone.
 */
function withOneDigitChanged(name: string, path: string): unknown {
  const copy = loadVectors<Record<string, unknown>>(`talos/${name}`);
  const keys = path.split(/\.|\[|\]\.?/).filter((key) => key !== '');
  const last = keys.pop() as string;
  const holder = keys.reduce((part, key) => part[key] as Record<string, unknown>, copy);
  const value = holder[last] as string;
  const at = value.length >> 2;
  const digit = (Number.parseInt(value[at] as string, 16) ^ 1).toString(16);
  holder[last] = `${value.slice(0, at)}${digit}${value.slice(at + 1)}`;
  return copy;
}

/** One value of each kind, in which file. A secret is noticed by what follows from it. */
const CHANGES: Readonly<Record<(typeof NAMES)[number], readonly string[]>> = {
  'session-v1.json': [
    'alice.ed25519Seed',
    'bob.certificate',
    'durable.bobsPrekeys.signatures.signedPrekey.signature',
    'durable.bundle',
    'durable.computed.dh4',
    'durable.computed.transcript',
    'durableWithX25519Alone.computed.ikm',
    'durableWithoutOneTime.computed.sk',
    'live.hello',
    'live.computed.initial',
  ],
  'ratchet-v1.json': [
    'messages[4].dh',
    'messages[7].root',
    'messages[9].chainKey',
    'messages[1].messageKey',
    'messages[8].header',
    'messages[19].ciphertext',
  ],
  'deposit-v1.json': [
    'deposits[0].shared',
    'deposits[0].prk',
    'deposits[1].key',
    'deposits[1].nonce',
    'deposits[0].padded',
    'deposits[1].associated',
    'deposits[0].sealed',
  ],
  'repair-v1.json': [
    'before.messages[3].messageKey',
    'unopened.ciphertext',
    'unopened.envelope',
    'repair.alicesPrekeys.signatures.bundle.signature',
    'repair.computed.transcript',
    'repair.messages[0].text',
    'repair.messages[2].commitment',
  ],
  'envelope-v1.json': ['messages[0].commitment', 'messages[1].metadata', 'messages[1].signatures.envelope.signature'],
};
const changes = NAMES.flatMap((name) => CHANGES[name].map((path) => [name, path] as const));

describe('the session vectors, by another hand', () => {
  it('are recomputed in Python from the text of PROTOCOL.md, and no value in them can change unnoticed', () => {
    if (!hasPython) return expectNoble();
    const { status, stdout } = python('--self-check', ...PUBLISHED);
    expect(stdout).not.toContain('differs');
    expect(status).toBe(0);
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^${name} self-check: \\d+ values changed`, 'm'));
  });

  it('are recomputed with noble, ML-KEM included', expectNoble);

  let elsewhere: readonly (string | undefined)[];
  beforeAll(() => {
    elsewhere = differencesElsewhere(changes.map(([name, path]) => [name, withOneDigitChanged(name, path)]));
  });

  it.each(changes)('%s with one digit of %s changed is refused by that name', (name, path) => {
    const copy = withOneDigitChanged(name, path);
    expect(firstDifference(name, copy)).toBe(`${name}.${path}`);
    expect(elsewhere).toContain(`${name}.${path}`);
  });

  it('hold the parts of the transcript at the offsets that PROTOCOL.md gives', () => {
    const file =
      loadVectors<Record<string, { bobsPrekeys: Record<string, string>; computed: Record<string, string> }>>(
        'talos/session-v1.json',
      );
    for (const [name, flag] of [
      ['durable', 1],
      ['durableWithX25519Alone', 1],
      ['durableWithoutOneTime', 0],
    ] as const) {
      const { bobsPrekeys: prekeys = {}, computed = {} } = file[name] ?? {};
      const transcript = Buffer.from(computed['transcript'] ?? '', 'hex');
      const m = transcript.readUInt16BE(61);
      const n = transcript.readUInt16BE(121 + m);
      const hexAt = (offset: number, length: number): string => transcript.toString('hex', offset, offset + length);
      expect(hexAt(127 + m + n, 32)).toBe(prekeys['spkPublic']);
      expect(transcript.readUInt32BE(159 + m + n)).toBe(Number(prekeys['okemId'] ?? prekeys['kemId']));
      expect(hexAt(163 + m + n, 1184)).toBe(prekeys['okemPublic'] ?? prekeys['kemPublic']);
      expect(transcript[1347 + m + n]).toBe(flag);
      if (flag === 1) expect(hexAt(1352 + m + n, 32)).toBe(prekeys['opkPublic']);
      const end = 1348 + m + n + 36 * flag;
      expect(hexAt(end, 32)).toBe(computed['ek']);
      expect(hexAt(end + 32, 1088)).toBe(computed['ct']);
      expect(hexAt(end + 1120, 2)).toBe('0000');
      expect(transcript).toHaveLength(end + 1122);
    }
  });

  it('a changed secret is refused by the name of what follows from it', () => {
    const copy = withOneDigitChanged('session-v1.json', 'durable.bobsPrekeys.opk');
    expect(firstDifference('session-v1.json', copy)).toBe('session-v1.json.durable.bobsPrekeys.opkPublic');
    expect(differencesElsewhere([['session-v1.json', copy]])).toEqual([
      'session-v1.json.durable.bobsPrekeys.opkPublic',
    ]);
  });

  it.each([
    ['durable.bobsPrekeys.kem', 'durable.bobsPrekeys.kemPublic'],
    ['durable.bobsPrekeys.okem', 'durable.bobsPrekeys.okemPublic'],
    ['durable.randomness.kemRandomness', 'durable.computed.ct'],
    ['live.computed.ct', 'live.computed.ct'],
    ['live.computed.ss', 'live.computed.ss'],
  ])('a changed %s of ML-KEM is noticed', (path, noticed) => {
    const copy = withOneDigitChanged('session-v1.json', path);
    expect(firstDifference('session-v1.json', copy)).toBe(`session-v1.json.${noticed}`);
  });
});

function expectNoble(): void {
  for (const name of NAMES) expect(firstDifference(name, loadVectors(`talos/${name}`))).toBeUndefined();
}
