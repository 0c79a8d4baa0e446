import { describe, expect, it } from 'vitest';
import { CLOCK_STEP_MS, NetworkChanges, WAKE_GAP_MS, watchClocks } from '../../../src/agent/reach/network-changes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { ManualTimer } from '../../../src/net/timer.ts';

function watched(): { clock: ManualClock; timer: ManualTimer; woken: () => number; stop: () => void } {
  const clock = new ManualClock(1_800_000_000_000);
  const timer = new ManualTimer();
  let count = 0;
  const stop = watchClocks(clock, timer, () => count++);
  return { clock, timer, woken: () => count, stop };
}

describe('the watch over the clocks', () => {
  it('says nothing while both go on evenly', () => {
    const { clock, timer, woken } = watched();
    for (let i = 0; i < 1000; i++) {
      clock.advance(CLOCK_STEP_MS);
      timer.advance(CLOCK_STEP_MS);
    }
    expect(woken()).toBe(0);
  });

  it(`tells of a machine that slept: the wall clock is ${WAKE_GAP_MS} ms ahead, and not for one less`, () => {
    const { clock, timer, woken } = watched();
    clock.advance(CLOCK_STEP_MS + WAKE_GAP_MS - 1);
    timer.advance(CLOCK_STEP_MS);
    expect(woken()).toBe(0);
    clock.advance(CLOCK_STEP_MS + WAKE_GAP_MS);
    timer.advance(CLOCK_STEP_MS);
    expect(woken()).toBe(1);
  });

  it('takes a clock that was set back for no sleep, and goes on', () => {
    const { clock, timer, woken } = watched();
    clock.advance(-86_400_000);
    timer.advance(CLOCK_STEP_MS);
    expect(woken()).toBe(0);
    clock.advance(CLOCK_STEP_MS + WAKE_GAP_MS);
    timer.advance(CLOCK_STEP_MS);
    expect(woken()).toBe(1);
  });

  it('ends when it is told to', () => {
    const { clock, timer, woken, stop } = watched();
    stop();
    clock.advance(3_600_000);
    timer.advance(3_600_000);
    expect(woken()).toBe(0);
  });
});

describe('changes of the network', () => {
  it('come with how long this machine slept, by the clock that says more', () => {
    const [clock, timer, slept] = [new ManualClock(1_800_000_000_000), new ManualTimer(), [] as number[]];
    const network = new NetworkChanges();
    network.onWake((ms) => slept.push(ms));
    watchClocks(clock, timer, (ms) => network.wake(ms));
    clock.advance(CLOCK_STEP_MS + 120_000);
    timer.advance(CLOCK_STEP_MS);
    network.wake();
    expect(slept).toEqual([120_000, 0]);
  });

  it('are told to whoever listens, until it does not', () => {
    const network = new NetworkChanges();
    const told: string[] = [];
    const stop = network.onWake(() => told.push('a'));
    network.onWake(() => told.push('b'));
    network.wake();
    stop();
    network.wake();
    expect(told).toEqual(['a', 'b', 'b']);
  });
});
