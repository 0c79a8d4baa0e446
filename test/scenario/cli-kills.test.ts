/** SIGKILL at random moments under load, of either side: what was seen is on record, and nothing is left behind. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it, vi } from 'vitest';
import { JournalFile, type WrittenEntry } from './journal-file.ts';
import {
  descendantsOf,
  fixture,
  type Lender,
  PATIENCE_MS,
  processesWith,
  type RpcClient,
  randomOf,
  type Served,
  type Terminal,
  Terminals,
  untilGone,
} from './terminals.ts';

const KILLS = process.env['TALOS_SLOW'] === '1' ? 200 : 10;
const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
/** Calls in flight, and the longest pause between two of a lane, milliseconds. */
const LANES = 4;
const PAUSE_MS = 20;
/** A kill comes up to this long after the first answer; one in four comes again while the process starts. */
const LOAD_MS = 250;
const START_MS = 500;
/** How often the whole ledgers are verified, in kills. */
const VERIFY_EVERY = 10;
/** A server that is killed again and again is dialled less and less often, so the client's side has its turn. */
const MAX_LENDER_IN_A_ROW = 2;
/** Longest life of what a killed process started (M18), milliseconds. */
const ORPHAN_MS = 5000;
const OUTCOME_UNKNOWN = -32005;
const TUNNEL_DOWN = -32004;

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

/** Calls without end, and what came of them. */
class Load {
  /** What was answered with a result: targets of the ledger, and lines of the tool's file. */
  readonly answered: { readonly target: string; readonly line: string }[] = [];
  readonly unexpected: string[] = [];
  readonly #random: () => number;
  #next = 0;
  #made = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  get made(): number {
    return this.#made;
  }

  /** Calls through `client` until its process ends. */
  start(client: RpcClient): void {
    for (let lane = 0; lane < LANES; lane++) void this.#lane(client);
  }

  async #lane(client: RpcClient): Promise<void> {
    while (!client.terminal.isOver) {
      const id = this.#next++;
      const uri = `count://${id}`;
      const name = `count_${id % 64}`;
      const isTool = id % 2 === 0;
      this.#made++;
      const answer = isTool
        ? await client.ask('tools/call', { name, arguments: { id } })
        : await client.ask('resources/read', { uri });
      if (answer?.result !== undefined)
        this.answered.push(isTool ? { target: name, line: `${name} ${id}` } : { target: uri, line: uri });
      else if (answer !== undefined && ![OUTCOME_UNKNOWN, TUNNEL_DOWN].includes(answer.error?.code ?? 0))
        this.unexpected.push(JSON.stringify(answer));
      await sleep(this.#random() * PAUSE_MS);
    }
  }
}

/** How often each target is in the entries of a type, directly or through what they answer. */
function counts(entries: readonly WrittenEntry[], type: string): Map<string, number> {
  const targets = new Map(entries.map(({ id, statement }) => [id, statement?.body.target]));
  const found = new Map<string, number>();
  for (const entry of entries) {
    if (entry.type !== type || (entry.type === 'decision' && entry.decision !== 'allowed')) continue;
    const target = entry.statement?.body.target ?? targets.get(String(entry.answers)) ?? '';
    found.set(target, (found.get(target) ?? 0) + 1);
  }
  return found;
}

const tally = (targets: readonly string[]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const target of targets) found.set(target, (found.get(target) ?? 0) + 1);
  return found;
};

/** A lender, a client with its load, and the hand that kills them. */
class Scene {
  readonly #file = terminals.path('executed');
  readonly #random = randomOf(SEED);
  readonly load = new Load(this.#random);
  readonly #journals = {
    lender: new JournalFile(terminals.path('owner/ledger/journal')),
    client: new JournalFile(terminals.path('agent/ledger/journal')),
  };
  #lender: Lender;
  #client: RpcClient;
  #inARow = 0;
  kills = 0;

  private constructor(lender: Lender, client: RpcClient) {
    this.#lender = lender;
    this.#client = client;
  }

  static async open(): Promise<Scene> {
    const lender = await Scene.#lend('0');
    const client = terminals.connect('agent', lender.served.invitation);
    await client.initialize();
    const scene = new Scene(lender, client);
    scene.load.start(client);
    await scene.resumed();
    return scene;
  }

  static #start(port: string): Terminal {
    const args = ['--allow', '*,resource:*', '--service', 'counter', '--expires', '1d', '--port', port];
    return terminals.lend('owner', args, [process.execPath, fixture('counter-tool.mjs'), terminals.path('executed')]);
  }

  static async #lend(port: string): Promise<Lender> {
    const terminal = Scene.#start(port);
    return { terminal, served: JSON.parse(await terminal.line(0)) as Served };
  }

  get #port(): string {
    return this.#lender.served.addresses[0]?.split('/')[4] ?? '0';
  }

  /** Waits for a call that is made and answered from now on. */
  async resumed(): Promise<void> {
    const before = this.load.answered.length;
    await vi.waitFor(() => expect(this.load.answered.length).toBeGreaterThan(before), PATIENCE_MS);
  }

  /** Kills a side at a random moment, looks at what is on the disk, and starts it again. */
  async kill(): Promise<void> {
    await sleep(this.#random() * LOAD_MS);
    const isLender = this.#inARow < MAX_LENDER_IN_A_ROW && this.#random() < 0.5;
    this.#inARow = isLender ? this.#inARow + 1 : 0;
    const tools = (await processesWith(this.#file)).filter((pid) => pid !== this.#lender.terminal.pid);
    expect(tools.length, 'the tool server that must not be left').toBeGreaterThan(0);
    const victim = isLender ? this.#lender.terminal : this.#client.terminal;
    const children = await descendantsOf(victim.pid);
    await victim.end('SIGKILL');
    this.kills++;
    this.checkDisk();
    // The tool of a client that is gone without a word waits with its tunnel, for the lender cannot tell that from a cable
    // that is out; it ends with the lender at the latest.
    const gone = untilGone(isLender ? [...tools, ...children] : children, ORPHAN_MS);
    gone.catch(() => undefined); // awaited below
    await (isLender ? this.#restartLender() : this.#restartClient());
    await gone;
    await this.resumed();
  }

  /** Whether a process is to be killed while it starts, and when. */
  #startingKill(): number | undefined {
    return this.kills < KILLS && this.#random() < 0.25 ? this.#random() * START_MS : undefined;
  }

  async #restartLender(): Promise<void> {
    const port = this.#port;
    const kill = this.#startingKill();
    if (kill !== undefined) {
      const starting = Scene.#start(port);
      await sleep(kill);
      const children = await descendantsOf(starting.pid);
      await starting.end('SIGKILL');
      this.kills++;
      await untilGone(children, ORPHAN_MS);
    }
    this.#lender = await Scene.#lend(port);
  }

  async #restartClient(): Promise<void> {
    const kill = this.#startingKill();
    if (kill !== undefined) {
      const starting = terminals.connect('agent', 'counter');
      void starting.initialize();
      await sleep(kill);
      await starting.terminal.end('SIGKILL');
      this.kills++;
    }
    this.#client = terminals.connect('agent', 'counter');
    expect(await this.#client.initialize()).toHaveProperty('result');
    this.load.start(this.#client);
  }

  /** What the client saw answered, and what the tool did, against what is in the two journals at this moment. */
  checkDisk(): void {
    const answered = tally(this.load.answered.map(({ target }) => target));
    const executed = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').split('\n').slice(0, -1) : [];
    const ours = this.#journals.client.read();
    const theirs = this.#journals.lender.read();
    for (const [entries, type] of [
      [ours, 'call'],
      [ours, 'receipt'],
      [theirs, 'decision'],
      [theirs, 'result'],
    ] as const) {
      const found = counts(entries, type);
      const missing = [...answered].filter(([target, count]) => (found.get(target) ?? 0) < count);
      expect(missing, `answered calls without their ${type}`).toEqual([]);
    }
    const decisions = counts(theirs, 'decision');
    const ran = tally(executed.map((line) => line.split(' ')[0] ?? ''));
    expect([...ran].filter(([target, count]) => (decisions.get(target) ?? 0) < count)).toEqual([]);
    expect(new Set(executed).size, 'a call was executed twice').toBe(executed.length);
    const did = new Set(executed);
    expect(this.load.answered.filter(({ line }) => !did.has(line))).toEqual([]);
    expect(this.load.unexpected).toEqual([]);
  }

  /** Both ledgers, recomputed by the commands. */
  async verify(): Promise<void> {
    const reports = await Promise.all(
      ['owner', 'agent'].map((directory) => terminals.json(directory, 'audit', 'verify')),
    );
    for (const report of reports) expect(report).toMatchObject({ valid: true, problems: [] });
  }

  /** Stops both sides as people do; nothing that they started is left. */
  async close(): Promise<void> {
    const children = [
      ...(await descendantsOf(this.#lender.terminal.pid)),
      ...(await descendantsOf(this.#client.terminal.pid)),
    ];
    expect(await this.#client.close()).toMatchObject({ status: 0 });
    expect(await this.#lender.terminal.end('SIGTERM')).toMatchObject({ status: 0 });
    await untilGone(children, ORPHAN_MS);
    expect(await processesWith(terminals.folder)).toEqual([]);
    this.checkDisk();
  }
}

it(
  `D01, M18, C24, B21: ${KILLS} kills of either side under load lose no call that was answered and leave no process behind`,
  async () => {
    process.stderr.write(`TALOS_SEED=${SEED} plays these kills again\n`);
    const scene = await Scene.open();
    let verified = 0;
    while (scene.kills < KILLS) {
      await scene.kill();
      if (scene.kills - verified < VERIFY_EVERY) continue;
      verified = scene.kills;
      await scene.verify();
    }
    await scene.close();
    await scene.verify();
    expect(scene.load.answered.length).toBeGreaterThan(KILLS);
  },
  KILLS * 10_000,
);
