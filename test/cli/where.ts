/** A command against a fake agent, in its process and attached to it: one test for both. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { OpenedAgent } from '../../src/node/local/attach.ts';
import { type AttachedAgent, attachLocal } from '../../src/node/local/local-client.ts';
import { type LocalServer, serveLocal } from '../../src/node/local/local-socket.ts';
import type { FakeAgent } from './fake-agent.ts';
import { World } from './fake-io.ts';

const HERE = 'in this process';
/** Where a command may find its agent. */
export const WHERE = [HERE, 'attached to the process that runs it'] as const;

/** What a test has, anew each time. */
export interface Somewhere {
  world: World;
  fake: FakeAgent;
  /** Temporary, with the socket of the agent. */
  folder: string;
  readonly run: (...argv: readonly string[]) => Promise<number>;
  /** The agent over its socket. */
  readonly attach: () => Promise<AttachedAgent>;
  /** The parameters of the calls of a method. */
  readonly asked: (method: string) => unknown[];
}

/** Makes it before each test of a `describe`, and ends it after each. */
export function somewhere(where: (typeof WHERE)[number]): Somewhere {
  let server: LocalServer;
  const it: Somewhere = {
    world: new World(),
    fake: new World().agents.agent,
    folder: '',
    async run(...argv) {
      if (where !== HERE) it.world.agents.next.push(opened(await it.attach()));
      return it.world.run(...argv);
    },
    async attach() {
      const agent = await attachLocal(socket());
      if (agent === undefined) throw new Error('nobody listens');
      return agent;
    },
    asked: (method) => it.fake.asked.filter((each) => each.method === method).map(({ params }) => params),
  };
  const socket = (): string => join(it.folder, 'agent.sock');
  beforeEach(async () => {
    it.world = new World();
    it.fake = it.world.agents.agent;
    it.folder = await mkdtemp(join(tmpdir(), 'talos-somewhere-'));
    server = await serveLocal(it.fake, socket());
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
    await rm(it.folder, { recursive: true });
  });
  return it;
}

function opened(api: AttachedAgent): OpenedAgent {
  return { api, isOwner: false, gone: api.gone, [Symbol.asyncDispose]: async () => api[Symbol.asyncDispose]() };
}
