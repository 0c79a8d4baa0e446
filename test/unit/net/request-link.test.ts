import { afterEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { type ErrorCode, TalosError } from '../../../src/base/errors.ts';
import { type Cbor, type CborMap, encodeCbor } from '../../../src/codec/cbor.ts';
import { FRAME_TYPES } from '../../../src/net/frame.ts';
import type { Link } from '../../../src/net/link.ts';
import { pairLinks } from '../../../src/net/memory-link.ts';
import {
  type AskTerms,
  askOver,
  type LinkService,
  MAX_OPERATION_CHARACTERS,
  MAX_PUSH_BYTES_WAITING,
  MAX_PUSHES_WAITING,
  MAX_REQUESTS_IN_FLIGHT,
  type RequestLink,
  type RequestServer,
  type RequestTerms,
  refusalOf,
  refused,
  serveRequests,
} from '../../../src/net/request-link.ts';
import { collect } from '../../conformance/link.ts';

const keys = { diallerKey: new Uint8Array(32).fill(1), listenerKey: new Uint8Array(32).fill(2) };
const { data, handshake } = FRAME_TYPES;
const opened: Link[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((link) => link.close()));
});

function pair(): { dialler: Link; listener: Link; readonly cut: () => void } {
  const made = pairLinks({ ...keys, purpose: 'registry' });
  opened.push(made.dialler, made.listener);
  return { dialler: made.dialler, listener: made.listener, cut: () => made.cut() };
}

/** A client and a server that answers by `answer`. */
function connected(
  answer: RequestTerms['answer'],
  ask: AskTerms = {},
): { client: RequestLink; server: RequestServer; readonly cut: () => void; faults: unknown[] } {
  const { dialler, listener, cut } = pair();
  const faults: unknown[] = [];
  const server = serveRequests(listener, { answer, onFault: (fault) => faults.push(fault) });
  return { client: askOver(dialler, ask), server, cut, faults };
}

/** A client of a server that is written by hand. */
function hostile(ask: AskTerms = {}): { client: RequestLink; peer: Link; readonly say: (map: Cbor) => void } {
  const { dialler, listener } = pair();
  listener.onFrame(() => undefined);
  return { client: askOver(dialler, ask), peer: listener, say: (map) => listener.send(data, encodeCbor(map)) };
}

/** A server of a client that is written by hand. */
function raw(answer: RequestTerms['answer'] = () => Promise.resolve({})): { client: Link; server: Link } {
  const { dialler, listener } = pair();
  const service: LinkService = { purpose: 'registry', accept: (link) => serveRequests(link, { answer }).ended };
  void service.accept(listener);
  return { client: dialler, server: listener };
}

const turns = async (count = 5): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((next) => setImmediate(next));
};
const never = (): Promise<CborMap> => new Promise(() => {});

describe('requests over a link', () => {
  it('are answered each, whatever the order of the answers', async () => {
    const waiting: (() => void)[] = [];
    const { client } = connected((op) => new Promise((resolve) => waiting.push(() => resolve({ was: op }))));
    const both = [client.ask('first', {}), client.ask('second', {})];
    await turns();
    for (const answer of waiting.reverse()) answer();
    expect((await Promise.all(both)).map(({ was }) => was)).toEqual(['first', 'second']);
  });

  it('carry fields both ways, and no name of the frame itself', async () => {
    const { client } = connected((op, fields) => Promise.resolve({ asked: op, keys: Object.keys(fields) }));
    expect({ ...(await client.ask('look', { a: 1, b: Uint8Array.of(2) })) }).toEqual({
      asked: 'look',
      keys: ['a', 'b'],
    });
    for (const name of ['v', 'n', 'op', 'word'])
      await expect(client.ask('look', { [name]: 1 })).rejects.toBeInstanceOf(TypeError);
  });

  it.each<[unknown, string, ErrorCode]>([
    [new TalosError('E_RATE_LIMITED', 'x'), 'busy', 'E_RATE_LIMITED'],
    [new TalosError('E_NOT_FOUND', 'x'), 'unknown', 'E_NOT_FOUND'],
    [refused('denied', 'x'), 'denied', 'E_REFUSED'],
    [refused('busy', 'x'), 'busy', 'E_RATE_LIMITED'],
    [new TalosError('E_REFUSED', 'x', { details: { reason: 'secret' } }), 'failed', 'E_REFUSED'],
    [new TalosError('E_STALE', 'x'), 'failed', 'E_REFUSED'],
    [new TalosError('E_INVITE_USED', 'x'), 'failed', 'E_REFUSED'],
    [new Error('x'), 'failed', 'E_REFUSED'],
  ])('tell of %s the word %s', async (error, word, code) => {
    expect(refusalOf(error)).toBe(word);
    const { client } = connected(() => Promise.reject(error as Error));
    await expect(client.ask('look', {})).rejects.toMatchObject({ code, details: { reason: word } });
  });

  it('tell the server alone of faults of its own', async () => {
    const errors = [new Error('bug'), new TalosError('E_STORAGE_FULL', 'x'), new TalosError('E_STALE', 'x')];
    const waiting = [...errors];
    const { client, faults } = connected(() => Promise.reject(waiting.shift() as Error));
    for (const _ of errors) await expect(client.ask('look', {})).rejects.toMatchObject({ code: 'E_REFUSED' });
    expect(faults).toEqual(errors.slice(0, 2));
  });

  it('an answer that names what the frame has for itself is `failed`, and a fault', async () => {
    const { client, faults } = connected(() => Promise.resolve({ word: 'denied' }));
    await expect(client.ask('look', {})).rejects.toMatchObject({ code: 'E_REFUSED', details: { reason: 'failed' } });
    expect(faults).toHaveLength(1);
  });

  it('are given up at their deadline with E_TIMEOUT, and a late answer is nobody’s', async () => {
    const { client, say } = hostile({ timeoutMs: 5 });
    await expect(client.ask('look', {})).rejects.toMatchObject({ code: 'E_TIMEOUT' });
    say({ v: 1, n: 1 });
    await turns();
    const second = client.ask('look', {});
    say({ v: 1, n: 2, late: false });
    expect({ ...(await second) }).toEqual({ late: false });
  });

  it('end with the reason of their signal, before and while they wait', async () => {
    const { client } = connected(never);
    const reason = new Error('enough');
    await expect(client.ask('look', {}, AbortSignal.abort(reason))).rejects.toBe(reason);
    const stop = new AbortController();
    const waiting = client.ask('look', {}, stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('end with the link: E_UNREACHABLE where it was cut or the server left, E_CLOSED where it was closed here', async () => {
    const first = connected(never);
    const lost = first.client.ask('look', {});
    first.cut();
    await expect(lost).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    await expect(first.client.ask('look', {})).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    const second = hostile();
    const left = second.client.ask('look', {});
    void second.peer.close();
    await expect(left).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    const third = connected(never);
    const waiting = third.client.ask('look', {});
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'E_CLOSED' }), third.client.close()]);
    await expect(third.client.ask('look', {})).rejects.toMatchObject({ code: 'E_CLOSED' });
    expect(await third.client.closed).toBeUndefined();
  });

  it('E_REFUSED: are told the word of a server that took no link, however early they ask', async () => {
    for (const turns of [0, 1, 2, 3, 4, 5]) {
      const { client, peer } = hostile();
      peer.send(FRAME_TYPES.error, utf8('busy'));
      void peer.close();
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await expect(client.ask('look', {})).rejects.toMatchObject({ code: 'E_REFUSED', details: { reason: 'busy' } });
    }
  });
});

describe(`at most ${MAX_REQUESTS_IN_FLIGHT} requests in flight`, () => {
  it('are sent by a client; the next one waits its turn, and leaves the line where it is given up', async () => {
    const { client, peer } = hostile();
    let n = 0;
    const asked = Array.from({ length: MAX_REQUESTS_IN_FLIGHT + 1 }, () => client.ask('look', { i: n++ }));
    const stop = new AbortController();
    const dropped = client.ask('drop', {}, stop.signal);
    stop.abort(new Error('no'));
    await expect(dropped).rejects.toThrow('no');
    await turns();
    peer.send(data, encodeCbor({ v: 1, n: 1 }));
    await asked[0];
    const last = asked.at(-1);
    peer.send(data, encodeCbor({ v: 1, n: MAX_REQUESTS_IN_FLIGHT + 1, last: true }));
    expect({ ...(await last) }).toEqual({ last: true });
    await Promise.all([
      client.close(),
      ...asked.slice(1, -1).map((each) => expect(each).rejects.toMatchObject({ code: 'E_CLOSED' })),
    ]);
  });

  it('are read by a server: of one more nothing is done until an answer has left', async () => {
    let begun = 0;
    const waiting: ((answer: CborMap) => void)[] = [];
    const { client } = raw(() => {
      begun += 1;
      return new Promise((resolve) => waiting.push(resolve));
    });
    for (let n = 1; n <= MAX_REQUESTS_IN_FLIGHT + 1; n++) client.send(data, encodeCbor({ v: 1, n, op: 'look' }));
    await turns();
    expect(begun).toBe(MAX_REQUESTS_IN_FLIGHT);
    waiting[0]?.({});
    await turns();
    expect(begun).toBe(MAX_REQUESTS_IN_FLIGHT + 1);
  });
});

describe('what is no request', () => {
  it.each<[string, Cbor]>([
    ['no map', [1]],
    ['without v', { n: 1, op: 'look' }],
    ['without n', { v: 1, op: 'look' }],
    ['without op', { v: 1, n: 1 }],
    ['of another version', { v: 2, n: 1, op: 'look' }],
    ['with a negative n', { v: 1, n: -1, op: 'look' }],
    ['with an n of 2^32', { v: 1, n: 2 ** 32, op: 'look' }],
    ['with an op in capitals', { v: 1, n: 1, op: 'LOOK' }],
    ['with an empty op', { v: 1, n: 1, op: '' }],
    ['with too long an op', { v: 1, n: 1, op: 'x'.repeat(MAX_OPERATION_CHARACTERS + 1) }],
  ])('ends the link: %s', async (_, map) => {
    const { client, server } = raw();
    client.send(data, encodeCbor(map));
    expect((await server.closed)?.code).toMatch(/^E_(MALFORMED|PROTOCOL|VERSION)$/);
    expect(await client.closed).toMatchObject({ code: 'E_REFUSED', details: { reason: 'failed' } });
  });

  it('ends the link: another type of frame, what is not CBOR, two of one number', async () => {
    const first = raw();
    first.client.send(handshake, encodeCbor({ v: 1, n: 1, op: 'look' }));
    expect(await first.server.closed).toMatchObject({ code: 'E_PROTOCOL' });
    const second = raw();
    second.client.send(data, Uint8Array.of(0xff));
    expect(await second.server.closed).toMatchObject({ code: 'E_MALFORMED' });
    const third = raw(never);
    for (let i = 0; i < 2; i++) third.client.send(data, encodeCbor({ v: 1, n: 1, op: 'look' }));
    expect(await third.server.closed).toMatchObject({ code: 'E_PROTOCOL' });
  });

  it('has no fields but those that it was sent, N11: `__proto__` among them', async () => {
    const seen: CborMap[] = [];
    const { client } = raw((_, fields) => {
      seen.push(fields);
      return Promise.resolve({});
    });
    const answers = collect(client);
    client.send(
      data,
      encodeCbor(Object.assign(Object.create(null), { v: 1, n: 1, op: 'look', ['__proto__']: { a: 1 } }) as Cbor),
    );
    await answers.count(1);
    expect(Object.getPrototypeOf(seen[0])).toBeNull();
    expect(Object.keys(seen[0] ?? {})).toEqual(['__proto__']);
  });
});

describe('what is no answer', () => {
  it.each<[string, Cbor]>([
    ['to a request that was never made', { v: 1, n: 2 }],
    ['that is a request', { v: 1, n: 1, op: 'look' }],
    ['with neither n nor op', { v: 1 }],
    ['of another version', { v: 2, n: 1 }],
    ['with a word that is none', { v: 1, n: 1, word: 'perhaps' }],
    ['a push that nobody takes', { v: 1, op: 'low' }],
  ])('ends the link: %s', async (_, map) => {
    const { client, say } = hostile();
    const asked = client.ask('look', {});
    say(map);
    await expect(asked).rejects.toBeInstanceOf(TalosError);
    expect((await client.closed)?.code).toMatch(/^E_(MALFORMED|PROTOCOL|VERSION)$/);
  });
});

describe('pushes', () => {
  it('come in order, one at a time, and hold up no answer that their receiver waits for', async () => {
    const heard: Cbor[] = [];
    const links: RequestLink[] = [];
    const { client, server } = connected(() => Promise.resolve({ ok: true }), {
      onPush: async (op, { i = null }) => {
        await links[0]?.ask('taken', {});
        heard.push([op, i]);
      },
    });
    links.push(client);
    for (let i = 0; i < 3; i++) server.push('message', { i });
    await turns(20);
    expect(heard).toEqual([
      ['message', 0],
      ['message', 1],
      ['message', 2],
    ]);
  });

  it('that cannot be handled end the link with what was thrown', async () => {
    const { client, server } = connected(never, {
      onPush: () => {
        throw new TalosError('E_MALFORMED', 'not a message');
      },
    });
    const waiting = client.ask('look', {});
    server.push('message', {});
    await expect(waiting).rejects.toMatchObject({ code: 'E_MALFORMED' });
    await client.closed;
    server.push('message', {});
  });

  it(`wait up to ${MAX_PUSHES_WAITING}; one more is E_LIMIT`, async () => {
    const { client, server } = connected(never, { onPush: () => new Promise(() => {}) });
    for (let i = 0; i < MAX_PUSHES_WAITING; i++) server.push('message', {});
    await turns();
    const waiting = client.ask('look', {});
    server.push('message', {});
    await expect(waiting).rejects.toMatchObject({ code: 'E_LIMIT' });
  });

  it(`wait up to ${MAX_PUSH_BYTES_WAITING} bytes; more is E_LIMIT`, async () => {
    const { client, peer } = hostile({ onPush: () => new Promise(() => {}) });
    const bytes = (length: number): Uint8Array => {
      const overhead = encodeCbor({ v: 1, op: 'm', b: new Uint8Array(length) }).length - length;
      return encodeCbor({ v: 1, op: 'm', b: new Uint8Array(length - overhead) });
    };
    const chunk = 1024 * 1024;
    for (let sent = 0; sent < MAX_PUSH_BYTES_WAITING; sent += chunk) peer.send(data, bytes(chunk));
    await turns(20);
    const waiting = client.ask('look', {});
    peer.send(data, encodeCbor({ v: 1, op: 'm' }));
    await expect(waiting).rejects.toMatchObject({ code: 'E_LIMIT' });
  });
});
