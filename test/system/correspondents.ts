/** Two agents in processes of their own that write to each other as fast as they can, and what became of every message. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { isTalosError } from '../../src/base/errors.ts';
import { attachAgent, type OpenedAgent } from '../../src/node/local/attach.ts';
import { type Ended, type Terminal, Terminals } from '../scenario/terminals.ts';

/** How a `send` may end whose agent is ending. */
const NOT_ANSWERED = ['E_CLOSED', 'E_LIMIT', 'E_LOCKED', 'E_OUTCOME_UNKNOWN'];
/** Longest wait for messages to settle, milliseconds. */
const SETTLE_MS = 30_000;

/** One of the two. */
export class Correspondent {
  readonly #terminals: Terminals;
  readonly name: string;
  #terminal: Terminal | undefined;
  #port = '0';
  #peer: { readonly did: string; readonly address: string; readonly alias: string } | undefined;
  did = '';
  address = '';
  /** Messages whose sending was answered, by id. */
  readonly answered = new Set<string>();
  readonly unexpected: string[] = [];

  constructor(terminals: Terminals, name: string) {
    this.#terminals = terminals;
    this.name = name;
  }

  /** Listens, at the port where it did before. */
  async start(): Promise<void> {
    const options = ['--json', '--host', '127.0.0.1', '--port', this.#port];
    const terminal = this.#terminals.start(this.name, ['listen', ...options]);
    const info = JSON.parse(await terminal.line(0)) as { did: string; addresses: string[] };
    this.#terminal = terminal;
    this.did = info.did;
    this.address = info.addresses[0] ?? '';
    this.#port = this.address.split('/')[4] ?? '0';
  }

  async init(): Promise<void> {
    const words = `${this.name}.words`;
    const { status, stderr } = await this.#terminals.run(this.name, 'init', '--name', this.name, '--words-file', words);
    expect([status, stderr]).toMatchObject([0, expect.any(String)]);
    await this.start();
  }

  get pid(): number {
    return this.#terminal?.pid ?? 0;
  }

  /** Resident memory of its process, in bytes. */
  get residentBytes(): number {
    const [, kib = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  }

  /** Knows `peer` from now on, at `address`. */
  async meet({ did, name: alias }: Correspondent, address: string): Promise<void> {
    this.#peer = { did, alias, address };
    await using agent = await this.agent();
    await agent.api.contacts.add({ did, alias, addresses: [address] });
  }

  async agent(): Promise<OpenedAgent> {
    const agent = await attachAgent(this.#terminals.path(this.name));
    if (agent === undefined) throw new Error(`${this.name} does not run`);
    return agent;
  }

  /** Sends one message after the other until `signal` aborts or the agent ends. */
  async lane(lane: number, signal: AbortSignal, pause: () => Promise<unknown>): Promise<void> {
    await using agent = await this.agent();
    for (let n = 0; !signal.aborted; n++)
      try {
        const { id } = await agent.api.messages.send({ peer: this.#peer?.did ?? '', text: `${lane} ${n}` });
        this.answered.add(id);
        await pause();
      } catch (error) {
        if (!isTalosError(error) || !NOT_ANSWERED.includes(error.code)) this.unexpected.push(String(error));
        return;
      }
  }

  end(signal: NodeJS.Signals): Promise<Ended> {
    if (this.#terminal === undefined) throw new Error(`${this.name} does not run`);
    return this.#terminal.end(signal);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Ids of the messages of its history that went `direction`, as often as they are in it, oldest first. */
  async history(
    direction: 'sent' | 'received',
  ): Promise<readonly { readonly id: string; readonly state: string; readonly text: string }[]> {
    await using agent = await this.agent();
    const found: { id: string; state: string; text: string }[] = [];
    let before: string | undefined;
    do {
      const page = await agent.api.messages.history({ last: 1000, ...(before === undefined ? {} : { before }) });
      found.unshift(...page.messages.filter((each) => each.direction === direction));
      before = page.before;
    } while (before !== '');
    return found;
  }

  /** Every message that was answered to `sender` is here: once, and those of a lane in their order. */
  async hasAllOf(sender: Correspondent): Promise<void> {
    await expect
      .poll(
        async () => {
          const open = (await sender.history('sent')).filter(({ state }) => state !== 'delivered');
          return open.map(({ id, state }) => `${id} ${state}`);
        },
        { timeout: SETTLE_MS, interval: 100 },
      )
      .toEqual([]);
    const received = await this.history('received');
    const ids = received.map(({ id }) => id);
    expect(new Set(ids).size, 'a message came twice').toBe(ids.length);
    expect(
      [...sender.answered].filter((id) => !ids.includes(id)),
      'a message was lost',
    ).toEqual([]);
    expect(sender.unexpected).toEqual([]);
  }
}

/** Two that know each other at the addresses that `through` makes of theirs. */
export async function correspondents(
  terminals: Terminals,
  through: (address: string) => Promise<string> = (address) => Promise.resolve(address),
): Promise<readonly [Correspondent, Correspondent]> {
  const [alice, bob] = [new Correspondent(terminals, 'alice'), new Correspondent(terminals, 'bob')];
  await Promise.all([alice.init(), bob.init()]);
  await alice.meet(bob, await through(bob.address));
  await bob.meet(alice, await through(alice.address));
  return [alice, bob];
}
