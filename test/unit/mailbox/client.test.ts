import { afterEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/base/bytes.ts';
import { type Cbor, type CborMap, decodeCbor } from '../../../src/codec/cbor.ts';
import { MAX_UNTAKEN_MESSAGES } from '../../../src/mailbox/api.ts';
import { MailboxClient } from '../../../src/mailbox/client.ts';
import { MAX_DEPOSIT_BYTES } from '../../../src/message/deposit.ts';
import type { Link } from '../../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../../src/net/memory-link.ts';
import { settled, until } from '../../fixtures/agents.ts';
import { didOf, keyOf, range, SERVER_KEY, say, sealedOf, tagOf } from './world.ts';

const pairs: LinkPair[] = [];
afterEach(async () => {
  for (const pair of pairs.splice(0)) {
    pair.cut();
    await Promise.all([pair.dialler.closed, pair.listener.closed]);
  }
});

/** A mailbox written by hand, and the client that talks to it. */
interface Hostile {
  readonly client: MailboxClient;
  readonly server: Link;
  /** All that the client asked. */
  readonly asked: CborMap[];
  /** Tags of what was handled. */
  readonly tags: number[];
  readonly push: (id: Cbor, sealed: Cbor) => void;
  readonly open: (onMessage?: (sealed: Bytes) => Promise<void>, signal?: AbortSignal) => Promise<unknown>;
}

/** @param answer - Gives the fields of an answer, or nothing for none. */
function hostile(answer: (request: CborMap) => CborMap | undefined = answers, timeoutMs?: number): Hostile {
  const pair = pairLinks({ diallerKey: keyOf('bob'), listenerKey: SERVER_KEY, purpose: 'mailbox' });
  pairs.push(pair);
  const [server, client] = [pair.listener, new MailboxClient(pair.dialler, timeoutMs)];
  const [asked, tags]: [CborMap[], number[]] = [[], []];
  server.onFrame(({ payload }) => {
    const request = decodeCbor(payload, { maxBytes: payload.length }) as CborMap;
    asked.push(request);
    const fields = answer(request);
    if (fields !== undefined) say(server, { v: 1, n: request['n'] ?? 0, ...fields });
  });
  const handle = (sealed: Bytes): Promise<void> => {
    tags.push(tagOf(sealed));
    return Promise.resolve();
  };
  return {
    client,
    server,
    asked,
    tags,
    push: (id, sealed) => say(server, { v: 1, op: 'message', id, sealed }),
    open: (onMessage = handle, signal) => client.open({ onMessage, ...(signal === undefined ? {} : { signal }) }),
  };
}

const answers = ({ op }: CborMap): CborMap => (op === 'open' ? { waiting: 0, bytes: 0 } : {});
const never = (): Promise<void> => new Promise(() => {});
const PROTOCOL = expect.objectContaining({ code: 'E_PROTOCOL' }) as unknown;

const MANY = process.env['TALOS_SLOW'] === '1' ? 10_000 : 1_000;

describe('a client of a mailbox', () => {
  it('handles one message after the other, and tells of those that are handled, of several at once', async () => {
    const { open, push, asked, server } = hostile();
    const steps: string[] = [];
    let release = (): void => {};
    await open(async (sealed) => {
      steps.push(`begin ${tagOf(sealed)}`);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      steps.push(`end ${tagOf(sealed)}`);
    });
    for (const n of [1, 2]) push(n, sealedOf(n));
    await until(() => steps.length === 1);
    await settled();
    expect(steps).toEqual(['begin 1']);
    expect(asked.filter(({ op }) => op === 'taken')).toEqual([]);
    release();
    await until(() => steps.length === 3);
    release();
    await until(() => asked.filter(({ op }) => op === 'taken').length === 2);
    expect(steps).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
    expect(asked.filter(({ op }) => op === 'taken').map(({ ids }) => ids)).toEqual([[1], [2]]);
    expect(server.bufferedBytes).toBe(0);
  });

  it('tells of all that were handled while an answer was awaited in one request', async () => {
    const unanswered: CborMap[] = [];
    const { open, push, asked, server, tags } = hostile((request) => {
      if (request['op'] !== 'taken' || unanswered.length > 0) return answers(request);
      unanswered.push(request);
      return undefined;
    });
    await open();
    for (const n of range(10)) push(n + 1, sealedOf(n));
    await until(() => tags.length === 10 && unanswered.length === 1);
    say(server, { v: 1, n: unanswered[0]?.['n'] ?? 0 });
    await until(() => asked.filter(({ op }) => op === 'taken').length === 2);
    expect(asked.at(-1)?.['ids']).toEqual(range(9).map((n) => n + 2));
  });

  it(`takes ${MANY} messages within the window of sixteen`, async () => {
    const { open, push, tags, asked } = hostile();
    await open();
    let taken = 0;
    for (let id = 1; id <= MANY; ) {
      for (const last = taken + MAX_UNTAKEN_MESSAGES; id <= Math.min(last, MANY); id++) push(id, sealedOf(id));
      await until(() => {
        taken = asked.reduce((sum, { ids }) => sum + (Array.isArray(ids) ? ids.length : 0), 0);
        return taken === id - 1;
      });
      asked.length = 0;
      asked.push({ ids: range(taken) });
    }
    expect(tags).toEqual(range(MANY).map((n) => n + 1));
  });

  it('refuses a deposit of no bucket before it is sent', async () => {
    const { client, asked } = hostile();
    for (const bytes of [0, 1023, 1025, 2 * MAX_DEPOSIT_BYTES])
      await expect(client.deposit(didOf('carol'), new Uint8Array(bytes))).rejects.toThrow(RangeError);
    expect(asked).toEqual([]);
  });

  it('opens once', async () => {
    const { open } = hostile();
    await open();
    await expect(open()).rejects.toThrow(TypeError);
  });

  it('gives up a deposit when it is told to, or when no answer comes, and goes on', async () => {
    const silent = hostile(() => undefined, 20);
    const abort = new AbortController();
    const deposit = silent.client.deposit(didOf('carol'), sealedOf(1), abort.signal);
    abort.abort(new Error('enough'));
    await expect(deposit).rejects.toThrow('enough');
    await expect(silent.client.deposit(didOf('carol'), sealedOf(1))).rejects.toThrow(
      expect.objectContaining({ code: 'E_TIMEOUT' }),
    );
    expect(silent.asked).toHaveLength(2);
  });

  it('ends the link where opening is given up or not answered, so that nothing comes which nobody waits for', async () => {
    const abort = new AbortController();
    const silent = hostile(() => undefined);
    const opened = silent.open(never, abort.signal);
    abort.abort(new Error('enough'));
    await expect(opened).rejects.toThrow('enough');
    expect(await silent.client.closed).toMatchObject({ code: 'E_INTERNAL', cause: new Error('enough') });
    const late = hostile(() => undefined, 20);
    await expect(late.open()).rejects.toThrow(expect.objectContaining({ code: 'E_TIMEOUT' }));
    expect(await late.client.closed).toMatchObject({ code: 'E_TIMEOUT' });
  });

  it('handles nothing after it was closed', async () => {
    const { open, push, tags, client, server } = hostile();
    await open();
    push(1, sealedOf(1));
    await until(() => tags.length === 1);
    push(2, sealedOf(2));
    await client.close();
    await server.closed;
    expect(tags).toEqual([1]);
    expect(await client.closed).toBeUndefined();
    await expect(client.deposit(didOf('carol'), sealedOf(1))).rejects.toThrow(
      expect.objectContaining({ code: 'E_CLOSED' }),
    );
  });

  it('says why a connection was lost, while a message is handled as well', async () => {
    const { open, push, client, asked } = hostile();
    let begun = false;
    let release = (): void => {};
    await open(() => {
      begun = true;
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    push(1, sealedOf(1));
    await until(() => begun);
    pairs[0]?.cut();
    expect(await client.closed).toMatchObject({ code: 'E_UNREACHABLE' });
    release();
    await settled();
    expect(asked.filter(({ op }) => op === 'taken')).toEqual([]);
  });
});

describe('a mailbox that lies', () => {
  it.each<[string, Cbor, Cbor]>([
    ['the id 0', 0, sealedOf(1)],
    ['a negative id', -1, sealedOf(1)],
    ['an id that is a text', '1', sealedOf(1)],
    ['an id that is null', null, sealedOf(1)],
    ['an empty deposit', 1, new Uint8Array(0)],
    ['a deposit of another length', 1, new Uint8Array(1025)],
    ['a deposit longer than any', 1, new Uint8Array(MAX_DEPOSIT_BYTES + 1)],
    ['a deposit that is a text', 1, 'sealed'],
  ])('by %s ends the link with E_PROTOCOL, and nothing is handled', async (_, id, sealed) => {
    const { open, push, client, tags } = hostile();
    await open();
    push(id, sealed);
    expect(await client.closed).toEqual(PROTOCOL);
    expect(tags).toEqual([]);
    await expect(client.deposit(didOf('carol'), sealedOf(1))).rejects.toThrow(PROTOCOL as Error);
  });

  it.each([
    ['the same id again', 5],
    ['a lower id', 4],
  ])('by %s ends the link with E_PROTOCOL; what came before is delivered once', async (_, id) => {
    const { open, push, client, tags } = hostile();
    await open();
    push(5, sealedOf(5));
    await until(() => tags.length === 1);
    push(id, sealedOf(id));
    expect(await client.closed).toEqual(PROTOCOL);
    expect(tags).toEqual([5]);
  });

  it('by pushes without end is heard to the seventeenth, of which none is kept', async () => {
    const { open, push, client, server } = hostile();
    let begun = 0;
    await open(() => {
      begun += 1;
      return never();
    });
    for (const n of range(16)) push(n + 1, sealedOf(n));
    await settled();
    expect(server.bufferedBytes).toBe(0);
    push(17, sealedOf(17));
    expect(await client.closed).toEqual(PROTOCOL);
    expect(begun).toBe(1);
  });

  it('by 1,000 pushes at once is heard no further than it must be', async () => {
    const { open, push, client } = hostile();
    await open(never);
    for (const n of range(1000)) push(n + 1, sealedOf(n));
    expect(await client.closed).toEqual(
      expect.objectContaining({ code: expect.stringMatching(/^E_(PROTOCOL|LIMIT)$/) }),
    );
  });

  it('by more than 4 MiB that are not taken ends the link with E_PROTOCOL', async () => {
    const { open, push, client } = hostile();
    await open(never);
    for (const n of [1, 2, 3]) push(n, sealedOf(n, n === 3 ? 1024 : MAX_DEPOSIT_BYTES));
    expect(await client.closed).toEqual(PROTOCOL);
  });

  it('by pushes to one that did not open, or of another name or form, ends the link with E_PROTOCOL', async () => {
    const closed = hostile();
    closed.push(1, sealedOf(1));
    expect(await closed.client.closed).toEqual(PROTOCOL);
    for (const map of [
      { op: 'low', left: 3 },
      { op: 'message', id: 1 },
      { op: 'message', sealed: sealedOf(1) },
      { op: 'message', id: 1, sealed: sealedOf(1), from: didOf('alice') },
    ]) {
      const { open, client, server } = hostile();
      await open();
      say(server, { v: 1, ...map });
      expect(await client.closed).toEqual(PROTOCOL);
    }
  });

  it.each<[string, CborMap]>([
    ['without counts', {}],
    ['with a count that is none', { waiting: -1, bytes: 0 }],
    ['with a text for a count', { waiting: '1', bytes: 0 }],
    ['with more than the counts', { waiting: 0, bytes: 0, from: 'x' }],
  ])('by an answer to open %s ends the link with E_PROTOCOL', async (_, fields) => {
    const { open, client } = hostile(() => fields);
    await expect(open()).rejects.toThrow(PROTOCOL as Error);
    expect(await client.closed).toEqual(PROTOCOL);
  });

  it('by an answer to a deposit with more in it is E_PROTOCOL', async () => {
    const { client } = hostile(() => ({ id: 1 }));
    await expect(client.deposit(didOf('carol'), sealedOf(1))).rejects.toThrow(PROTOCOL as Error);
  });

  it.each([
    ['unknown', 'E_NOT_FOUND'],
    ['denied', 'E_REFUSED'],
    ['busy', 'E_RATE_LIMITED'],
  ])('by saying %s of what was taken ends the link with %s, so that it comes again', async (word, code) => {
    const { open, push, client, tags } = hostile((request) =>
      request['op'] === 'taken' ? { word } : answers(request),
    );
    await open();
    push(1, sealedOf(1));
    expect(await client.closed).toMatchObject({ code });
    expect(tags).toEqual([1]);
  });
});
