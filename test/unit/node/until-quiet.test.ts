import { describe, expect, it } from 'vitest';
import { QUIET_MS, untilQuiet } from '../../../src/node/until-quiet.ts';

/** Waits without giving up the thread, as a timer would come late. */
function passes(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what waits for others', () => {
  it('does not wait where nothing came lately', async () => {
    const defer = untilQuiet();
    const done: string[] = [];
    for (const name of ['first', 'second']) {
      defer(() => done.push(name));
      expect(done).not.toContain(name);
      await Promise.resolve();
      expect(done).toContain(name);
      passes(QUIET_MS * 1.5);
    }
  });

  it('waits for the end of the turn where something came a moment ago', async () => {
    const defer = untilQuiet();
    const done: string[] = [];
    defer(() => done.push('first'));
    defer(() => done.push('second'));
    await Promise.resolve();
    expect(done).toEqual(['first']);
    await nextTurn();
    expect(done).toEqual(['first', 'second']);
  });
});
