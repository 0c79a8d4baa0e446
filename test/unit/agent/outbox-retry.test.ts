import { describe, expect, it } from 'vitest';
import { MAX_RESEND_AFTER_MS, OutboxRetry, RESEND_AFTER_MS } from '../../../src/agent/message/outbox-retry.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Did } from '../../../src/identity/did.ts';
import { RETRY_CAP_MS } from '../../../src/net/backoff.ts';
import type { Link } from '../../../src/net/link.ts';
import { ManualTimer } from '../../../src/net/timer.ts';

const PEER = 'did:key:peer' as Did;

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** As much of a link as retrying looks at. */
function linkThatEnds() {
  let end = (): void => {};
  const closed = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
  });
  return { link: { closed, bufferedBytes: 0 } as unknown as { bufferedBytes: number } & Link, end: () => end() };
}

/** Retrying over an outbox, links and dials that the test sets. */
function retrying() {
  const timer = new ManualTimer();
  const state = { oldest: undefined as string | undefined, link: undefined as Link | undefined };
  const dials: number[] = [];
  const resent: number[] = [];
  const retry = new OutboxRetry({
    oldest: async () => state.oldest,
    linkOf: () => state.link,
    connect: async () => {
      dials.push(timer.now());
      throw new TalosError('E_UNREACHABLE', 'away');
    },
    resend: async () => void resent.push(timer.now()),
    timer,
  });
  const pass = async (ms: number, steps = 1): Promise<void> => {
    for (let step = 0; step < steps; step++) {
      timer.advance(ms / steps);
      await settled();
    }
  };
  const up = async (): Promise<ReturnType<typeof linkThatEnds>> => {
    const made = linkThatEnds();
    state.link = made.link;
    void made.link.closed.then(() => {
      if (state.link === made.link) state.link = undefined;
    });
    retry.linked(PEER);
    await settled();
    return made;
  };
  return { timer, state, dials, resent, retry, pass, up };
}

describe('what waits on a link that lasts', () => {
  it('goes out again when nothing became of the oldest, after twice as long each time', async () => {
    const { state, resent, retry, pass, up } = retrying();
    await up();
    state.oldest = 'one';
    retry.start(PEER);
    await settled();
    await pass(RESEND_AFTER_MS - 1);
    expect(resent).toEqual([]);
    await pass(1);
    await pass(10 * RESEND_AFTER_MS, 10);
    expect(resent).toEqual([1, 3, 7].map((times) => times * RESEND_AFTER_MS));
    await pass(24 * MAX_RESEND_AFTER_MS, 24);
    expect(resent.length).toBeGreaterThan(24);
    retry.stop();
  });

  it('is left alone while the oldest is acknowledged in time, or while it has not left yet', async () => {
    const { state, resent, retry, pass, up } = retrying();
    const { link } = await up();
    for (let n = 0; n < 10; n++) {
      state.oldest = `${n}`;
      retry.start(PEER);
      await pass(RESEND_AFTER_MS);
    }
    expect(resent).toEqual([]);
    link.bufferedBytes = 1;
    await pass(10 * RESEND_AFTER_MS, 10);
    expect(resent).toEqual([]);
    link.bufferedBytes = 0;
    await pass(RESEND_AFTER_MS);
    expect(resent).toHaveLength(1);
    retry.stop();
  });

  it('goes out again as soon as before over the next link, also where that came while it was sent or the old one stays', async () => {
    const { timer, state, resent, retry, pass, up } = retrying();
    state.oldest = 'one';
    await up();
    await pass(MAX_RESEND_AFTER_MS, 100);
    const count = resent.length;
    await up();
    const since = timer.now();
    await pass(RESEND_AFTER_MS);
    expect(resent.slice(count)).toEqual([since + RESEND_AFTER_MS]);
    retry.stop();
  });

  it('is dialled for when the link ends, at short intervals again where something was acknowledged', async () => {
    const { timer, state, dials, retry, pass, up } = retrying();
    state.oldest = 'one';
    retry.start(PEER);
    await settled();
    await pass(600_000, 600);
    expect(dials.length).toBeGreaterThan(20);
    const gaps = async (): Promise<number> => {
      const { end } = await up();
      retry.acknowledged(PEER);
      await pass(1);
      end();
      await settled();
      const since = timer.now();
      const before = dials.length;
      while (dials.length === before) await pass(50);
      return timer.now() - since;
    };
    // The first wait after such a link is at most 250 ms.
    for (let n = 0; n < 5; n++) expect(await gaps()).toBeLessThanOrEqual(300);
    expect(RETRY_CAP_MS).toBe(30_000);
    retry.stop();
  });

  it('is not forgotten where it was stored just when nothing was found', async () => {
    const timer = new ManualTimer();
    const dials: number[] = [];
    const looks: ((found: string | undefined) => void)[] = [];
    const retry = new OutboxRetry({
      oldest: () => new Promise((resolve) => void looks.push(resolve)),
      linkOf: () => undefined,
      connect: async () => void dials.push(timer.now()),
      resend: async () => {},
      timer,
    });
    // At each of the steps between the look that finds nothing and the end of the run.
    for (let steps = 0; steps < 8; steps++) {
      retry.start(PEER);
      await settled();
      looks.splice(0).at(-1)?.(undefined);
      for (let step = 0; step < steps; step++) await Promise.resolve();
      retry.start(PEER);
      await settled();
      expect(looks, `after ${steps} steps`).toHaveLength(1);
      looks.splice(0).at(-1)?.(undefined);
      await settled();
    }
    expect(dials).toEqual([]);
  });

  it('is not tried any longer once nothing waits, or it was stopped', async () => {
    const { state, dials, resent, retry, pass, up } = retrying();
    state.oldest = 'one';
    retry.start(PEER);
    await settled();
    state.oldest = undefined;
    await pass(60_000, 60);
    expect(dials.length).toBeLessThanOrEqual(1);
    const count = dials.length;
    state.oldest = 'two';
    await up();
    retry.stop();
    retry.start(PEER);
    await pass(10 * RESEND_AFTER_MS, 10);
    expect([dials.length, resent.length]).toEqual([count, 0]);
  });
});
