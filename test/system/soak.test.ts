/**
 * N15 and D16 in short: connections that break at random, and a process that stands still; nothing is lost, nothing comes
 * twice, and no memory is kept. Seconds here, a minute each with TALOS_SLOW.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { randomOf, Terminals } from '../scenario/terminals.ts';
import { correspondents } from './correspondents.ts';

const isLong = process.env['TALOS_SLOW'] === '1';
const SEED = Number(process.env['TALOS_SEED'] ?? Date.now() % 2 ** 31);
const SOAK_MS = isLong ? 60_000 : 4000;
const STALL_MS = isLong ? 60_000 : 2500;
/** One piece in a hundred that passes ends its connection, or waits. */
const FAULTS = 0.01;
const LEAST_FAULTS = isLong ? 50 : 2;
/** How much a process may grow once it is warm: the garbage of a few seconds, and far below what a leak a message makes. */
const MOST_GROWTH_BYTES = 64 * 1024 * 1024;

const servers: Server[] = [];
const opened: Terminals[] = [];
afterAll(async () => {
  for (const terminals of opened) await terminals[Symbol.asyncDispose]();
  for (const server of servers) server.close();
});
const terminals = (): Terminals => {
  const made = new Terminals();
  opened.push(made);
  return made;
};

it(`N15: ${SOAK_MS / 1000} s with one fault in a hundred (seed ${SEED}): every message comes once, and memory stays`, async () => {
  const random = randomOf(SEED);
  let [cuts, delays] = [0, 0];
  /** What passes between two sockets, with faults. */
  const pipe = (from: Socket, to: Socket): void => {
    from.on('error', () => undefined);
    from.once('close', () => to.destroy());
    from.on('data', (chunk) => {
      const fault = random();
      if (fault < FAULTS / 2) {
        cuts++;
        from.destroy();
      } else if (fault < FAULTS) {
        delays++;
        from.pause();
        setTimeout(() => {
          to.write(chunk);
          from.resume();
        }, 50 * random());
      } else to.write(chunk);
    });
  };
  const through = async (address: string): Promise<string> => {
    const port = Number(address.split('/')[4]);
    const server = createServer((socket) => {
      const onward = connect(port, '127.0.0.1');
      pipe(socket, onward);
      pipe(onward, socket);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    return address.replace(`/tcp/${port}/`, `/tcp/${typeof bound === 'object' ? bound?.port : 0}/`);
  };
  const pair = await correspondents(terminals(), through);
  const [alice, bob] = pair;
  const stop = new AbortController();
  const pause = (): Promise<unknown> => sleep(10 * random());
  const lanes = pair.flatMap((each) => [0, 1].map((lane) => each.lane(lane, stop.signal, pause)));
  await sleep(SOAK_MS / 2);
  const before = pair.map(({ residentBytes }) => residentBytes);
  await sleep(SOAK_MS / 2);
  // A machine that is busy passes on little.
  await expect.poll(() => cuts + delays, { timeout: 30_000 }).toBeGreaterThanOrEqual(LEAST_FAULTS);
  stop.abort();
  await Promise.all(lanes);
  await bob.hasAllOf(alice);
  await alice.hasAllOf(bob);
  for (const [i, { residentBytes }] of pair.entries())
    expect(residentBytes - (before[i] ?? 0)).toBeLessThan(MOST_GROWTH_BYTES);
  expect(alice.answered.size + bob.answered.size).toBeGreaterThan(LEAST_FAULTS);
}, 300_000);

it(`D16: an agent that stands still for ${STALL_MS / 1000} s goes on: nothing is lost, nothing comes twice`, async () => {
  const [alice, bob] = await correspondents(terminals());
  const stop = new AbortController();
  const lanes = [alice, bob].map((each) => each.lane(0, stop.signal, () => sleep(20)));
  // Both are at work.
  await expect.poll(() => Math.min(alice.answered.size, bob.answered.size), { timeout: 30_000 }).toBeGreaterThan(0);
  const [sent, received] = [alice.answered.size, bob.answered.size];
  bob.kill('SIGSTOP');
  await sleep(STALL_MS);
  bob.kill('SIGCONT');
  await expect.poll(() => bob.answered.size, { timeout: 30_000 }).toBeGreaterThan(received);
  stop.abort();
  await Promise.all(lanes);
  await bob.hasAllOf(alice);
  await alice.hasAllOf(bob);
  // It was not held up by the other's standing still.
  expect(alice.answered.size).toBeGreaterThan(sent);
  for (const each of [alice, bob]) {
    await using agent = await each.agent();
    const { repairs } = await agent.api.status();
    expect(repairs.count).toBe(0);
  }
}, 300_000);
