import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bytes } from '../../src/base/bytes.ts';
import { fromBase64url, toBase64url } from '../../src/base/encoding.ts';
import { decodeCbor, encodeCbor } from '../../src/codec/cbor.ts';
import { decodeEnvelope, MAX_TEXT_BYTES } from '../../src/message/envelope.ts';
import { MAX_ENVELOPE_FILE_BYTES } from '../../src/message/file-limits.ts';
import type { OpenedAgent } from '../../src/node/local/attach.ts';
import { Person } from '../cli/in-process.ts';

// The thread that mines is compiled code, which is not here; the same search in this one.
vi.mock('../../src/node/ledger/miner.ts', async () => {
  const { mine } = await import('../fixtures/ledger.ts');
  return { openMiner: () => ({ mine, isRunning: false, [Symbol.asyncDispose]: () => Promise.resolve() }) };
});

type Fields = Record<string, unknown>;

const flipped = (bytes: Uint8Array, at: number): Bytes => {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const read = async (path: string): Promise<Fields> => JSON.parse(await readFile(path, 'utf8')) as Fields;
const envelopeOf = (file: Fields): Bytes => fromBase64url(file['envelope'] as string);

/** Alice has a session with Bob, out of his bundle. */
async function introduce(alice: Person, bob: Person): Promise<void> {
  expect((await bob.run(['bundle', 'export', '--out', alice.file('bob.bundle')])).status).toBe(0);
  expect((await alice.run(['session', 'open', 'bob.bundle'])).status).toBe(0);
}

async function sealed(from: Person, to: Person, text: string): Promise<Fields> {
  const { out, status } = await from.run(['seal', to.did, text]);
  expect(status).toBe(0);
  return JSON.parse(out) as Fields;
}

/** Opens what is a file's content; gives the code of the refusal. */
async function refusal(person: Person, file: unknown): Promise<string | undefined> {
  const { status, code, out } = await person.run(['open', '-', '--json'], JSON.stringify(file));
  expect([status === 0, out.includes('"message":{')]).toEqual([false, false]);
  return code;
}

async function text(person: Person, file: unknown): Promise<string> {
  const { status, out } = await person.run(['open', '-'], JSON.stringify(file));
  expect(status).toBe(0);
  return out;
}

async function history(person: Person): Promise<readonly Fields[]> {
  const { out } = await person.run(['history', '--json']);
  return (JSON.parse(out) as { messages: Fields[] }).messages;
}

let [alice, bob, carol]: Person[] = [];

beforeAll(async () => {
  [alice, bob, carol] = [await Person.named('alice'), await Person.named('bob'), await Person.named('carol')];
  await introduce(alice, bob);
});
afterAll(async () => {
  for (const person of [alice, bob, carol]) await person?.[Symbol.asyncDispose]();
});

function people(): { alice: Person; bob: Person; carol: Person } {
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error('nobody is there');
  return { alice, bob, carol };
}

describe('a message in a file, each command an agent of its own and no network', () => {
  it('is sealed to a file, opens once as it was sent, is answered, and is in both histories', async () => {
    const { alice, bob } = people();
    const sent = 'a\u001b[31m\nb\u202e';
    const made = await alice.run(['seal', bob.did, '-', '--out', 'hello', '--json'], sent);
    expect(JSON.parse(made.out)).toMatchObject({ message: { peer: bob.did, state: 'sealed' } });
    const content = await readFile(alice.file('hello'), 'utf8');
    expect(content).toMatch(
      /^\{"v":1,"kind":"talos-envelope","from":"did:key:\w+","to":"did:key:\w+","envelope":"[\w-]+"\}\n$/,
    );
    await writeFile(bob.file('hello'), content);
    const opened = await bob.run(['open', 'hello']);
    expect([opened.status, opened.out]).toEqual([0, sent]);
    expect(opened.notes).toContain(`from ${alice.did}`);
    expect(await text(alice, await sealed(bob, alice, 'back'))).toBe('back');
    const states = (all: readonly Fields[]) => all.map(({ direction, state, text }) => [direction, state, text]);
    expect(states(await history(alice))).toEqual([
      ['sent', 'sealed', sent],
      ['received', 'received', 'back'],
    ]);
    expect(states(await history(bob))).toEqual([
      ['received', 'received', sent],
      ['sent', 'sealed', 'back'],
    ]);
    const { out } = await bob.run(['audit', 'log', '--type', 'message', '--json']);
    expect(out.match(/direction\W+\w+/g)?.map((each) => each.replace(/.*\W/, ''))).toEqual(['received', 'sent']);
  });

  it('K10 K11: opens once: not again in the same process, after a restart, or after a new session', async () => {
    const { alice, bob } = people();
    const first = await sealed(alice, bob, 'once');
    {
      await using _ = await bob.owner();
      expect(await text(bob, first)).toBe('once');
      expect(await refusal(bob, first)).toBe('E_REPLAY');
    }
    expect(await refusal(bob, first)).toBe('E_REPLAY');
    expect((await bob.run(['open', '-'], JSON.stringify(first))).status).toBe(4);
    await introduce(bob, alice);
    expect(await refusal(bob, first)).toBe('E_REPLAY');
    expect(await text(bob, await sealed(alice, bob, 'still')).catch(() => '')).toBe('still');
  });

  it('is shown escaped to a terminal, and as an object with --json, bytes that are no text in base64', async () => {
    const { alice, bob } = people();
    bob.outIsTerminal = true;
    expect(await text(bob, await sealed(alice, bob, 'a\u001b[31m\nb'))).toBe('a\\u{1b}[31m\\u{a}b\n');
    bob.outIsTerminal = false;
    const { out } = await bob.run(['open', '-', '--json'], JSON.stringify(await sealed(alice, bob, '\u0007')));
    expect(out).not.toContain('\u0007');
    expect(JSON.parse(out)).toMatchObject({ message: { from: alice.did, text: '\u0007', bytes: 1, alias: '' } });
  });

  it('R24: may be empty, or of 1 MiB; one byte more is E_LIMIT, and leaves no file', async () => {
    const { alice, bob } = people();
    expect(await text(bob, await sealed(alice, bob, ''))).toBe('');
    const longest = 'x'.repeat(MAX_TEXT_BYTES);
    const { out } = await alice.run(['seal', bob.did], longest);
    expect(out.length).toBeLessThanOrEqual(MAX_ENVELOPE_FILE_BYTES);
    expect((await bob.run(['open', '-'], out)).out).toBe(longest);
    expect((await alice.run(['seal', bob.did, '--out', 'over', '--json'], `${longest}x`)).code).toBe('E_LIMIT');
    expect(existsSync(alice.file('over'))).toBe(false);
  });

  it.each([
    [['seal', 'BOB', 'x', '--out', 'none/over'], 1, 'E_NOT_FOUND'],
    [['seal', 'CAROL', 'x'], 1, 'E_NO_SESSION'],
    [['seal', 'SELF', 'x'], 2, 'E_USAGE'],
    [['seal', 'nobody', 'x'], 1, 'E_NOT_FOUND'],
    [['seal', '*', 'x'], 1, 'E_NOT_FOUND'],
    [['seal'], 2, 'E_USAGE'],
    [['open'], 2, 'E_USAGE'],
    [['open', 'nowhere'], 1, 'E_NOT_FOUND'],
    [['session', 'open'], 2, 'E_USAGE'],
    [['session', 'open', 'nowhere'], 1, 'E_NOT_FOUND'],
  ] as const)('%j is refused', async (argv, status, code) => {
    const { alice, bob, carol } = people();
    const names: Record<string, string> = { BOB: bob.did, CAROL: carol.did, SELF: alice.did };
    const ran = await alice.run([...argv.map((word) => names[word] ?? word), '--json']);
    expect([ran.status, ran.code]).toEqual([status, code]);
  });
});

describe('a wait for the delivery', () => {
  it('goes on in the command that asked for it where the process that ran the agent ends', async () => {
    const { alice, bob } = people();
    await using receiver = await bob.owner(true);
    const listening = await receiver.api.messages.listen({ accept: 'all', host: '127.0.0.1', port: 0 });
    const [address = ''] = listening.info.addresses;
    expect((await alice.run(['contacts', 'add', 'bob', bob.did, '--address', address])).status).toBe(0);
    // This one has no network, and ends while the command waits.
    const owner = await alice.owner();
    const sending = alice.run(['send', 'bob', 'at last', '--wait', '30s', '--json'], '', true);
    await vi.waitFor(async () => {
      const { messages } = await owner.api.messages.history({ last: 1 });
      expect(messages.at(-1)).toMatchObject({ text: 'at last', state: 'queued' });
    });
    await owner[Symbol.asyncDispose]();
    expect(JSON.parse((await sending).out)).toMatchObject({ state: 'delivered' });
    expect(await listening.next()).toMatchObject({ text: 'at last', from: alice.did });
    await listening.close();
  });
});

describe('a file that was changed', () => {
  const owners: OpenedAgent[] = [];
  beforeEach(async () => {
    const { alice, bob } = people();
    owners.push(await alice.owner(), await bob.owner());
  });
  afterEach(async () => {
    for (const owner of owners.splice(0)) await owner[Symbol.asyncDispose]();
  });

  it.each([
    [{ v: 2 }, 'E_VERSION'],
    [{ v: '1' }, 'E_MALFORMED'],
    [{ kind: 'talos-bundle' }, 'E_MALFORMED'],
    [{ more: 1 }, 'E_MALFORMED'],
    [{ from: 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH' }, 'E_DECRYPT'],
    [{ to: 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH' }, 'E_DECRYPT'],
    [{ to: '*' }, 'E_DECRYPT'],
    [{ from: 7 }, 'E_MALFORMED'],
    [{ envelope: '' }, 'E_MALFORMED'],
    [{ envelope: 'AQ==' }, 'E_MALFORMED'],
    [{ envelope: 'not base64!' }, 'E_MALFORMED'],
  ])('in its frame, %j, is %s', async (change, code) => {
    const { alice, bob } = people();
    const file = await sealed(alice, bob, 'frame');
    expect(await refusal(bob, { ...file, ...change })).toBe(code);
    expect(await text(bob, file)).toBe('frame');
  });

  it('E_LIMIT, E_MALFORMED: is too long to be read, or no JSON', async () => {
    const { bob } = people();
    expect((await bob.run(['open', '-', '--json'], ' '.repeat(MAX_ENVELOPE_FILE_BYTES + 1))).code).toBe('E_LIMIT');
    expect((await bob.run(['open', '-', '--json'], 'x'.repeat(100))).code).toBe('E_MALFORMED');
    expect(
      (
        await bob.run(
          ['session', 'open', '-', '--json'],
          '{"v":2,"kind":"talos-bundle","did":"","bundle":"","addresses":[]}',
        )
      ).code,
    ).toBe('E_VERSION');
  });

  it('K09: for Bob is not opened by Carol, whatever is written over its recipient', async () => {
    const { alice, bob, carol } = people();
    const file = await sealed(alice, bob, 'for Bob');
    expect(await refusal(carol, file)).toBe('E_DECRYPT');
    expect(await refusal(carol, { ...file, to: carol.did })).toBe('E_DECRYPT');
    const edited = Buffer.from(envelopeOf(file));
    edited.set(Buffer.from(carol.did), edited.indexOf(bob.did));
    expect(await refusal(carol, { ...file, to: carol.did, envelope: toBase64url(edited) })).toBe('E_DECRYPT');
    edited.set(Buffer.from(`${bob.did.slice(0, -1)}!`), edited.indexOf(carol.did));
    expect(await refusal(bob, { ...file, envelope: toBase64url(edited) })).toBe('E_DECRYPT');
    expect(await text(bob, file)).toBe('for Bob');
  });

  it('R07 R08 R09 K16: in any byte of its envelope, or cut short or longer, opens nothing and changes nothing', async () => {
    const { alice, bob } = people();
    const file = await sealed(alice, bob, 'honest');
    const envelope = envelopeOf(file);
    const { metadata, content } = decodeEnvelope(envelope);
    const start = metadata.length + 4;
    const header = Array.from({ length: 41 }, (_, index) => start + index);
    const lengths = [metadata.length, metadata.length + 1, metadata.length + 2, metadata.length + 3];
    const others = [1, 2, 3, 20, 30, start + 41, start + content.length - 1, envelope.length - 1];
    const codes = new Set<string | undefined>();
    for (const at of [...header, ...lengths, ...others])
      codes.add(await refusal(bob, { ...file, envelope: toBase64url(flipped(envelope, at)) }));
    for (const length of [0, 1, start, start + 15, envelope.length - 64, envelope.length - 1])
      codes.add(await refusal(bob, { ...file, envelope: toBase64url(envelope.subarray(0, length)) }));
    codes.add(await refusal(bob, { ...file, envelope: toBase64url(Uint8Array.of(...envelope, 0)) }));
    expect(codes).toEqual(new Set(['E_DECRYPT', 'E_MALFORMED']));
    expect(await refusal(bob, { ...file, envelope: toBase64url(flipped(envelope, 0)) })).toBe('E_VERSION');
    expect(await text(bob, file)).toBe('honest');
  });

  it('R10 R13: opens in any order, each once', async () => {
    const { alice, bob } = people();
    const files = [];
    for (const each of ['1', '2', '3']) files.push(await sealed(alice, bob, each));
    for (const at of [2, 0, 1]) expect(await text(bob, files[at])).toBe(String(at + 1));
    for (const file of files) expect(await refusal(bob, file)).toBe('E_REPLAY');
  });
});

describe('a bundle file that was changed', () => {
  let owner: OpenedAgent | undefined;
  let bundle: Fields = {};
  let body: Fields = {};
  let sig: Bytes = new Uint8Array(0);
  beforeAll(async () => {
    const { alice, bob } = people();
    owner = await alice.owner();
    expect((await bob.run(['bundle', 'export', '--out', 'own'])).status).toBe(0);
    bundle = await read(bob.file('own'));
    const outer = decodeCbor(fromBase64url(bundle['bundle'] as string)) as Fields;
    body = decodeCbor(outer['body'] as Bytes) as Fields;
    sig = outer['sig'] as Bytes;
  });
  afterAll(() => owner?.[Symbol.asyncDispose]());

  /** Opens a session from the file with these changes; the sessions stay as they are. */
  async function openedWith(changes: Fields, signature = sig, frame: Fields = {}): Promise<string | undefined> {
    const { alice } = people();
    const before = (await alice.run(['session', 'list', '--json'])).out;
    const bytes = encodeCbor({ body: encodeCbor({ ...body, ...changes } as never), sig: signature });
    const file = { ...bundle, bundle: toBase64url(bytes), ...frame };
    const { code, status } = await alice.run(['session', 'open', '-', '--json'], JSON.stringify(file));
    expect(status).toBe(4);
    expect((await alice.run(['session', 'list', '--json'])).out).toBe(before);
    return code;
  }
  const part = (name: string): Fields => body[name] as Fields;

  it('K01: in any of its fields, or without its signature, is E_BAD_BUNDLE', async () => {
    const [spk, kem, opks] = [part('spk'), part('kem'), body['opks'] as Fields[]];
    const changes: Fields[] = [
      { spk: { ...spk, sig: flipped(spk['sig'] as Bytes, 5) } },
      { spk: { ...spk, key: flipped(spk['key'] as Bytes, 5) } },
      { spk: { ...spk, id: (spk['id'] as number) + 1 } },
      { spk: { ...spk, exp: (spk['exp'] as number) + 1 } },
      { kem: { ...kem, sig: flipped(kem['sig'] as Bytes, 5) } },
      { kem: { ...kem, id: (kem['id'] as number) + 1 } },
      { opks: opks.map((each) => ({ ...each, key: flipped(each['key'] as Bytes, 5) })) },
      { opks: [] },
      { cert: flipped(body['cert'] as Bytes, 20) },
      { seq: (body['seq'] as number) + 1 },
      { iat: (body['iat'] as number) + 1 },
      { exp: (body['exp'] as number) + 1 },
    ];
    for (const change of changes)
      expect([Object.keys(change), await openedWith(change)]).toEqual([Object.keys(change), 'E_BAD_BUNDLE']);
    expect(await openedWith({}, flipped(sig, 9))).toBe('E_BAD_BUNDLE');
  });

  it('K02: is of another agent than it says, E_BAD_BUNDLE', async () => {
    const { carol } = people();
    expect(await openedWith({}, sig, { did: carol.did })).toBe('E_BAD_BUNDLE');
    expect(await openedWith({ did: carol.did }, sig, { did: carol.did })).toBe('E_BAD_BUNDLE');
  });

  it('K15 K16: without its KEM prekey, or of another version or suite, is E_DOWNGRADE or E_VERSION', async () => {
    const { kem: _, ...without } = body;
    const { alice } = people();
    const file = { ...bundle, bundle: toBase64url(encodeCbor({ body: encodeCbor(without as never), sig })) };
    expect((await alice.run(['session', 'open', '-', '--json'], JSON.stringify(file))).code).toBe('E_DOWNGRADE');
    expect(await openedWith({ v: 2 })).toBe('E_VERSION');
    expect(await openedWith({ suite: 0 })).toBe('E_VERSION');
  });

  it('K15: gives a session without a one-time prekey the second time, unless one is required', async () => {
    const { alice } = people();
    const again = JSON.stringify(bundle);
    const opened = async (...more: string[]) => alice.run(['session', 'open', '-', '--json', ...more], again);
    expect(JSON.parse((await opened('--require-one-time')).out)).toMatchObject({ session: { oneTime: true } });
    expect(JSON.parse((await opened()).out)).toMatchObject({ session: { oneTime: false } });
    expect((await opened('--require-one-time')).code).toBe('E_DOWNGRADE');
  });

  it('K18: offers an older prekey than one that was seen, E_STALE, and is taken where only its number is older', async () => {
    const { alice, bob } = people();
    const exported = async (): Promise<string> => (await bob.run(['bundle', 'export'])).out;
    const opened = (file: string) => alice.run(['session', 'open', '-', '--json'], file);
    const [first, second] = [await exported(), await exported()];
    expect((await bob.run(['rotate', 'prekeys'])).status).toBe(0);
    const third = await exported();
    for (const file of [second, first, third]) expect((await opened(file)).status).toBe(0);
    for (const file of [first, second]) {
      const { status, code } = await opened(file);
      expect([status, code]).toEqual([4, 'E_STALE']);
    }
  });
});
