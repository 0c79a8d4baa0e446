import { describe, expect, it } from 'vitest';
import { firstAnswer, STAGGER_MS } from '../../../src/agent/staggered.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { settled } from '../../fixtures/agents.ts';

/** One who answers when told to. */
function asked() {
  const calls: ((answer: string | undefined) => void)[] = [];
  const ask = (): Promise<string | undefined> => new Promise((resolve) => calls.push(resolve));
  return { calls, ask };
}
const silent = (): Promise<undefined> => new Promise(() => undefined);

describe('those who may know are asked', () => {
  it('one after the other, while each answers in time', async () => {
    const [a, b] = [asked(), asked()];
    const answer = firstAnswer([a.ask, b.ask], new ManualTimer());
    await settled();
    expect(b.calls).toHaveLength(0);
    a.calls[0]?.(undefined);
    await settled();
    b.calls[0]?.('b');
    expect(await answer).toBe('b');
  });

  it('G06: beside one that is silent, which holds nobody up for longer than a moment and may still answer', async () => {
    const timer = new ManualTimer();
    const [a, b] = [asked(), asked()];
    const answer = firstAnswer([a.ask, b.ask], timer);
    timer.advance(STAGGER_MS - 1);
    await settled();
    expect(b.calls).toHaveLength(0);
    timer.advance(1);
    await settled();
    expect(b.calls).toHaveLength(1);
    a.calls[0]?.('a');
    expect(await answer).toBe('a');
  });

  it('until one knows, no more of them', async () => {
    const timer = new ManualTimer();
    const [a, b] = [asked(), asked()];
    const answer = firstAnswer([a.ask, b.ask], timer);
    a.calls[0]?.('a');
    expect(await answer).toBe('a');
    timer.advance(10 * STAGGER_MS);
    await settled();
    expect(b.calls).toHaveLength(0);
  });

  it('and nothing is known where none knows, or there is none', async () => {
    expect(await firstAnswer([], new ManualTimer())).toBeUndefined();
    const nothing = () => Promise.resolve(undefined);
    expect(await firstAnswer([nothing, nothing, nothing], new ManualTimer())).toBeUndefined();
  });

  it('is over when one fails', async () => {
    const timer = new ManualTimer();
    const failing = () => Promise.reject(new Error('the store'));
    await expect(firstAnswer([failing, silent], timer)).rejects.toThrow('the store');
    const later = firstAnswer([silent, failing], timer);
    timer.advance(STAGGER_MS);
    await expect(later).rejects.toThrow('the store');
  });
});
