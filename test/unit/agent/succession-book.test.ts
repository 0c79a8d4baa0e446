import { beforeEach, describe, expect, it } from 'vitest';
import { SuccessionBook, type SuccessionTaken } from '../../../src/agent/identity/succession-book.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { TalosError } from '../../../src/base/errors.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import { createSuccession, type Succession } from '../../../src/identity/succession.ts';
import { BreakableStore } from '../../fixtures/agents.ts';
import { agent, NOW } from '../session/actors.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const [a, b, c, d, thief] = ['a', 'b', 'c', 'd', 'thief'].map((name) => agent(`heir ${name}`)) as [
  Identity,
  Identity,
  Identity,
  Identity,
  Identity,
];
const step = (from: Identity, to: Identity, sequence: number, timeMs = NOW + sequence): Succession =>
  createSuccession(from.signing, to.signing, { sequence, timeMs });

describe('the book of successions', () => {
  let store: BreakableStore;
  let book: SuccessionBook;
  let told: [string, SuccessionTaken][];
  const open = () => SuccessionBook.open(store, new ManualClock(NOW));
  beforeEach(async () => {
    store = new BreakableStore();
    book = await open();
    told = [];
    book.watch(({ to }, taken) => told.push([to, taken]));
  });
  const take = (...steps: Succession[]) => Promise.all(steps.map(({ bytes }) => book.take(bytes)));

  it('I13: follows a line to who is current, for the next process too', async () => {
    expect(book.isEmpty).toBe(true);
    expect(await take(step(a, b, 1), step(b, c, 2))).toEqual(['taken', 'taken']);
    for (const each of [book, await open()]) {
      expect([a, b, c, d].map(({ did }) => each.current(did))).toEqual([c.did, c.did, c.did, d.did]);
      expect([a, b, c, d].map(({ did }) => each.isOver(did))).toEqual([true, true, false, false]);
      expect(each.formers(c.did)).toEqual([b.did, a.did]);
      expect(each.lineTo(c.did).map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect(each.formers(a.did)).toEqual([]);
    }
    expect(told).toEqual([
      [b.did, 'taken'],
      [c.did, 'taken'],
    ]);
  });

  it('takes steps in whatever order they come', async () => {
    await take(step(b, c, 2), step(a, b, 1));
    expect(book.current(a.did)).toBe(c.did);
  });

  it('says nothing new of what it has', async () => {
    await take(step(a, b, 1));
    expect(await take(step(a, b, 1), step(a, b, 2, NOW + 9))).toEqual(['known', 'known']);
    expect(told).toHaveLength(1);
    expect(book.stepsFrom(a.did)).toHaveLength(1);
  });

  it('I13: two successors are a dispute: neither is followed, now or after a restart, and a third changes nothing', async () => {
    await take(step(a, b, 1), step(b, c, 2));
    expect(await take(step(a, thief, 1))).toEqual(['disputed']);
    expect(await take(step(a, d, 1))).toEqual(['known']);
    for (const each of [book, await open()]) {
      expect(each.current(a.did)).toBe(a.did);
      expect(each.isOver(a.did)).toBe(true);
      expect(each.formers(b.did)).toEqual([]);
      expect(each.formers(thief.did)).toEqual([]);
      expect(each.formers(c.did)).toEqual([b.did]);
      expect(each.stepsFrom(a.did).map(({ to }) => to)).toEqual([b.did, thief.did]);
    }
    expect(told.at(-1)).toEqual([thief.did, 'disputed']);
  });

  it.each<[string, Succession[], Succession, string]>([
    ['a step that is not after the one before it', [step(a, b, 2)], step(b, c, 2, NOW + 9), 'E_STALE'],
    ['a step of an older number', [step(a, b, 3)], step(b, c, 2, NOW + 9), 'E_STALE'],
    ['a step of an older time', [step(a, b, 1, NOW + 9)], step(b, c, 2, NOW + 8), 'E_STALE'],
    ['a step that is not before the one after it', [step(b, c, 2)], step(a, b, 2, NOW), 'E_STALE'],
    ['a loop of two', [step(a, b, 1)], step(b, a, 2), 'E_BAD_SUCCESSION'],
    ['a loop of three', [step(a, b, 1), step(b, c, 2)], step(c, a, 3), 'E_BAD_SUCCESSION'],
    ['a loop over a dispute', [step(a, b, 1), step(a, c, 1)], step(c, a, 2), 'E_BAD_SUCCESSION'],
    ['one that goes on for two', [step(a, c, 1)], step(b, c, 1), 'E_BAD_SUCCESSION'],
  ])('I13: refuses %s, and stays as it was', async (_what, before, bad, expected) => {
    await take(...before);
    const texts = (of: SuccessionBook): readonly string[] =>
      of
        .all()
        .map(({ text }) => text)
        .toSorted();
    const [all, writes] = [texts(book), store.applied.length];
    await expect(book.take(bad.bytes)).rejects.toThrow(code(expected));
    expect(texts(book)).toEqual(all);
    expect(texts(await open())).toEqual(all);
    expect(store.applied).toHaveLength(writes);
  });

  it('keeps nothing that is not durable', async () => {
    store.failApply = new TalosError('E_STORAGE', 'full');
    await expect(book.take(step(a, b, 1).bytes)).rejects.toThrow(code('E_STORAGE'));
    expect([book.isEmpty, book.current(a.did), told]).toEqual([true, a.did, []]);
  });

  it.each([
    ['no statement', `step/${a.did}`, '{"steps":["{}"],"v":1}'],
    ['the statement of another', `step/${b.did}`, JSON.stringify({ steps: [step(a, b, 1).text], v: 1 })],
    ['nothing', `step/${a.did}`, ''],
  ])('E_STORAGE_CORRUPT: a record with %s', async (_what, key, value) => {
    await store.apply([{ kind: 'put', space: 'succession', key: utf8(key), value: utf8(value) }]);
    await expect(open()).rejects.toThrow(code('E_STORAGE_CORRUPT'));
  });
});
