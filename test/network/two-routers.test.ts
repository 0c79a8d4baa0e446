/** The whole of it: two agents behind two routers, and a server on the public net that nobody must trust. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fixture, type RpcClient, type Terminal, Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, type NetHost, World } from './namespaces.ts';

const SERVER = resolve(import.meta.dirname, '../../dist/cli/server-bin.js');
/** For what is to happen by itself: time-outs of keep-alive, back-off and dialling come together. */
const PATIENCE = { timeout: 120_000, interval: 200 };

interface ServerLine {
  readonly addresses: readonly string[];
}

/** A public server on `host`: registry, mailbox, relay. */
class Server {
  readonly #terminals: Terminals;
  readonly #host: NetHost;
  #terminal: Terminal | undefined;
  address = '';

  constructor(terminals: Terminals, host: NetHost) {
    this.#terminals = terminals;
    this.#host = host;
  }

  async start(): Promise<void> {
    const port = this.address.split(':').at(-1) ?? '0';
    const dir = this.#terminals.path('server');
    const args = [
      '--host',
      this.#host.address,
      '--port',
      port === '' ? '0' : port,
      '--mailbox',
      '--relay',
      '--json',
      '--data-dir',
      dir,
    ];
    this.#terminal = this.#terminals.spawn([...this.#host.prefix, process.execPath, SERVER, ...args]);
    const { addresses } = JSON.parse(await this.#terminal.line(0)) as ServerLine;
    this.address = addresses[0] ?? '';
  }

  async kill(): Promise<void> {
    await this.#terminal?.end('SIGKILL');
  }
}

/** Calls one tool after the other until it is stopped; keeps what was answered. */
class Caller {
  readonly #client: RpcClient;
  readonly answers: (string | undefined)[] = [];
  #isStopped = false;
  readonly #done: Promise<void>;

  /** @param width - Calls that are to be under way at a time. */
  constructor(client: RpcClient, width: number) {
    this.#client = client;
    let next = 0;
    const loop = async (): Promise<void> => {
      while (!this.#isStopped) {
        const id = next++;
        const { result, error } = await this.#client.call('count_1', { id });
        const content = result?.['content'] as readonly { text?: string }[] | undefined;
        this.answers[id] = error === undefined ? content?.[0]?.text : `${error.code} ${error.message}`;
      }
    };
    this.#done = Promise.all(Array.from({ length: width }, loop)).then(() => undefined);
  }

  /** Waits until `count` more calls were answered. */
  async more(count: number): Promise<void> {
    const from = this.answers.length;
    await vi.waitFor(() => expect(this.answers.length).toBeGreaterThan(from + count), PATIENCE);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
  }
}

/** Four times what is waited for: it comes one after the other. */
const WHOLE_MS = 4 * PATIENCE.timeout;

describe.skipIf(!canMakeNamespaces())('two agents behind two routers (needs root, ip and nft)', () => {
  it(
    'use what is lent by DID alone, while the relay is killed, a cable is cut and addresses change, with no lost and no repeated call',
    async () => {
      await using world = new World();
      const home = world.nat('home');
      const office = world.nat('office', { mapping: 'symmetric' });
      const laptop = home.host('laptop');
      const desk = office.host('desk');
      await using terminals = new Terminals();
      const server = new Server(terminals, world.host('server'));
      await server.start();
      for (const name of ['owner', 'agent']) await terminals.json(name, 'init', '--name', name);
      const { did: agent } = await terminals.json<{ did: string }>('agent', 'whoami');
      const { did: owner } = await terminals.json<{ did: string }>('owner', 'whoami');
      const register = async (name: string, host: NetHost): Promise<void> => {
        const { status, stderr } = await terminals.start(name, ['register', '--server', server.address], {
          prefix: host.prefix,
        }).ended;
        expect({ status, stderr }).toMatchObject({ status: 0 });
      };
      await register('owner', laptop);
      await register('agent', desk);

      const counted = join(terminals.folder, 'counted');
      await terminals.serve(
        'owner',
        ['--authorized-peer', agent, '--allow', 'count_*', '--service', 'counting', '--host', '0.0.0.0'],
        [process.execPath, fixture('counter-tool.mjs'), counted, '5'],
        { prefix: laptop.prefix },
      );
      const client = terminals.connect('agent', owner, { prefix: desk.prefix });
      await client.initialize();
      const caller = new Caller(client, 4);
      await caller.more(10);

      const lost = (): number => client.terminal.stderr.split('next try').length;
      // The relay is killed and comes back.
      await server.kill();
      await server.start();
      await caller.more(20);
      // A cable is cut for as long as it takes to be noticed.
      const before = lost();
      desk.mute();
      await vi.waitFor(() => expect(lost()).toBeGreaterThan(before), PATIENCE);
      desk.unmute();
      await caller.more(20);
      // The caller has another address, then the router of who lends: connections that were there are dead, and look open.
      desk.readdress();
      await caller.more(20);
      home.renew();
      await caller.more(20);
      await caller.stop();
      const ids = caller.answers.map((_, id) => String(id));
      expect(caller.answers).toEqual(ids);
      const ran = readFileSync(counted, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[1]);
      expect([...ran].sort((a, b) => Number(a) - Number(b))).toEqual(ids);
    },
    WHOLE_MS,
  );
});
