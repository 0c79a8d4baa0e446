/**
 * A label or an order of PROTOCOL.md §5 that were another in our code would be the same at both of our ends. Here each
 * is changed in turn: both ends go on talking, and the session vectors are red.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as Aead from '../../src/crypto/aead.ts';
import type * as Hash from '../../src/crypto/hash.ts';
import type * as Kdf from '../../src/crypto/kdf.ts';
import type * as Labels from '../../src/crypto/labels.ts';
import { HASH_LABELS, KDF_LABELS, SIGNING_LABELS } from '../../src/crypto/labels.ts';
import type * as RatchetMessages from '../../src/message/ratchet-message.ts';
import type * as KeySchedule from '../../src/session/key-schedule.ts';
import type * as PrekeyBundles from '../../src/session/prekeys.ts';
import { loadVectors } from './files.ts';

const SOURCES = {
  aead: '../../src/crypto/aead.ts',
  hash: '../../src/crypto/hash.ts',
  kdf: '../../src/crypto/kdf.ts',
  keySchedule: '../../src/session/key-schedule.ts',
  labels: '../../src/crypto/labels.ts',
  prekeys: '../../src/session/prekeys.ts',
  ratchetMessage: '../../src/message/ratchet-message.ts',
} as const;
type Source = keyof typeof SOURCES;

/** Loads our code anew, with one module changed from now on. */
function change<M extends object>(source: Source, changed: (original: M) => Partial<M>): void {
  vi.resetModules();
  vi.doMock(SOURCES[source], async (importOriginal) => {
    const original = await importOriginal<M>();
    return { ...original, ...changed(original) };
  });
}

afterEach(() => {
  for (const path of Object.values(SOURCES)) vi.doUnmock(path);
  vi.resetModules();
});

/** Where the vector test is red: the value, or the file; `undefined` where every file is made again byte for byte. */
async function redAt(): Promise<string | undefined> {
  const { sessionVectors } = await import('../unit/session/session-vectors.ts');
  const { ratchetVectors } = await import('../unit/session/ratchet-vectors.ts');
  const { envelopeVectors } = await import('../unit/session/envelope-vectors.ts');
  const { depositVectors } = await import('../unit/session/deposit-vectors.ts');
  const { repairVectors } = await import('../unit/session/repair-vectors.ts');
  const made = {
    session: sessionVectors,
    ratchet: ratchetVectors,
    envelope: envelopeVectors,
    deposit: depositVectors,
    repair: repairVectors,
  };
  try {
    for (const [name, make] of Object.entries(made))
      if (JSON.stringify(make()) !== JSON.stringify(loadVectors(`talos/${name}-v1.json`))) return `${name}-v1.json`;
    return undefined;
  } catch (error) {
    return (error as Error).message.split(/ \d|:/)[0];
  }
}

/** Whether two ends of our own code, as it is changed, understand each other: two turns of a durable session. */
async function talks(): Promise<boolean> {
  const { agent, bundleOf, NOW, prekeysOf, secretsFor, verified } = await import('../unit/session/actors.ts');
  const durable = await import('../../src/session/durable.ts');
  const { makeMessageId } = await import('../../src/message/message-id.ts');
  const [alice, bob, prekeys] = [agent('alice'), agent('bob'), prekeysOf('talks')];
  const a = durable.initiateDurable(alice, verified(bob, bundleOf(bob, prekeys)));
  const initial = a.pending ?? new Uint8Array(0);
  const b = durable.respondDurable(bob, initial, secretsFor(bob, initial, prekeys), { nowMs: NOW });
  const message = { type: 1, id: makeMessageId(NOW), timestampMs: NOW, text: prekeys.kem.pair.seed } as const;
  const salt = new Uint8Array(32);
  const sent = durable.sealMessage(a, alice, { ...message, salt });
  const there = { sender: alice.did, recipient: bob.did };
  const heard = durable.openMessage(b, durable.readEnvelope(sent.envelope, there), NOW);
  const answer = durable.sealMessage(heard.session, bob, { ...message, salt });
  const back = { sender: bob.did, recipient: alice.did };
  const returned = durable.openMessage(sent.session, durable.readEnvelope(answer.envelope, back), NOW);
  return Buffer.from(returned.text).equals(message.text);
}

const LABELS = { SIGNING_LABELS, KDF_LABELS, HASH_LABELS } as const;
type Table = keyof typeof LABELS;

/** The labels that sessions use, and where the vectors are red if it is another. */
const USED: Readonly<Record<Table, Readonly<Record<string, string>>>> = {
  SIGNING_LABELS: {
    certificate: 'certificate',
    signedPrekey: 'bundle',
    kemPrekey: 'bundle',
    bundle: 'bundle',
    liveBundle: 'live bundle',
    envelope: 'envelope',
  },
  KDF_LABELS: {
    ed25519Seed: 'ed25519Seed',
    x25519Seed: 'x25519Secret',
    session: 'SK',
    ratchetRoot: 'envelope',
    mailboxSeal: 'deposit',
  },
  HASH_LABELS: { transcript: 'th', envelope: 'envelope', plaintext: 'envelope' },
};
const TABLES = Object.keys(USED) as readonly Table[];
const used = TABLES.flatMap((table) => Object.entries(USED[table]).map(([name, at]) => [table, name, at] as const));
const unused = (table: Table): readonly string[] => Object.keys(LABELS[table]).filter((name) => !(name in USED[table]));

const anotherLabel = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `talos/v1/another-${name}`]));

/** Text of the modules of sessions and messages. */
function sessionSources(): string {
  const folders = ['session', 'message'].map((name) => new URL(`../../src/${name}/`, import.meta.url));
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')))
    .join('');
}

describe('with a label that is another', () => {
  it.each(used)(
    '%s.%s: the session vectors are red at the value it makes, and both ends go on talking',
    async (table, name, at) => {
      change<typeof Labels>('labels', (original) => ({ [table]: { ...original[table], ...anotherLabel([name]) } }));
      expect(await redAt()).toBe(at);
      expect(await talks()).toBe(true);
    },
  );

  it('of another part of the protocol the session vectors are what they were', async () => {
    change<typeof Labels>('labels', (original) =>
      Object.fromEntries(TABLES.map((table) => [table, { ...original[table], ...anotherLabel(unused(table)) }])),
    );
    expect(await redAt()).toBeUndefined();
  });

  it('nothing of sessions is left out: every label that their code names is one of these', () => {
    const named = [...sessionSources().matchAll(/\b(?:sign|verify|derive|labelledHash)\(\s*'(\w+)'/g)];
    const names = new Set(named.map(([, name]) => name));
    expect(names.size).toBeGreaterThan(6);
    expect([...names].filter((name) => !used.some(([, one]) => one === name))).toEqual([]);
  });
});

const swapped = <T>(items: readonly T[], at: number): T[] => {
  const copy = [...items];
  [copy[at], copy[at + 1]] = [copy[at + 1] as T, copy[at] as T];
  return copy;
};
/** The header, the last 41 bytes, before everything else. */
const headerFirst = (associated: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...associated.subarray(-41), ...associated.subarray(0, -41)]);

/** An order of §5, and the value at which the vectors are red when it is another. */
const ORDERS: readonly (readonly [what: string, at: string, apply: () => void])[] = [
  ...[0, 1, 2].map((at): readonly [string, string, () => void] => [
    `DH${at + 1} and DH${at + 2} exchanged`,
    'SK',
    () =>
      change<typeof KeySchedule>('keySchedule', ({ sessionSecret }) => ({
        sessionSecret: (agreements, ...rest) => sessionSecret(swapped(agreements, at), ...rest),
      })),
  ]),
  [
    'the ML-KEM secret first',
    'SK',
    () =>
      change<typeof KeySchedule>('keySchedule', ({ sessionSecret }) => ({
        sessionSecret: ([first = new Uint8Array(0), ...others], secret, id) =>
          sessionSecret([secret, first, ...others.slice(0, -1)], others.at(-1) ?? first, id),
      })),
  ],
  ...Array.from({ length: 10 }, (_, at): readonly [string, string, () => void] => [
    `parts ${at} and ${at + 1} of the transcript exchanged`,
    'th',
    () =>
      change<typeof Hash>('hash', ({ labelledHash }) => ({
        labelledHash: (label, ...parts) =>
          labelledHash(label, ...(label === 'transcript' ? swapped(parts, at) : parts)),
      })),
  ]),
  [
    'the last-resort KEM prekey in place of the one-time one',
    'initial',
    () =>
      change<typeof PrekeyBundles>('prekeys', ({ offerOf }) => ({
        offerOf: (bundle) => ({ ...offerOf(bundle), kemPrekey: bundle.kemPrekey, isOneTimeKem: false }),
      })),
  ],
  [
    'salt and text exchanged in the commitment',
    'envelope',
    () =>
      change<typeof Hash>('hash', ({ labelledHash }) => ({
        labelledHash: (label, ...parts) => labelledHash(label, ...(label === 'plaintext' ? swapped(parts, 0) : parts)),
      })),
  ],
  [
    'both DIDs exchanged in AD',
    'AD',
    () =>
      change<typeof KeySchedule>('keySchedule', ({ associatedData }) => ({
        associatedData: ({ initiator, responder, ...rest }, id) =>
          associatedData({ ...rest, initiator: responder, responder: initiator }, id),
      })),
  ],
  [
    'chain key and root key exchanged',
    'envelope',
    () =>
      change<typeof Kdf>('kdf', ({ derive }) => ({
        derive: (label, ...rest) => {
          const derived = derive(label, ...rest);
          if (label !== 'ratchetRoot') return derived;
          return new Uint8Array([...derived.subarray(32), ...derived.subarray(0, 32)]);
        },
      })),
  ],
  [
    'root key and DH output exchanged',
    'envelope',
    () =>
      change<typeof Kdf>('kdf', ({ derive }) => ({
        derive: (label, secret, salt, ...rest) =>
          label === 'ratchetRoot' ? derive(label, salt, secret, ...rest) : derive(label, secret, salt, ...rest),
      })),
  ],
  [
    'message key and next chain key exchanged',
    'envelope',
    () =>
      change<typeof Kdf>('kdf', ({ hmacSha256 }) => ({
        hmacSha256: (key, message) => hmacSha256(key, message.length === 1 ? message.map((byte) => 3 - byte) : message),
      })),
  ],
  [
    'the header before AD',
    'envelope',
    () =>
      change<typeof Aead>('aead', ({ open, seal }) => ({
        seal: (key, nonce, plaintext, associated) => seal(key, nonce, plaintext, headerFirst(associated)),
        open: (key, nonce, sealed, associated) => open(key, nonce, sealed, headerFirst(associated)),
      })),
  ],
  [
    'PN and N exchanged in the header',
    'envelope',
    () =>
      change<typeof RatchetMessages>('ratchetMessage', ({ encodeRatchetHeader, splitRatchetMessage }) => ({
        encodeRatchetHeader: ({ ratchetKey, previous, index }) =>
          encodeRatchetHeader({ ratchetKey, previous: index, index: previous }),
        splitRatchetMessage: (bytes) => {
          const { previous, index, ...rest } = splitRatchetMessage(bytes);
          return { ...rest, previous: index, index: previous };
        },
      })),
  ],
];

it.each(ORDERS)('with %s both ends go on talking, and the session vectors are red at %s', async (_, at, apply) => {
  apply();
  expect(await talks()).toBe(true);
  expect(await redAt()).toBe(at);
});

it('with nothing changed the session vectors are green', async () => {
  vi.resetModules();
  expect(await talks()).toBe(true);
  expect(await redAt()).toBeUndefined();
});
