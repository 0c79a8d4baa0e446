/**
 * What people ask of a tunnel first: that it stays up. Hosts whose cables come out, whose addresses change, that go to
 * another network, or whose processes are stopped, with calls in flight all the while.
 */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Answer, fixture, PATIENCE_MS, type RpcClient, Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, type Nat, type NetHost, World } from './namespaces.ts';

const IS_SLOW = process.env['TALOS_SLOW'] === '1';
/** A call takes so long at the tool, in milliseconds, so that some are always in flight. */
const CALL_MS = 300;
/** From waking to an answer of the server, at most, in milliseconds: what is promised, and as much for two busy cores. */
const WAKE_MS = IS_SLOW ? 5000 : 10_000;

let held: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of held.splice(0).toReversed()) await each[Symbol.asyncDispose]();
  held = [];
});
const own = <T extends AsyncDisposable>(each: T): T => {
  held.push(each);
  return each;
};

/** A tool on a public host, and who uses it from a laptop behind a router. */
class Session {
  readonly world = own(new World());
  readonly terminals = own(new Terminals());
  readonly server: NetHost = this.world.host('server');
  readonly home: Nat = this.world.nat('home');
  readonly office: Nat = this.world.nat('office');
  readonly laptop: NetHost = this.home.host('laptop');
  readonly answers: (Answer | undefined)[] = [];
  client!: RpcClient;
  #isOver = false;
  #lanes: Promise<void>[] = [];

  async open(): Promise<this> {
    const { served } = await this.terminals.serve(
      'owner',
      ['--allow', '*', '--service', 'counter', '--host', this.server.address],
      [process.execPath, fixture('counter-tool.mjs'), this.terminals.path('executed'), String(CALL_MS)],
      { prefix: this.server.prefix },
    );
    this.client = this.terminals.connect('agent', served.invitation, { prefix: this.laptop.prefix });
    expect(await this.client.initialize(), this.client.terminal.stderr).toHaveProperty('result');
    return this;
  }

  /** Calls without end, three at a time. */
  load(): void {
    for (let lane = 0; lane < 3; lane++) this.#lanes.push(this.#lane());
  }

  async #lane(): Promise<void> {
    while (!this.#isOver && !this.client.terminal.isOver) {
      const id = this.client.nextId;
      this.answers.push(await this.client.ask('tools/call', { name: 'count_1', arguments: { id } }));
    }
  }

  /** Waits until calls that are made from now on are answered. */
  async resumed(ms: number = PATIENCE_MS): Promise<void> {
    const before = this.answers.length;
    await vi.waitFor(() => expect(this.answers.length).toBeGreaterThan(before + 3), { timeout: ms, interval: 50 });
  }

  /** The load ends: each call was answered with its result, and made once, by one tool. */
  async check(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#lanes);
    expect(this.answers.filter((answer) => answer?.result === undefined)).toEqual([]);
    const executed = readFileSync(this.terminals.path('executed'), 'utf8').split('\n').slice(0, -1);
    expect(new Set(executed).size, 'a call was made twice').toBe(executed.length);
    expect(executed).toHaveLength(this.answers.length);
    const entries = await this.terminals.ledger('owner');
    expect(entries.filter(({ type }) => type === 'result')).toHaveLength(executed.length);
    for (const directory of ['owner', 'agent'])
      expect(await this.terminals.json(directory, 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
  }
}

describe.skipIf(!canMakeNamespaces())('an MCP session (needs root, ip and nft)', () => {
  it(
    'N02: goes on without a lost or repeated call when the cable comes out, the address changes, the router forgets and ' +
      'the laptop goes to another network',
    async () => {
      const session = await new Session().open();
      const { laptop, home, office } = session;
      session.load();
      await session.resumed();
      const noticed = (): number => session.client.terminal.stderr.split('next try').length;
      laptop.unplug();
      await vi.waitFor(() => expect(noticed()).toBeGreaterThan(1), PATIENCE_MS);
      laptop.plug();
      await session.resumed();
      laptop.readdress();
      await session.resumed();
      home.renew();
      laptop.unplug();
      laptop.plug();
      await session.resumed();
      laptop.move(office);
      await session.resumed();
      await session.check();
    },
  );

  it('N02: goes on within seconds of waking, where its process was stopped until the connection was dead', async () => {
    const session = await new Session().open();
    session.load();
    await session.resumed();
    const { child } = session.client.terminal;
    const stoppedAt = performance.now();
    child.kill('SIGSTOP');
    session.home.renew();
    const until = stoppedAt + (IS_SLOW ? 120_000 : 7000);
    await vi.waitFor(() => expect(performance.now()).toBeGreaterThan(until), { timeout: 150_000, interval: 100 });
    child.kill('SIGCONT');
    await session.resumed(WAKE_MS);
    await session.check();
  });

  it.skipIf(!IS_SLOW)('N02: goes on when every packet was lost for a minute, which no interface says', async () => {
    const session = await new Session().open();
    session.load();
    await session.resumed();
    session.laptop.mute();
    await vi.waitFor(() => expect(session.client.terminal.stderr).toContain('fell silent'), 60_000);
    session.laptop.unmute();
    await session.resumed(40_000);
    await session.check();
  });

  it('H16: learns after a partition that its capability was revoked meanwhile', async () => {
    const session = await new Session().open();
    const { client, laptop, terminals } = session;
    expect(await client.call('count_2', { id: 1 })).toHaveProperty('result');
    laptop.unplug();
    await vi.waitFor(() => expect(client.terminal.stderr).toContain('next try'), PATIENCE_MS);
    const { capabilities } = await terminals.json<{ capabilities: readonly { id: string }[] }>(
      'owner',
      'capabilities',
      'list',
    );
    await terminals.json('owner', 'capabilities', 'revoke', capabilities[0]?.id ?? '', '--reason', 'over');
    laptop.plug();
    await vi.waitFor(
      async () =>
        expect(await client.call('count_2', { id: 2 })).toMatchObject({
          error: { code: -32003, data: { code: 'REVOKED' } },
        }),
      PATIENCE_MS,
    );
    expect(readFileSync(terminals.path('executed'), 'utf8')).toBe('count_2 1\n');
  });
});

describe.skipIf(!canMakeNamespaces())('messages over a partition (needs root, ip and nft)', () => {
  it('H16: are queued, and arrive once each when it heals, in both directions', async () => {
    const world = own(new World());
    const terminals = own(new Terminals());
    const hosts = { a: world.host('a'), b: world.host('b') };
    const listening = { a: terminals.start('a', []), b: terminals.start('b', []) };
    const addresses = { a: '', b: '' };
    const dids = { a: '', b: '' };
    for (const name of ['a', 'b'] as const) {
      await terminals.run(name, 'init', '--name', name, '--words-file', `${name}.words`);
      const args = ['listen', '--json', '--host', hosts[name].address, '--port', '0'];
      listening[name] = terminals.start(name, args, { prefix: hosts[name].prefix });
      const ready = JSON.parse(await listening[name].line(0)) as { did: string; addresses: string[] };
      addresses[name] = ready.addresses[0] ?? '';
      dids[name] = ready.did;
    }
    await terminals.json('a', 'contacts', 'add', 'peer', dids.b, '--address', addresses.b);
    await terminals.json('b', 'contacts', 'add', 'peer', dids.a, '--address', addresses.a);
    const came = (name: 'a' | 'b'): string[] =>
      listening[name].lines.slice(1).map((line) => (JSON.parse(line) as { text: string }).text);
    for (const name of ['a', 'b']) await terminals.json(name, 'send', 'peer', `${name} before`);
    await vi.waitFor(() => expect([came('a'), came('b')]).toEqual([['b before'], ['a before']]), PATIENCE_MS);
    hosts.b.unplug();
    const texts = [1, 2];
    for (const n of texts)
      for (const name of ['a', 'b']) {
        const { status, stdout } = await terminals.run(name, '--json', 'send', 'peer', `${name} ${n}`, '--wait', '1s');
        // Kept, or on a link that nobody knows yet to be dead.
        expect([0, 5], stdout).toContain(status);
      }
    hosts.b.plug();
    await vi.waitFor(
      () =>
        expect([came('a'), came('b')]).toEqual([
          ['b before', ...texts.map((n) => `b ${n}`)],
          ['a before', ...texts.map((n) => `a ${n}`)],
        ]),
      60_000,
    );
  });
});
