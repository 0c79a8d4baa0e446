/** SIGKILL at random moments, of either side or both, while both send: what was answered comes once, and in order. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it, vi } from 'vitest';
import type { HistoryEntry } from '../../src/agent/api/message-api.ts';
import { isTalosError } from '../../src/base/errors.ts';
import { attachAgent, type OpenedAgent } from '../../src/node/local/attach.ts';
import { PATIENCE_MS, processesWith, randomOf, type Terminal, Terminals } from './terminals.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const KILLS = Number(process.env['TALOS_KILLS'] ?? (SLOW ? 1000 : 4));
const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
/** Messages of a side that are sent at the same time, and the longest pause between two of a lane, milliseconds. */
const LANES = 3;
const PAUSE_MS = 60;
/** A kill comes up to this long after a side has sent and got something again; one in four while it starts. */
const LOAD_MS = 250;
const START_MS = 700;
/** How often what came is looked up in the history, which keeps the newest 10,000, in kills of a side. */
const LOOK_EVERY = 20;
/** Longest wait for the history that a report of a failure tells of, milliseconds. */
const TOLD_MS = 5000;
/** Most entries of the ledger that a command shows. */
const MAX_LOGGED = 10_000;
/** How a `send` may end whose process or whose owner was killed, or that finds too much waiting. */
const NOT_ANSWERED = ['E_CLOSED', 'E_LIMIT', 'E_LOCKED', 'E_OUTCOME_UNKNOWN'];
/** How a listener may end at its start: a command runs the agent and is ending. */
const STARTING_AGAIN = 'E_LOCKED';

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

interface Printed {
  readonly id: string;
  readonly text: string;
}

/** The first line of a listener. */
interface Info {
  readonly did: string;
  readonly addresses?: readonly string[];
  readonly error?: { readonly code: string };
}

/** One of the two: a listener that is killed and started again, and those who send through it. */
class Side {
  readonly #name: string;
  readonly #random: () => number;
  #port = '0';
  #listener: Terminal | undefined;
  #agent: OpenedAgent | undefined;
  #peer: Side | undefined;
  did = '';
  address = '';
  isSending = true;
  kills = 0;
  /** What was answered, by id. */
  readonly answered = new Map<string, string>();
  readonly unexpected: string[] = [];
  /** What each listener printed. */
  readonly #runs: Printed[][] = [];
  /** When what came was stored, by id. */
  readonly #received = new Map<string, Set<number>>();

  constructor(name: string, seed: number) {
    this.#name = name;
    this.#random = randomOf(seed);
  }

  get printed(): readonly Printed[] {
    return this.#runs.flat();
  }

  async init(): Promise<void> {
    const { status } = await terminals.run(
      this.#name,
      'init',
      '--name',
      this.#name,
      '--words-file',
      `${this.#name}.words`,
    );
    expect(status).toBe(0);
  }

  /** Starts a listener, again where another command is still ending. Resolves when it listens; rejects where it ends before. */
  async start(): Promise<void> {
    const terminal = terminals.start(this.#name, ['listen', '--json', '--host', '127.0.0.1', '--port', this.#port]);
    this.#listener = terminal;
    const run: Printed[] = [];
    this.#runs.push(run);
    terminal.onLine((line) => {
      const { event, ...rest } = JSON.parse(line) as Printed & { readonly event?: string };
      if (event === 'message') run.push(rest);
    });
    const info = JSON.parse(await terminal.line(0)) as Info;
    // Not where it was killed meanwhile: who did that starts another.
    if (info.error?.code === STARTING_AGAIN) return this.#listener === terminal ? this.start() : undefined;
    expect(info, JSON.stringify(info)).toHaveProperty('addresses');
    this.did = info.did;
    this.address = info.addresses?.[0] ?? '';
    this.#port = this.address.split('/')[4] ?? '0';
  }

  async meet(peer: Side): Promise<void> {
    this.#peer = peer;
    const { api } = await this.agent();
    await api.contacts.add({ did: peer.did, alias: peer.#name, addresses: [peer.address] });
  }

  /** The agent, through the local socket; waits for one. */
  async agent(): Promise<OpenedAgent> {
    while (this.#agent === undefined) {
      const agent = await attachAgent(terminals.path(this.#name)).catch(unlessKilled);
      // Several may have asked.
      if (this.#agent !== undefined) await agent?.[Symbol.asyncDispose]();
      else if (agent === undefined) await sleep(20);
      else {
        this.#agent = agent;
        void agent.gone.then(() => {
          this.#agent = undefined;
        });
      }
    }
    return this.#agent;
  }

  /** Sends over the local socket until it is stopped: one message after the other. */
  async lane(lane: number): Promise<void> {
    for (let n = 0; this.isSending; n++) {
      const text = `${lane} ${n}`;
      try {
        const { api } = await this.agent();
        const { id } = await api.messages.send({ peer: this.#peer?.did ?? '', text });
        this.answered.set(id, text);
      } catch (error) {
        if (!isTalosError(error) || !NOT_ANSWERED.includes(error.code)) this.unexpected.push(String(error));
      }
      await sleep(this.#random() * PAUSE_MS);
    }
  }

  /** Sends with the command, which runs the agent itself where the listener is dead. */
  async commands(): Promise<void> {
    for (let n = 0; this.isSending; n++) {
      const text = `command ${n}`;
      const { status, stdout } = await terminals.process(this.#name, '--json', 'send', this.#peer?.did ?? '', text);
      const said = status === null ? {} : (JSON.parse(stdout) as { id?: string; error?: { code: string } });
      if (status === 0) this.answered.set(said.id ?? '', text);
      else if (said.error !== undefined && !NOT_ANSWERED.includes(said.error.code)) this.unexpected.push(stdout);
      await sleep(this.#random() * 10 * PAUSE_MS);
    }
  }

  /** Kills and starts again, until it was done so often. */
  async kill(times: number): Promise<void> {
    while (this.kills < times) {
      await sleep(this.#random() * LOAD_MS);
      await this.#die();
      for (;;) {
        const starting = this.start();
        starting.catch(() => undefined); // awaited below, unless it is killed
        if (this.kills >= times || this.#random() >= 0.25) {
          await starting;
          break;
        }
        await sleep(this.#random() * START_MS);
        await this.#die();
      }
      await this.resumed();
      if (this.kills % LOOK_EVERY === 0) await this.look();
    }
  }

  async #die(): Promise<void> {
    const victim = this.#listener;
    this.#listener = undefined;
    this.kills++;
    await victim?.end('SIGKILL');
  }

  /** Waits until messages go both ways again. */
  async resumed(): Promise<void> {
    const counts = (): readonly number[] => [this.printed.length, this.#peer?.printed.length ?? 0];
    const before = counts();
    try {
      await vi.waitFor(() => {
        expect(this.#listener?.isOver, `the listener of ${this.#name} ended: ${this.#listener?.stderr}`).toBe(false);
        for (const [i, count] of counts().entries()) expect(count).toBeGreaterThan(before[i] ?? 0);
      }, PATIENCE_MS);
    } catch (error) {
      const told = await Promise.all([this.told(), this.#peer?.told()]);
      throw new Error(`messages stopped: ${JSON.stringify(told, undefined, 1)}`, { cause: error });
    }
  }

  /** What is going on here, for whoever reads why a run failed. */
  async told(): Promise<object> {
    const { pid = 0 } = this.#listener ?? {};
    const ticks = async (): Promise<number> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const [user = 0, system = 0] = stat.split(' ').slice(13).map(Number);
      return user + system;
    };
    const before = await ticks();
    const history = await Promise.race([this.look(), sleep(TOLD_MS, undefined)]);
    const states: Record<string, number> = {};
    for (const { direction, state } of history ?? [])
      states[`${direction} ${state}`] = (states[`${direction} ${state}`] ?? 0) + 1;
    return {
      name: this.#name,
      pid,
      cpuTicks: (await ticks()) - before,
      printed: this.printed.length,
      answered: this.answered.size,
      states,
      newest: history?.slice(0, 8).map(({ id, direction, state, atMs }) => [id, direction, state, atMs]),
      stderr: this.#listener?.stderr.split('\n').slice(-8),
    };
  }

  /** The newest messages of the history, of which those that came are noted. */
  async look(): Promise<readonly HistoryEntry[]> {
    const found: HistoryEntry[] = [];
    let before: string | undefined;
    do {
      const { api } = await this.agent();
      const page = await api.messages
        .history({ last: 1000, ...(before === undefined ? {} : { before }) })
        .catch(unlessKilled);
      if (page === undefined) return this.look();
      found.push(...page.messages);
      before = page.before;
    } while (before !== '' && found.length < 5000);
    for (const { id, direction, atMs } of found)
      if (direction === 'received') this.#received.set(id, (this.#received.get(id) ?? new Set()).add(atMs));
    return found;
  }

  /** Waits until nothing waits here: not to be delivered, not to be printed. */
  async settle(): Promise<void> {
    await vi.waitFor(
      async () => {
        const open = (await this.look()).filter(({ state }) => ['queued', 'sent', 'waiting'].includes(state));
        expect(open).toEqual([]);
      },
      { timeout: 2 * PATIENCE_MS, interval: 100 },
    );
  }

  /** What `peer` was answered against what was printed and what is in the history here. */
  check(peer: Side): void {
    expect(this.unexpected).toEqual([]);
    for (const [run, next] of this.#runs.map((each, i) => [each, this.#runs[i + 1] ?? []] as const)) {
      const ids = new Set(run.map(({ id }) => id));
      expect(ids.size, 'a listener printed an id twice').toBe(run.length);
      // Only what was being printed at the kill, and not yet taken, comes again.
      expect(next.slice(1).filter(({ id }) => ids.has(id))).toEqual([]);
      if (ids.has(next[0]?.id ?? '')) expect(next[0]).toEqual(run.at(-1));
    }
    const first = new Map(this.printed.map(({ id, text }) => [id, text]));
    expect(
      [...peer.answered].filter(([id, text]) => first.get(id) !== text),
      'answered, not printed',
    ).toEqual([]);
    expect([...first.keys()], 'the order of the ids').toEqual([...first.keys()].sort());
    const last = new Map<string, number>();
    for (const text of first.values()) {
      const [lane = '', n] = text.split(' ');
      expect(Number(n), `lane ${lane}`).toBeGreaterThan(last.get(lane) ?? -1);
      last.set(lane, Number(n));
    }
    expect([...this.#received].filter(([, times]) => times.size !== 1)).toEqual([]);
    expect([...this.#received.keys()].sort()).toEqual([...first.keys()].sort());
  }

  /** An entry for each message that came or was delivered, and for none two. */
  async #checkLedger(): Promise<void> {
    const entries = await terminals.ledger(this.#name, '--type', 'message');
    const ids = entries.map(({ entry }) => `${entry.direction} ${entry.message}`);
    expect(ids.length, 'entries of a message').toBe(new Set(ids).size);
    // Beyond that the log shows the newest alone.
    if (entries.length === MAX_LOGGED) return;
    const known = new Set(ids);
    const due = [
      ...this.printed.map(({ id }) => `received ${id}`),
      ...[...this.answered.keys()].map((id) => `sent ${id}`),
    ];
    expect(due.filter((id) => !known.has(id))).toEqual([]);
  }

  async close(): Promise<void> {
    await this.#agent?.[Symbol.asyncDispose]();
    expect(await this.#listener?.end('SIGTERM')).toMatchObject({ status: 0 });
    await this.#checkLedger();
    expect(await terminals.json(this.#name, 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
  }
}

/** For what ended with the process that was asked. */
function unlessKilled(error: unknown): undefined {
  if (!isTalosError(error, 'E_CLOSED') && !isTalosError(error, 'E_LOCKED')) throw error;
}

it(
  `${KILLS} kills of either side under messages both ways: each answered one is printed once, in order`,
  async () => {
    process.stderr.write(`TALOS_SEED=${SEED} plays these kills again\n`);
    const [a, b] = [new Side('a', SEED), new Side('b', SEED + 1)];
    const sides = [a, b];
    await Promise.all(sides.map((side) => side.init()));
    await Promise.all(sides.map((side) => side.start()));
    await Promise.all([a.meet(b), b.meet(a)]);
    const sending = sides.flatMap((side) => [
      side.commands(),
      ...Array.from({ length: LANES }, (_, lane) => side.lane(lane)),
    ]);
    await Promise.all(sides.map((side) => side.resumed()));
    const kills = (): number => a.kills + b.kills;
    const answered = (): number => a.answered.size + b.answered.size;
    await Promise.all(sides.map((side) => side.kill(KILLS / 2))).finally(() =>
      process.stderr.write(`${kills()} kills, ${answered()} messages answered\n`),
    );
    for (const side of sides) side.isSending = false;
    await Promise.all(sending);
    for (const side of sides) await side.settle();
    for (const side of sides) await side.look();
    a.check(b);
    b.check(a);
    for (const side of sides) await side.close();
    expect(await processesWith(terminals.folder)).toEqual([]);
    expect(answered()).toBeGreaterThan(KILLS);
  },
  60_000 + KILLS * 10_000,
);
