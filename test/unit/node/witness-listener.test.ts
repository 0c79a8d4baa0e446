import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { ManualClock } from '../../../src/base/clock.ts';
import { listenAsWitness } from '../../../src/node/witness-listener.ts';
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
