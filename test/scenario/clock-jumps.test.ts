/** Clocks that jump, and one that stands still: order, expiry and sessions are as they were. */
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { Identity } from '../../src/identity/identity.ts';
import { MemoryNet, makeAgent } from '../fixtures/agents.ts';
import { Correspondents, repairsOf, settled, taken } from './correspondents.ts';

const HOUR_MS = 3_600_000;
const YEARS_MS = 10 * 365 * 24 * HOUR_MS;
/** Where the clock goes from a time. */
const JUMPS: readonly (readonly [string, (now: number) => number])[] = [
  ['one hour on', (now) => now + HOUR_MS],
  ['one hour back', (now) => now - HOUR_MS],
  ['ten years on', (now) => now + YEARS_MS],
  ['ten years back', (now) => now - YEARS_MS],
  ['to 1970', () => 0],
  ['to 2106', () => 2 ** 32 * 1000],
  ['nowhere, as it stands still', (now) => now],
];

describe.each(JUMPS)('D09: a clock that jumps %s', (_name, to) => {
  it('D09: changes no order of the ledger, and revives no capability', async () => {
    const { agent, clock, ledger, core, end } = await makeAgent('jumper', new MemoryNet());
    const subject = Identity.generate('peer', clock.now()).did;
    const grant = () => agent.grant({ subject, tools: ['echo'], service: 'files', expiresInS: 60 });
    const { token } = await grant();
    const before = ledger.highestTimeMs;
    clock.advance(to(clock.now()) - clock.now());
    await grant();
    await agent.revoke({ id: (await agent.capabilities())[0]?.id ?? '', reason: 'enough' });
    await ledger.seal();
    expect(ledger.highestTimeMs).toBe(Math.max(before, clock.now()));
    expect((await ledger.query({})).map(({ seq }) => seq)).toEqual([0, 1, 2]);
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 3 });
    expect(core.authority.standing().nowMs).toBe(Math.max(before, clock.now()));
    // Back again: the ledger goes on, and its time does not go below what it was.
    const highest = ledger.highestTimeMs;
    clock.advance(before - clock.now());
    await grant();
    await ledger.seal();
    expect(ledger.highestTimeMs).toBe(Math.max(highest, clock.now()));
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 4 });
    // What had expired by the highest time of the ledger stays so, whatever the clock says now.
    expect(core.authority.standing().nowMs).toBe(Math.max(highest, clock.now()));
    const verdict = core.authority.verify([token], subject, 'files');
    const isRevoked = (await agent.capabilities())[0]?.revoked;
    expect(isRevoked).toBe(true);
    expect(verdict).toMatchObject({ allowed: false, code: highest > before + 60_000 ? 'EXPIRED' : 'REVOKED' });
    await end();
  });

  it('D09: loses and doubles no message of a session that is there, and needs no repair', async () => {
    await using world = new Correspondents();
    const [a, b] = await Promise.all(['a', 'b'].map((name) => world.join(Identity.generate(name, world.clock.now()))));
    if (a === undefined || b === undefined) throw new Error('nobody');
    const say = async (text: string): Promise<readonly string[]> => {
      await a.messenger.send(b.identity.did, utf8(text));
      await settled();
      return taken(b);
    };
    expect(await say('before')).toEqual(['before']);
    const now = world.clock.now();
    await world.pass(to(now) - now);
    expect(await say('after')).toEqual(['after']);
    await world.pass(now - world.clock.now());
    expect(await say('back')).toEqual(['back']);
    expect([repairsOf(a), repairsOf(b)]).toEqual([[], []]);
  });
});
