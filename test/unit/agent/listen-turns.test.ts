import { describe, expect, it } from 'vitest';
import { LISTENER_DEATH_MS, LISTENER_END_MS, ListenTurns } from '../../../src/agent/listen-turns.ts';
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
    await turns.untilFree();
    const turn = turns.begin();
    const early = turns.untilFree();
    timer.advance(LISTENER_DEATH_MS);
    await early;
    turn.end();
    const waiting = turns.untilFree();
    expect(await isSettled(waiting)).toBe(false);
    turn.over();
    await waiting;
    await turns.untilFree();
  });

  it(`learns within ${LISTENER_DEATH_MS} ms of an end that nobody had noticed when it came`, async () => {
    const timer = new ManualTimer();
    const turns = new ListenTurns(timer);
    const turn = turns.begin();
    const waiting = turns.untilFree();
    timer.advance(LISTENER_DEATH_MS - 1);
    turn.end();
    expect(await isSettled(waiting)).toBe(false);
    timer.advance(LISTENER_END_MS - 1);
    expect(await isSettled(waiting)).toBe(false);
    turn.over();
    await waiting;
  });

  it('waits for who was stopped before it had begun, or while it began', async () => {
    const turns = new ListenTurns(new ManualTimer());
    const stop = new AbortController();
    const first = turns.begin(stop.signal);
    stop.abort();
    const waiting = turns.untilFree();
    expect(await isSettled(waiting)).toBe(false);
    first.over();
    await waiting;
    turns.begin(stop.signal);
    expect(await isSettled(turns.untilFree())).toBe(false);
  });

  it('finds the next one there where several have waited', async () => {
    const turns = new ListenTurns(new ManualTimer());
    const first = turns.begin();
    first.end();
    const waiting = [turns.untilFree(), turns.untilFree()];
    first.over();
    await waiting[0];
    turns.begin().end();
    expect(await isSettled(waiting[1] as Promise<void>)).toBe(true);
    expect(await isSettled(turns.untilFree())).toBe(false);
  });

  it(`goes on after ${LISTENER_END_MS} ms, and ends with its signal`, async () => {
    const timer = new ManualTimer();
    const turns = new ListenTurns(timer);
    turns.begin().end();
    const stop = new AbortController();
    const [patient, stopped] = [turns.untilFree(), turns.untilFree(stop.signal)];
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    timer.advance(LISTENER_END_MS - 1);
    expect(await isSettled(patient)).toBe(false);
    timer.advance(1);
    await patient;
  });
});
