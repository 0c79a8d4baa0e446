import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { ManualClock } from '../../../src/base/clock.ts';
import {
  listenAsWitness,
  MAX_WITNESS_CONNECTIONS,
  MAX_WITNESS_CONNECTIONS_A_SOURCE,
} from '../../../src/node/ledger/witness-listener.ts';
import { Witness } from '../../../src/witness/witness.ts';
import { BreakableStore } from '../../fixtures/agents.ts';
import { NEW_YEAR, person } from '../../fixtures/ledger.ts';

it.each([
  ['nothing', ''],
  ['half a head', 'POST /add-checkpoint HTTP/1.1\r\nHost: w'],
  ['half a body', 'POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 9\r\n\r\nold'],
])('a witness ends a connection that sends %s when its time is over, and serves others', async (_, sent) => {
  const clock = new ManualClock(NEW_YEAR);
  const parts = { store: new BreakableStore(), clock, name: 'w.example', signing: person(7).signing, logs: [] };
  const witness = await Witness.open(parts);
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  await using listener = await listenAsWitness({ witness, host: '127.0.0.1', port: 0, clock, requestMs: 100, onFault });
  const silent = connect(Number(new URL(listener.url).port), '127.0.0.1');
  silent.on('error', () => undefined).resume();
  if (sent !== '') silent.write(sent);
  await once(silent, 'close');
  expect((await fetch(`${listener.url}/`)).status).toBe(404);
  expect(faults).toEqual([]);
});

it.each([
  ['one source', MAX_WITNESS_CONNECTIONS_A_SOURCE, 1],
  ['all', MAX_WITNESS_CONNECTIONS, MAX_WITNESS_CONNECTIONS / MAX_WITNESS_CONNECTIONS_A_SOURCE],
])(
  'H12: a witness ends the oldest of too many connections of %s that send nothing, and serves all',
  async (_, limit, sources) => {
    const clock = new ManualClock(NEW_YEAR);
    const parts = { store: new BreakableStore(), clock, name: 'w.example', signing: person(7).signing, logs: [] };
    const witness = await Witness.open(parts);
    await using listener = await listenAsWitness({ witness, host: '127.0.0.1', port: 0, clock, onFault: () => {} });
    const port = Number(new URL(listener.url).port);
    const from = async (source: number): Promise<Socket> => {
      const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${source}` });
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      return socket;
    };
    const asked = async (socket: Socket): Promise<string> => {
      socket.write('GET / HTTP/1.0\r\n\r\n');
      const [said] = (await once(socket, 'data')) as [Buffer];
      return String(said).slice(0, 12);
    };
    const silent: Socket[] = [];
    for (let n = 0; n < limit; n++) silent.push(await from(10 + (n % sources)));
    // That the last has been taken is known when one has been answered, which closes that.
    expect(await asked(silent.pop() as Socket)).toBe('HTTP/1.1 404');
    silent.push(await from(10 + ((limit - 1) % sources)));
    expect(await asked(await from(sources === 1 ? 10 : 99))).toBe('HTTP/1.1 404');
    await expect.poll(() => silent.filter(({ destroyed }) => destroyed).length, { timeout: 10_000 }).toBe(1);
    expect(silent[0]?.destroyed).toBe(true);
    for (const socket of silent) socket.destroy();
  },
);
