import { describe, expect, it, vi } from 'vitest';
import { Waits } from '../../../src/agent/waits.ts';
import type { Link } from '../../../src/net/link.ts';
import { ManualTimer } from '../../../src/net/timer.ts';

/** As much of a link as a wait looks at. */
function linkThatEnds() {
  let end = (): void => {};
  const closed = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
  });
  const then = vi.spyOn(closed, 'then');
  return { link: { closed } as unknown as Link, end: () => end(), looks: () => then.mock.calls.length };
}

describe('a wait', () => {
  it('ends well when it is done, and otherwise with the time, the signal, the link, or all of them', async () => {
    const timer = new ManualTimer();
    const waits = new Waits(timer);
    const stop = new AbortController();
    const { link, end } = linkThatEnds();
    const never = (): void => {};
    expect(await waits.until({ ms: 10 }, (done) => done())).toBe(true);
    const late = waits.until({ ms: 10 }, never);
    timer.advance(10);
    expect(await late).toBe(false);
    const stopped = waits.until({ ms: 10, signal: stop.signal }, never);
    stop.abort();
    expect(await stopped).toBe(false);
    expect(await waits.until({ ms: 10, signal: stop.signal }, never)).toBe(false);
    const cut = [waits.until({ ms: 10, link }, never), waits.until({ ms: 10, link }, never)];
    end();
    expect(await Promise.all(cut)).toEqual([false, false]);
    expect(await waits.until({ ms: 10, link }, never)).toBe(false);
    const open = waits.until({ ms: 10 }, never);
    waits.close();
    expect([await open, await waits.until({ ms: 10 }, never)]).toEqual([false, false]);
  });

  it('ends well where what came over its link before the end is what it waits for', async () => {
    let settle = (): void => {};
    const settling = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const waits = new Waits(new ManualTimer(), () => settling);
    const { link, end } = linkThatEnds();
    let done = (): void => {};
    const waited = waits.until({ ms: 10, link }, (isDone) => {
      done = isDone;
    });
    const other = waits.until({ ms: 10, link }, () => {});
    end();
    await link.closed;
    done();
    settle();
    expect(await Promise.all([waited, other])).toEqual([true, false]);
  });

  it('leaves nothing behind on a link that lives on', async () => {
    const waits = new Waits(new ManualTimer());
    const { link, looks } = linkThatEnds();
    for (let n = 0; n < 1000; n++) await waits.until({ ms: 10, link }, (done) => done());
    expect(looks()).toBe(1);
  });
});
