import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { MAX_ARCHIVED_SESSIONS } from '../../src/session/peer-sessions.ts';
import { codeOf } from '../unit/session/actors.ts';
import { NonceWatch, Party, type Sent } from './session-model.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
/** Further sessions that a schedule may start. */
const MORE_STARTS = 3;

/** What may become of a message between two of whom one has gone back: it opens, or is refused with one of these. */
const REFUSED_AFTER_A_COPY = [undefined, 'E_REPLAY', 'E_DECRYPT', 'E_NO_SESSION', 'E_PREKEY_GONE'];

type Name = 'a' | 'b';
type Fate = 'deliver' | 'lose' | 'twice' | 'late' | 'restart' | 'start' | 'copy' | 'back';
interface Step {
  readonly from: Name;
  readonly fate: Fate;
  readonly pick: number;
}

const stepsWith = (...fates: readonly Fate[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.record({ from: fc.constantFrom<Name>('a', 'b'), fate: fc.constantFrom(...fates), pick: fc.nat(999) }), {
    minLength: 1,
    maxLength: 24,
  });

/** Two parties, and a network that does what a schedule says. Every message that it carries is read once. */
class World {
  readonly watch = new NonceWatch();
  readonly a: Party;
  readonly b: Party;
  readonly #late: Sent[] = [];
  readonly #expected = new Map<Party, string[]>();
  #count = 0;
  #starts = MORE_STARTS;

  constructor(seed: number) {
    this.a = new Party('alice', `${seed}`, this.watch);
    this.b = new Party('bob', `${seed}`, this.watch);
  }

  other(party: Party): Party {
    return party === this.a ? this.b : this.a;
  }

  seal(from: Party): Sent {
    return from.seal(this.other(from), `message ${this.#count++}`);
  }

  carry(sent: Sent): void {
    sent.to.open(sent);
    this.#expected.set(sent.to, [...(this.#expected.get(sent.to) ?? []), sent.text]);
  }

  step({ from: name, fate, pick }: Step): void {
    const from = this[name];
    if (fate === 'restart') return from.restart();
    if (fate === 'start') {
      if (this.#starts-- > 0) from.start(this.other(from));
      return;
    }
    const sent = this.seal(from);
    if (fate === 'late') this.#late.push(sent);
    if (fate === 'deliver' || fate === 'twice') this.carry(sent);
    if (fate === 'twice') expect(codeOf(() => sent.to.open(sent))).toBe('E_REPLAY');
    if (pick % 2 === 0) this.#arrive(pick);
  }

  /** One that was held back arrives, or is too old to be opened. */
  #arrive(pick: number): void {
    const [sent] = this.#late.splice(pick % (this.#late.length + 1), 1);
    if (sent === undefined) return;
    if (sent.to.keeps(sent)) this.carry(sent);
    else expect(codeOf(() => sent.to.open(sent))).toBe('E_DECRYPT');
  }

  /** All that is still under way arrives; then each side sends twice, in turn. */
  settle(): void {
    while (this.#late.length > 0) this.#arrive(0);
    for (const from of [this.a, this.b, this.a, this.b]) this.carry(this.seal(from));
  }

  /** Both use one session, all was read once, and no message key has served twice. */
  check(): void {
    expect(toHex(this.a.first.id)).toBe(toHex(this.b.first.id));
    for (const party of [this.a, this.b]) {
      expect(party.got).toEqual(this.#expected.get(party));
      expect(new Set(party.got).size).toBe(party.got.length);
      expect(party.sessions.length).toBeLessThanOrEqual(1 + MAX_ARCHIVED_SESSIONS);
    }
    expect(this.watch.keys.size).toBe(this.watch.sealed);
  }
}

describe('random schedules of the session core', () => {
  it('R13, R14, R23: what is not lost is read once, no session dies and no key serves twice, restarts and all', () => {
    const steps = stepsWith('deliver', 'deliver', 'lose', 'twice', 'late', 'late', 'restart', 'start');
    const run = (seed: number, schedule: readonly Step[]): void => {
      const world = new World(seed);
      world.a.start(world.b);
      world.carry(world.seal(world.a));
      for (const step of schedule) world.step(step);
      world.settle();
      world.check();
    };
    fc.assert(fc.property(fc.nat(), steps, run), { numRuns: SLOW ? 100_000 : 400 });
  }, 3_600_000);
});

describe('a copy of the state that is put back', () => {
  it('R15: repeats no nonce under a key, whoever is put back and however both go on, and a new session mends it', () => {
    const steps = stepsWith('deliver', 'deliver', 'lose', 'late', 'copy', 'back');
    const run = (seed: number, schedule: readonly Step[]): void => {
      const world = new World(seed);
      world.a.start(world.b);
      world.carry(world.seal(world.a));
      const copies = { a: world.a.stored(), b: world.b.stored() };
      for (const { from, fate } of schedule) {
        if (fate === 'copy') copies[from] = world[from].stored();
        else if (fate === 'back') world[from].restart(copies[from]);
        else if (world[from].canSend) {
          const sent = world.seal(world[from]);
          if (fate === 'deliver') expect(codeOf(() => sent.to.open(sent))).toBeOneOf(REFUSED_AFTER_A_COPY);
        }
      }
      expect(world.watch.pairs.size).toBe(world.watch.sealed);
      world.a.start(world.b);
      for (const from of [world.a, world.b, world.a, world.b]) {
        const sent = world.seal(from);
        sent.to.open(sent);
        expect(sent.to.got.at(-1)).toBe(sent.text);
      }
      expect(world.watch.pairs.size).toBe(world.watch.sealed);
    };
    fc.assert(fc.property(fc.nat(), steps, run), { numRuns: SLOW ? 20_000 : 100 });
  }, 3_600_000);
});

describe('both sides starting at once', () => {
  it('K21: use one session after two messages each way, and read once what is not lost', () => {
    const steps = stepsWith('deliver', 'lose', 'lose', 'twice', 'late', 'late', 'late', 'restart');
    const run = (seed: number, schedule: readonly Step[]): void => {
      const world = new World(seed);
      world.a.start(world.b);
      world.b.start(world.a);
      for (const step of schedule) world.step(step);
      world.settle();
      world.check();
    };
    fc.assert(fc.property(fc.nat(), steps, run), { numRuns: SLOW ? 500 : 30 });
  }, 600_000);
});
