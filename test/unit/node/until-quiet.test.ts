import { describe, expect, it } from 'vitest';
import { QUIET_MS, untilQuiet } from '../../../src/node/until-quiet.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what waits for others', () => {
  it('does not wait where nothing came lately', async () => {
    let now = 0;
    const defer = untilQuiet(() => now);
    const done: string[] = [];
    for (const name of ['first', 'second']) {
      defer(() => done.push(name));
      expect(done).not.toContain(name);
      await Promise.resolve();
      expect(done).toContain(name);
      now += QUIET_MS * 1.01;
    }
  });

  it('waits for the end of the turn where something came a moment ago', async () => {
    let now = 0;
    const defer = untilQuiet(() => now);
    const done: string[] = [];
    defer(() => done.push('first'));
    now += QUIET_MS;
    defer(() => done.push('second'));
    await Promise.resolve();
    expect(done).toEqual(['first']);
    await nextTurn();
    expect(done).toEqual(['first', 'second']);
  });
});
