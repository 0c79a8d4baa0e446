// The conversation with one peer, and what becomes of each message: over a disk and the loopback interface, and with
// the same code over stores and links in memory, as a test of your own would.
//   node examples/secure-channel.mjs
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TalosClient } from 'talos-protocol';
import { MemoryNetwork } from 'talos-protocol/testing';

const bytes = (text) => new TextEncoder().encode(text);
const text = ({ content }) => new TextDecoder().decode(content);

async function converse(alice, bob) {
  await alice.addPeer(bob.did, await bob.listen());
  const stop = new AbortController();
  const deliveries = alice.deliveries({ signal: stop.signal });
  // With TypeScript, or on Node 24: `await using here = await alice.channel(bob.did)`, and no close().
  const here = await alice.channel(bob.did);
  const there = await bob.channel(alice.did, { signal: AbortSignal.timeout(30_000) });

  const { id, state } = await here.send(bytes('are you there?'));
  for await (const message of there) {
    console.log(`bob has "${text(message)}", which is ${state}`);
    await there.send(bytes('I am'));
    break;
  }
  for await (const message of here) {
    console.log(`alice has "${text(message)}"`);
    break;
  }
  for await (const event of deliveries) {
    console.log(`${event.id === id ? 'the question' : 'another message'} was ${event.state}`);
    if (event.state === 'delivered') break;
  }
  await there.close();
  await here.close();
}

async function closing(clients, use) {
  try {
    await use(...clients);
  } finally {
    for (const client of clients) await client[Symbol.asyncDispose]();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'talos-example-'));
try {
  const create = (name) => TalosClient.create(name, { dataDir: join(folder, name) });
  await closing([await create('alice'), await create('bob')], converse);
  const network = new MemoryNetwork();
  await closing([await network.client('alice'), await network.client('bob')], converse);
} finally {
  await rm(folder, { recursive: true, force: true });
}
