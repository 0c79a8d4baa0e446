import { describe, expect, it } from 'vitest';
import { FRAME_TYPES } from '../../../src/net/frame.ts';
import { PROBE_TIMEOUT_MS, SLEPT_TIMEOUT_MS } from '../../../src/net/keep-alive.ts';
import { KEEPALIVE_IDLE_MS, KEEPALIVE_TIMEOUT_MS } from '../../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../../src/net/memory-link.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { linkConformance } from '../../conformance/link.ts';

const diallerKey = new Uint8Array(32).fill(1);
const listenerKey = new Uint8Array(32).fill(2);

linkConformance('memory', () => {
  const pair = pairLinks({ diallerKey, listenerKey });
  const dispose = async (): Promise<void> => {
    pair.cut();
    await Promise.all([pair.dialler.closed, pair.listener.closed]);
  };
  return Promise.resolve({ ...pair, diallerKey, listenerKey, dispose });
});

describe('keep-alive', () => {
  const settle = (): Promise<void> => new Promise((next) => setImmediate(next));
  const open = (): { timer: ManualTimer; pair: LinkPair } => {
    const timer = new ManualTimer();
    return { timer, pair: pairLinks({ diallerKey, listenerKey, timer }) };
  };
  /** Moves on second by second, letting frames pass in between. */
  const advance = async (timer: ManualTimer, ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1000) {
      timer.advance(1000);
      await settle();
    }
  };
  const ended = async (pair: LinkPair): Promise<unknown> =>
    Promise.race([pair.dialler.closed, settle().then(() => 'open')]);

  it('N02: a peer that vanished is noticed after 45 s of silence, and not before', async () => {
    const { timer, pair } = open();
    pair.stall();
    await advance(timer, KEEPALIVE_IDLE_MS + KEEPALIVE_TIMEOUT_MS - 1000);
    expect(await ended(pair)).toBe('open');
    await advance(timer, 1000);
    expect(await ended(pair)).toMatchObject({ code: 'E_TIMEOUT' });
    expect(KEEPALIVE_IDLE_MS + KEEPALIVE_TIMEOUT_MS).toBeLessThan(60_000);
  });

  it('keeps an idle link for an hour', async () => {
    const { timer, pair } = open();
    await advance(timer, 3_600_000);
    expect(await ended(pair)).toBe('open');
  });

  it('does not take a receiver that is busy for a peer that is gone, however much is sent', async () => {
    const { timer, pair } = open();
    pair.listener.limitPayload(16 * 1024 * 1024);
    pair.listener.onFrame(() => new Promise(() => {}));
    for (let n = 0; n < 20; n++) pair.dialler.send(FRAME_TYPES.data, new Uint8Array(256 * 1024));
    await advance(timer, 600_000);
    expect(await ended(pair)).toBe('open');
    expect(pair.dialler.bufferedBytes).toBeGreaterThan(1024 * 1024);
  });

  it(`asks at once where the network may be another one, and gives an answer ${PROBE_TIMEOUT_MS} ms`, async () => {
    const { timer, pair } = open();
    pair.dialler.probe();
    await advance(timer, PROBE_TIMEOUT_MS * 2);
    expect(await ended(pair)).toBe('open');
    pair.stall();
    pair.dialler.probe();
    for (let passed = 0; passed < PROBE_TIMEOUT_MS - 500; passed += 500) {
      timer.advance(500);
      // To ask again and again puts nothing off.
      pair.dialler.probe();
      await settle();
    }
    expect(await ended(pair)).toBe('open');
    timer.advance(500);
    expect(await ended(pair)).toMatchObject({ code: 'E_TIMEOUT' });
  });

  it.each([
    [KEEPALIVE_IDLE_MS + KEEPALIVE_TIMEOUT_MS, SLEPT_TIMEOUT_MS],
    [KEEPALIVE_IDLE_MS + KEEPALIVE_TIMEOUT_MS - 1, PROBE_TIMEOUT_MS],
  ])('after a sleep of %d ms gives an answer %d ms', async (sleptMs, timeoutMs) => {
    const { timer, pair } = open();
    const pass = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 250) {
        timer.advance(250);
        await settle();
      }
    };
    pair.dialler.probe(sleptMs);
    await pass(timeoutMs * 2);
    expect(await ended(pair)).toBe('open');
    pair.stall();
    pair.dialler.probe(sleptMs);
    await pass(timeoutMs - 250);
    expect(await ended(pair)).toBe('open');
    await pass(250);
    expect(await ended(pair)).toMatchObject({ code: 'E_TIMEOUT' });
  });

  it('gives the questions time after waking from sleep', async () => {
    const { timer, pair } = open();
    timer.advance(KEEPALIVE_IDLE_MS);
    await settle();
    // The machine slept: the clock of the timers jumps, and one of them falls due.
    pair.dialler.send(FRAME_TYPES.data, Uint8Array.of(1));
    timer.advance(KEEPALIVE_TIMEOUT_MS / 3);
    await settle();
    expect(await ended(pair)).toBe('open');
  });

  it('a good-bye behind a receiver that never finishes ends the link within two seconds', async () => {
    const { timer, pair } = open();
    pair.listener.onFrame(() => new Promise(() => {}));
    for (let n = 0; n < 3; n++) pair.dialler.send(FRAME_TYPES.data, Uint8Array.of(n));
    const closing = pair.dialler.close();
    await settle();
    await advance(timer, 2000);
    await closing;
    expect(await pair.dialler.closed).toBeUndefined();
    expect(await pair.listener.closed).toMatchObject({ code: 'E_UNREACHABLE' });
  });
});
