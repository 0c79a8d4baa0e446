import { describe, expect, it } from 'vitest';
import { AGAIN, MAX_STEP_ATTEMPTS, Turns } from '../../../src/storage/turns.ts';

describe('a step that reads before it writes', () => {
  it('is taken again while another was faster, so often and once more is E_STORAGE', async () => {
    const turns = new Turns();
    let taken = 0;
    const step = (failures: number) => async () => (++taken > failures ? taken : AGAIN);
    expect(await turns.run('a', step(MAX_STEP_ATTEMPTS - 1))).toBe(MAX_STEP_ATTEMPTS);
    taken = 0;
    await expect(turns.run('a', step(MAX_STEP_ATTEMPTS))).rejects.toMatchObject({ code: 'E_STORAGE' });
    expect(taken).toBe(MAX_STEP_ATTEMPTS);
  });

  it('waits for those before it of the same name, whatever became of them, and for no other', async () => {
    const turns = new Turns();
    const order: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = turns.run('a', async () => {
      await gate;
      order.push('first');
      throw new Error('no');
    });
    const second = turns.run('a', async () => order.push('second'));
    await turns.run('b', async () => order.push('other'));
    open();
    await expect(first).rejects.toThrow('no');
    await second;
    expect(order).toEqual(['other', 'first', 'second']);
  });
});
