import { describe, expect, it } from 'vitest';
import { LISTENER_DEATH_MS, LISTENER_END_MS, ListenTurns } from '../../../src/agent/message/listen-turns.ts';
import { ManualTimer } from '../../../src/net/timer.ts';

/** Whether `promise` has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.finally(() => {
    settled = true;
  });
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  return settled;
}

describe('whoever wants to listen', () => {
  it('waits for who is ending, and not for who goes on', async () => {
    const timer = new ManualTimer();
    const turns = new ListenTurns(timer);
    const turn = await turns.begin();
    const early = turns.begin();
    timer.advance(LISTENER_DEATH_MS - 1);
    expect(await isSettled(early)).toBe(false);
    timer.advance(1);
    expect(await early).toBeUndefined();
    turn?.end();
    const waiting = turns.begin();
    expect(await isSettled(waiting)).toBe(false);
    turn?.over();
    expect(await waiting).toBeDefined();
  });

  it(`learns within ${LISTENER_DEATH_MS} ms of an end that nobody had noticed when it came`, async () => {
    const timer = new ManualTimer();
    const turns = new ListenTurns(timer);
    const turn = await turns.begin();
    const waiting = turns.begin();
    timer.advance(LISTENER_DEATH_MS - 1);
    turn?.end();
    expect(await isSettled(waiting)).toBe(false);
    timer.advance(LISTENER_END_MS - 1);
    expect(await isSettled(waiting)).toBe(false);
    turn?.over();
    expect(await waiting).toBeDefined();
  });

  it('does not begin where it is to end already, so that nobody waits for it', async () => {
    const turns = new ListenTurns(new ManualTimer());
    const dead = turns.begin(AbortSignal.abort(new Error('killed')));
    const next = turns.begin();
    await expect(dead).rejects.toThrow('killed');
    expect(await next).toBeDefined();
  });

  it('finds the first of two who come at once', async () => {
    const turns = new ListenTurns(new ManualTimer());
    const stop = new AbortController();
    const both = [turns.begin(stop.signal), turns.begin()] as const;
    const first = await both[0];
    stop.abort();
    expect(await isSettled(both[1])).toBe(false);
    first?.over();
    expect(await both[1]).toBeDefined();
  });

  it(`goes on after ${LISTENER_END_MS} ms, and ends with its signal`, async () => {
    const timer = new ManualTimer();
    const turns = new ListenTurns(timer);
    (await turns.begin())?.end();
    const stop = new AbortController();
    const [patient, stopped] = [turns.begin(), turns.begin(stop.signal)];
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    timer.advance(LISTENER_END_MS - 1);
    expect(await isSettled(patient)).toBe(false);
    timer.advance(1);
    expect(await patient).toBeUndefined();
  });
});
