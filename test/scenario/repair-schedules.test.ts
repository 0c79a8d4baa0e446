/** Random schedules of two desks: loss, repetition, delay, restarts, kills, stores that are put back, and what mends it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Received } from '../../src/agent/message/message-book.ts';
import { listSessions } from '../../src/agent/message/session-list.ts';
import { type Bytes, toHex, utf8 } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { isTalosError } from '../../src/base/errors.ts';
import type { Did } from '../../src/identity/did.ts';
import { decodeEnvelope } from '../../src/message/envelope.ts';
import { splitRatchetMessage } from '../../src/message/ratchet-message.ts';
import { openMemoryStore } from '../../src/storage/memory.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import { agent, NOW } from '../unit/session/actors.ts';
import { copyOf, putBack, type StoreCopy } from './correspondents.ts';
import { type Desk, desk, inbox, restarted } from './desks.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const RUNS = SLOW ? 100_000 : 80;
/** Rounds of a minute after which all that is held has arrived. */
const ROUNDS = 8;

type Name = 'a' | 'b';
const FATES = ['deliver', 'deliver', 'lose', 'twice', 'late', 'restart', 'kill', 'copy', 'back'] as const;
interface Step {
  readonly from: Name;
  readonly fate: (typeof FATES)[number];
  readonly pick: number;
}
const SCHEDULE = fc.array(
  fc.record({ from: fc.constantFrom<Name>('a', 'b'), fate: fc.constantFrom(...FATES), pick: fc.nat(99) }),
  { minLength: 1, maxLength: 20 },
);

/** A message, and what the schedule has done to those who know of it. */
interface Sent {
  readonly from: Name;
  readonly text: string;
}

const other = (name: Name): Name => (name === 'a' ? 'b' : 'a');

/** Two desks that share a clock. */
class World {
  readonly #clock: ManualClock;
  readonly #desks: Record<Name, Desk>;
  readonly #got: Record<Name, string[]> = { a: [], b: [] };
  readonly #sent: Sent[] = [];
  readonly #late: { readonly to: Name; readonly envelope: Bytes }[] = [];
  readonly #copies: Record<Name, { readonly copy: StoreCopy; readonly sent: number }>;
  /** Sent after the copy that its sender was put back to: nobody holds it any more. */
  readonly #forgotten = new Set<string>();
  readonly #wasBack = { a: false, b: false };
  repairs = 0;
  /** Message key and nonce of everything that was sealed. */
  readonly #places: string[] = [];

  private constructor(clock: ManualClock, desks: Record<Name, Desk>, copies: Record<Name, StoreCopy>) {
    this.#clock = clock;
    this.#desks = desks;
    this.#copies = { a: { copy: copies.a, sent: 0 }, b: { copy: copies.b, sent: 0 } };
  }

  static async open(): Promise<World> {
    const clock = new ManualClock(NOW);
    const a = await desk(agent('alice'), openMemoryStore(), clock);
    const b = await desk(agent('bob'), openMemoryStore(), clock);
    await a.book.establish(b.identity.did, await b.prekeys.offer(NOW));
    return new World(clock, { a, b }, { a: await copyOf(a.store), b: await copyOf(b.store) });
  }

  #didOf(name: Name): Did {
    return this.#desks[name].identity.did;
  }

  /** What was sealed, and where. */
  #note(envelope: Bytes): Bytes {
    const { ratchetKey, index, nonce } = splitRatchetMessage(decodeEnvelope(envelope).content);
    this.#places.push(`${toHex(ratchetKey)} ${index} ${toHex(nonce)}`);
    return envelope;
  }

  async #seal(from: Name): Promise<Bytes> {
    const text = `message ${this.#sent.length}`;
    this.#sent.push({ from, text });
    const { book } = this.#desks[from];
    const peer = this.#didOf(other(from));
    if (!(await book.outbox.hasSession(peer))) await this.#renew(from);
    return this.#note((await book.outbox.send(peer, utf8(text))).envelope);
  }

  async #renew(from: Name): Promise<void> {
    const to = other(from);
    const bundle = await this.#desks[to].prekeys.offer(this.#clock.now());
    await this.#desks[from].book.establish(this.#didOf(to), bundle);
  }

  /** An envelope arrives, and all that comes of it. */
  async #carry(to: Name, envelope: Bytes): Promise<void> {
    const from = other(to);
    const received = await this.#receive(to, envelope);
    if (received === undefined || received.kind === 'acknowledged' || received.kind === 'file') return;
    await this.#carry(from, this.#note(received.reply as Bytes));
    if (received.kind === 'repaired' && !received.repeated) await this.#sendAll(to);
  }

  async #receive(to: Name, envelope: Bytes): Promise<Received | undefined> {
    const { book } = this.#desks[to];
    const peer = this.#didOf(other(to));
    try {
      const received = await book.receive(peer, envelope);
      this.#got[to].push(...(await inbox(this.#desks[to])));
      return received;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      const judged = await book.repairs.judge(peer, envelope, error, { isKnown: true, way: 'link' });
      if (judged === 'unmet' || judged?.due === undefined) return undefined;
      const bundle = await this.#desks[other(to)].prekeys.offer(this.#clock.now());
      if ((await book.repairs.complete(peer, judged.due, bundle)) === undefined) return undefined;
      this.repairs++;
      await this.#sendAll(to);
      return undefined;
    }
  }

  async #sendAll(from: Name): Promise<void> {
    const { book } = this.#desks[from];
    const outgoing = book.outbox.all(this.#didOf(other(from)), () => this.#renew(from));
    for await (const { envelope } of outgoing) await this.#carry(other(from), this.#note(envelope));
  }

  async step({ from, fate, pick }: Step): Promise<void> {
    const to = other(from);
    if (fate === 'restart') return this.#restart(from);
    if (fate === 'copy') return this.#copy(from);
    if (fate === 'back') return this.#back(from);
    // Killed before anything was durable.
    if (fate === 'kill' && pick % 3 === 0) return this.#restart(from);
    const envelope = await this.#seal(from);
    if (fate === 'kill' && pick % 3 === 1) return this.#restart(from);
    if (fate === 'kill') {
      // The acknowledgement never left.
      await this.#receive(to, envelope);
      return this.#restart(to);
    }
    if (fate === 'late') this.#late.push({ to, envelope });
    if (fate === 'deliver' || fate === 'twice') await this.#carry(to, envelope);
    if (fate === 'twice') await this.#carry(to, envelope);
    const [held] = pick % 2 === 0 ? this.#late.splice(pick % (this.#late.length + 1), 1) : [];
    if (held !== undefined) await this.#carry(held.to, held.envelope);
  }

  async #restart(name: Name): Promise<void> {
    this.#desks[name] = await restarted(this.#desks[name]);
  }

  async #copy(name: Name): Promise<void> {
    this.#copies[name] = { copy: await copyOf(this.#desks[name].store), sent: this.#sent.length };
  }

  async #back(name: Name): Promise<void> {
    const { copy, sent } = this.#copies[name];
    // Nobody puts a store back within a millisecond: numbers that are never below the clock are higher afterwards.
    this.#clock.advance(1000);
    await putBack(this.#desks[name].store, copy);
    for (const one of this.#sent.slice(sent)) if (one.from === name) this.#forgotten.add(one.text);
    this.#wasBack[name] = true;
    return this.#restart(name);
  }

  /** Minutes go by, in which what waits goes out. */
  async settle(): Promise<void> {
    for (const { to, envelope } of this.#late) await this.#carry(to, envelope);
    for (let round = 0; round < ROUNDS; round++) {
      this.#clock.advance(61_000);
      for (const name of ['a', 'b'] as const) await this.#sendAll(name);
    }
    for (const name of ['a', 'b', 'a', 'b'] as const) await this.#carry(other(name), await this.#seal(name));
  }

  async check(): Promise<void> {
    for (const name of ['a', 'b'] as const) {
      const { book } = this.#desks[name];
      expect(await book.outbox.isAwaiting(this.#didOf(other(name)))).toBe(false);
    }
    for (const { from, text } of this.#sent) {
      const count = this.#got[other(from)].filter((each) => each === text).length;
      const least = this.#forgotten.has(text) ? 0 : 1;
      const most = this.#wasBack[other(from)] ? Infinity : 1;
      expect([text, count >= least && count <= most, count]).toEqual([text, true, count]);
    }
    expect(new Set(this.#places).size).toBe(this.#places.length);
    expect(await this.#sessionOf('a')).toEqual(await this.#sessionOf('b'));
  }

  async #sessionOf(name: Name): Promise<unknown> {
    const { store, identity } = this.#desks[name];
    const [first] = await listSessions(store, await openRecordSealer(store, identity.atRestSecret()), NOW);
    return first?.session;
  }
}

describe('random schedules with restarts, kills and stores that are put back', () => {
  it(`R14, R15, R18: every message that its sender holds arrives, once where no store went back, and no session dies (${RUNS} schedules)`, async () => {
    let repairs = 0;
    const run = async (schedule: readonly Step[]): Promise<void> => {
      const world = await World.open();
      for (const step of schedule) await world.step(step);
      await world.settle();
      await world.check();
      repairs += world.repairs;
    };
    await fc.assert(fc.asyncProperty(SCHEDULE, run), { numRuns: RUNS });
    // That repairs happen at all is what is meant; how often is chance.
    expect(repairs).toBeGreaterThan(RUNS / 40);
  }, 7_200_000);
});
