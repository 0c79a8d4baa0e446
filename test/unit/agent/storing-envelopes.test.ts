import { describe, expect, it } from 'vitest';
import { MAX_STORING, MAX_STORING_BYTES, StoringEnvelopes } from '../../../src/agent/message/storing-envelopes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Link } from '../../../src/net/link.ts';

/** Answers that end when they are told to, and a link that counts how often it is ended. */
function world() {
  const ends: (() => void)[] = [];
  const answered: number[] = [];
  let closes = 0;
  const link = {
    close: () => {
      closes++;
      return Promise.resolve();
    },
  } as unknown as Link;
  const storing = new StoringEnvelopes(link);
  const answer = (n: number) => async (): Promise<void> => {
    await new Promise<void>((resolve) => ends.push(resolve));
    answered.push(n);
  };
  const isOpen = async (added: Promise<void>): Promise<boolean> =>
    Promise.race([added.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);
  return { storing, answer, isOpen, answered, endNext: () => ends.shift()?.(), closes: () => closes };
}

describe('envelopes that are being stored', () => {
  it(`let the link go on up to ${MAX_STORING - 1}, and have it wait with the next until one is answered`, async () => {
    const { storing, answer, isOpen, endNext } = world();
    for (let n = 1; n < MAX_STORING; n++) expect(await isOpen(storing.add(1, answer(n)))).toBe(true);
    const full = storing.add(1, answer(MAX_STORING));
    expect(await isOpen(full)).toBe(false);
    endNext();
    expect(await isOpen(full)).toBe(true);
  });

  it(`let the link go on below ${MAX_STORING_BYTES} bytes, and have it wait at so many`, async () => {
    const { storing, answer, isOpen, endNext } = world();
    expect(await isOpen(storing.add(MAX_STORING_BYTES - 1, answer(1)))).toBe(true);
    const full = storing.add(1, answer(2));
    expect(await isOpen(full)).toBe(false);
    endNext();
    expect(await isOpen(full)).toBe(true);
  });

  it('are answered in the order in which they came', async () => {
    const { storing, answered } = world();
    const slow = new Promise<void>((resolve) => setImmediate(resolve));
    await storing.add(1, async () => {
      await slow;
      answered.push(1);
    });
    await storing.add(1, () => Promise.resolve(void answered.push(2)));
    expect(answered).toEqual([]);
    await storing.settled();
    expect(answered).toEqual([1, 2]);
  });

  it('E_STORAGE: end the link where one cannot be stored, and the next is not taken', async () => {
    const { storing, closes, answered } = world();
    const broken = new TalosError('E_STORAGE', 'input/output error');
    await storing.add(1, () => Promise.reject(broken));
    await storing.settled();
    expect(closes()).toBe(1);
    await expect(storing.add(1, () => Promise.resolve(void answered.push(2)))).rejects.toBe(broken);
  });
});
