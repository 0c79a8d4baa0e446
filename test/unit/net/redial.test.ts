import { describe, expect, it } from 'vitest';
import { TalosError } from '../../../src/base/errors.ts';
import { HURRIED_WAIT_MS, type Keepable, keepConnected } from '../../../src/net/redial.ts';
import { ManualTimer } from '../../../src/net/timer.ts';

const settle = (): Promise<void> => new Promise((next) => setImmediate(next));

class FakeConnection implements Keepable {
  readonly closed: Promise<unknown>;
  end: (reason?: unknown) => void = () => {};
  closes = 0;

  constructor() {
    this.closed = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  close(): Promise<void> {
    this.closes += 1;
    this.end();
    return Promise.resolve();
  }
}

/** A keeper over connections that the test makes succeed or fail. */
function keeper(isFinal?: (reason: unknown) => boolean) {
  const timer = new ManualTimer();
  const opened: FakeConnection[] = [];
  const log: [unknown, number][] = [];
  let failure: Error | undefined;
  let opening = 0;
  let most = 0;
  const kept = keepConnected({
    open: async (signal) => {
      most = Math.max(most, ++opening);
      await settle();
      opening -= 1;
      signal.throwIfAborted();
      if (failure !== undefined) throw failure;
      const connection = new FakeConnection();
      opened.push(connection);
      return connection;
    },
    down: (reason, retryMs) => log.push([reason, retryMs]),
    ...(isFinal === undefined ? {} : { isFinal }),
    timer,
    random: () => 0.5,
    baseMs: 1000,
    capMs: 8000,
  });
  const turn = async (): Promise<void> => {
    for (let n = 0; n < 5; n++) await settle();
  };
  return { kept, timer, opened, log, turn, most: () => most, fail: (error?: Error) => (failure = error) };
}

describe('keepConnected', () => {
  it('opens again when the connection ends, after the wait', async () => {
    const { kept, timer, opened, log, turn } = keeper();
    await turn();
    const lost = new TalosError('E_UNREACHABLE', 'lost');
    opened[0]?.end(lost);
    await turn();
    expect(log).toEqual([[lost, 500]]);
    timer.advance(499);
    await turn();
    expect(opened).toHaveLength(1);
    timer.advance(1);
    await turn();
    expect(opened).toHaveLength(2);
    await kept[Symbol.asyncDispose]();
  });

  it('waits longer after each failure, and starts afresh after a connection that held', async () => {
    const { kept, timer, opened, log, turn, fail } = keeper();
    fail(new Error('unreachable'));
    for (const ms of [500, 1000, 2000, 4000]) {
      await turn();
      timer.advance(ms);
    }
    await turn();
    expect(log.map(([, ms]) => ms)).toEqual([500, 1000, 2000, 4000, 4000]);
    fail(undefined);
    timer.advance(4000);
    await turn();
    timer.advance(10_000);
    opened[0]?.end();
    await turn();
    expect(log.at(-1)).toEqual([undefined, 500]);
    await kept[Symbol.asyncDispose]();
  });

  it('does not start afresh for a peer that takes each connection and drops it', async () => {
    const { kept, timer, opened, log, turn } = keeper();
    for (const ms of [500, 1000, 2000]) {
      await turn();
      opened.at(-1)?.end();
      await turn();
      timer.advance(ms);
    }
    expect(log.map(([, ms]) => ms)).toEqual([500, 1000, 2000]);
    await kept[Symbol.asyncDispose]();
  });

  it('tries once at a time, and at once when told to', async () => {
    const { kept, opened, turn, most, fail } = keeper();
    fail(new Error('no network'));
    await turn();
    fail(undefined);
    for (let n = 0; n < 10; n++) kept.retryNow();
    await turn();
    kept.retryNow();
    await turn();
    expect(opened).toHaveLength(1);
    expect(most()).toBe(1);
    await kept[Symbol.asyncDispose]();
  });

  it('waits a second, and no longer, where somebody needs the connection', async () => {
    const { kept, timer, opened, log, turn, fail } = keeper();
    fail(new Error('unreachable'));
    for (const ms of [500, 1000, 2000]) {
      await turn();
      timer.advance(ms);
    }
    await turn();
    expect(log.at(-1)?.[1]).toBe(4000);
    const tries = log.length;
    timer.advance(HURRIED_WAIT_MS - 1);
    for (let n = 0; n < 10; n++) kept.hurry();
    await turn();
    expect(log).toHaveLength(tries);
    timer.advance(1);
    await turn();
    expect(log).toHaveLength(tries + 1);
    fail(undefined);
    timer.advance(HURRIED_WAIT_MS + 1);
    kept.hurry();
    await turn();
    expect(opened).toHaveLength(1);
    kept.hurry();
    await turn();
    expect(opened).toHaveLength(1);
    await kept[Symbol.asyncDispose]();
  });

  it('waits a second, and no longer, each time for as long as somebody needs the connection', async () => {
    const timer = new ManualTimer();
    let [tries, isWanted] = [0, true];
    const kept = keepConnected({
      open: async () => {
        tries++;
        throw new Error('unreachable');
      },
      isWanted: () => isWanted,
      timer,
      random: () => 0.999,
      baseMs: 8000,
      capMs: 8000,
    });
    await settle();
    for (let n = 1; n <= 5; n++) {
      expect(tries).toBe(n);
      timer.advance(HURRIED_WAIT_MS - 1);
      await settle();
      expect(tries).toBe(n);
      if (n === 5) isWanted = false;
      timer.advance(1);
      await settle();
    }
    expect(tries).toBe(6);
    timer.advance(7000);
    await settle();
    expect(tries).toBe(6);
    await kept[Symbol.asyncDispose]();
  });

  it('does not wait longer for being hurried', async () => {
    const { kept, timer, log, turn, fail } = keeper();
    fail(new Error('unreachable'));
    await turn();
    kept.hurry();
    timer.advance(500);
    await turn();
    expect(log).toHaveLength(2);
    await kept[Symbol.asyncDispose]();
  });

  it('stops for good on a final reason, and gives it', async () => {
    const wrong = new TalosError('E_IDENTITY_MISMATCH', 'another');
    const { kept, log, turn, fail } = keeper((reason) => reason === wrong);
    fail(wrong);
    await turn();
    expect(await kept.stopped).toBe(wrong);
    expect(log).toEqual([]);
  });

  it('closes the connection when disposed', async () => {
    const { kept, opened, turn, log } = keeper();
    await turn();
    await kept[Symbol.asyncDispose]();
    expect(opened[0]?.closes).toBe(1);
    expect(await kept.stopped).toBeUndefined();
    expect(log).toEqual([]);
  });

  it('aborts a try that is under way, and a wait, when disposed', async () => {
    const trying = keeper();
    await trying.kept[Symbol.asyncDispose]();
    expect(trying.opened).toEqual([]);
    const waiting = keeper();
    waiting.fail(new Error('unreachable'));
    await waiting.turn();
    await waiting.kept[Symbol.asyncDispose]();
    expect(waiting.log).toHaveLength(1);
  });
});
