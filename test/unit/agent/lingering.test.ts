import { describe, expect, it } from 'vitest';
import { type Closable, LINGER_MS, Lingering } from '../../../src/agent/client/lingering.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { settled } from '../../fixtures/agents.ts';

/** Counts what waits. */
class WatchedTimer extends ManualTimer {
  waiting = 0;

  override after(ms: number, action: () => void): () => void {
    this.waiting++;
    let isOver = false;
    const over = (): void => {
      if (!isOver) this.waiting--;
      isOver = true;
    };
    const cancel = super.after(ms, () => {
      over();
      action();
    });
    return () => {
      over();
      cancel();
    };
  }
}

class Client implements Closable {
  closings = 0;
  end: () => void = () => {};
  readonly closed: Promise<void> = new Promise((resolve) => {
    this.end = resolve;
  });

  async close(): Promise<void> {
    this.closings++;
    this.end();
  }
}

function lingering() {
  const timer = new WatchedTimer();
  const held = new Lingering<Client>(timer);
  const opened: Client[] = [];
  const open = async (): Promise<Client> => {
    const client = new Client();
    opened.push(client);
    return client;
  };
  const use = (name = 'a'): Promise<Client> => held.use(name, open, (client) => Promise.resolve(client));
  return { timer, held, opened, open, use };
}

const AWAY = new TalosError('E_UNREACHABLE', 'away');

describe('clients that linger', () => {
  it('are used again within their time, and told apart by name', async () => {
    const { timer, opened, use } = lingering();
    const first = await use();
    timer.advance(LINGER_MS - 1);
    expect(await use()).toBe(first);
    timer.advance(LINGER_MS - 1);
    expect(await use()).toBe(first);
    expect(await use('b')).not.toBe(first);
    expect(opened).toHaveLength(2);
    expect(first.closings).toBe(0);
  });

  it('are opened once for all who ask meanwhile', async () => {
    const { opened, use } = lingering();
    const [one, other] = await Promise.all([use(), use()]);
    expect(one).toBe(other);
    expect(opened).toHaveLength(1);
  });

  it('are closed when their time is over, and opened anew after that', async () => {
    const { timer, opened, use } = lingering();
    const first = await use();
    timer.advance(LINGER_MS);
    await settled();
    expect(first.closings).toBe(1);
    expect(timer.waiting).toBe(0);
    expect(await use()).not.toBe(first);
    expect(opened).toHaveLength(2);
  });

  it('are not closed while somebody uses them, however long that takes', async () => {
    const { timer, held, open, use } = lingering();
    let done: () => void = () => {};
    const long = held.use('a', open, (client) => new Promise<Client>((resolve) => (done = () => resolve(client))));
    const first = await use();
    timer.advance(10 * LINGER_MS);
    await settled();
    expect(first.closings).toBe(0);
    done();
    expect(await long).toBe(first);
    timer.advance(LINGER_MS);
    await settled();
    expect(first.closings).toBe(1);
  });

  it('are forgotten when they end by themselves, and nothing waits for them', async () => {
    const { timer, opened, use } = lingering();
    const first = await use();
    first.end();
    await settled();
    expect(timer.waiting).toBe(0);
    expect(await use()).not.toBe(first);
    expect(opened).toHaveLength(2);
  });

  it('that end while they are used leave nothing that waits, and take no other’s place', async () => {
    const { timer, held, open, use } = lingering();
    let fail: (error: Error) => void = () => {};
    const long = held.use('a', open, () => new Promise<never>((_, reject) => (fail = reject)));
    const first = await use();
    first.end();
    await settled();
    const second = await use();
    fail(AWAY);
    await expect(long).rejects.toBe(AWAY);
    expect(timer.waiting).toBe(1);
    expect(await use()).toBe(second);
  });

  it('stay where a task fails: E_UNREACHABLE is for its caller', async () => {
    const { held, open, use } = lingering();
    const first = await use();
    await expect(held.use('a', open, () => Promise.reject(AWAY))).rejects.toBe(AWAY);
    expect(await use()).toBe(first);
  });

  it('E_UNREACHABLE: where one does not open all who asked are told, nothing lingers, and the next opens another', async () => {
    const { timer, held, use, opened } = lingering();
    const open = (): Promise<Client> => Promise.reject(AWAY);
    const task = (): Promise<never> => expect.unreachable();
    const results = await Promise.allSettled([held.use('a', open, task), held.use('a', open, task)]);
    expect(results).toEqual([
      { status: 'rejected', reason: AWAY },
      { status: 'rejected', reason: AWAY },
    ]);
    expect(timer.waiting).toBe(0);
    await use();
    expect(opened).toHaveLength(1);
  });

  it('end the waiting of one whose signal aborts, and are opened for the others all the same', async () => {
    const { held, use } = lingering();
    let opening: (client: Client) => void = () => {};
    const open = (): Promise<Client> => new Promise((resolve) => (opening = resolve));
    const stop = new AbortController();
    const given = held.use('a', open, () => expect.unreachable(), stop.signal);
    const waits = use();
    stop.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    const client = new Client();
    opening(client);
    expect(await waits).toBe(client);
  });

  it('E_CLOSED: all end with their holder, which opens none after that and leaves nothing that waits', async () => {
    const { timer, held, open, use, opened } = lingering();
    await use();
    await use('b');
    const running = held.use('c', open, (client) => client.closed.then(() => Promise.reject(AWAY)));
    await settled();
    await held[Symbol.asyncDispose]();
    await expect(running).rejects.toBe(AWAY);
    expect(opened.map(({ closings }) => closings)).toEqual([1, 1, 1]);
    expect(timer.waiting).toBe(0);
    await expect(use()).rejects.toMatchObject({ code: 'E_CLOSED' });
    expect(opened).toHaveLength(3);
    await held[Symbol.asyncDispose]();
  });

  it('that are still being opened are closed when their holder ends, and one that fails then is nobody’s fault', async () => {
    const { held } = lingering();
    let opening: (client: Client) => void = () => {};
    let failing: (error: Error) => void = () => {};
    const waits = held.use(
      'a',
      () => new Promise((resolve) => (opening = resolve)),
      (client) => Promise.resolve(client),
    );
    const fails = held.use(
      'b',
      () => new Promise((_, reject) => (failing = reject)),
      () => Promise.resolve(),
    );
    const ended = held[Symbol.asyncDispose]();
    const client = new Client();
    opening(client);
    failing(AWAY);
    await ended;
    expect(await waits).toBe(client);
    await expect(fails).rejects.toBe(AWAY);
    expect(client.closings).toBe(1);
  });
});
