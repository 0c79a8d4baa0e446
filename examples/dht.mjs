// Finding an agent by its DID alone, in a Kademlia table that nobody owns: three nodes, one agent that publishes where it
// is, one that knows nothing but the first node and a DID. The record is signed by the agent, so no node has to be trusted.
//   node examples/dht.mjs
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, withFolder } from './parts/scene.mjs';
import { start, talos } from './parts/talos.mjs';

await withFolder(async (folder) => {
  const running = [];
  const run = async (program, name, ...args) => {
    const started = start(program, join(folder, name), ...args);
    running.push(started);
    return started.next();
  };
  try {
    // Three nodes of the table. Each but the first knows one other, and finds the rest.
    const nodes = [];
    for (const name of ['node-1', 'node-2', 'node-3']) {
      const known = nodes.slice(-1).flatMap((node) => ['--bootstrap', node]);
      const { addresses, peerId } = await run('talos-server', name, '--port', '0', ...known);
      nodes.push(`/ip4/127.0.0.1/tcp/${addresses[0].split(':')[1]}/p2p/${peerId}`);
    }

    // Bob begins with the last node, and publishes where he is; Alice begins with the first, and has never met him.
    const enter = async (name, node) => {
      const { json } = await talos(
        join(folder, name),
        'init',
        '--name',
        name,
        '--words-file',
        join(folder, `${name}.words`),
      );
      await writeFile(join(folder, name, 'config.yaml'), `bootstrap: ${node}\n`, { mode: 0o600 });
      return json.did;
    };
    const bob = await enter('bob', nodes[2]);
    await enter('alice', nodes[0]);
    await run('talos', 'bob', 'listen', '--port', '0');

    // His record is there in a moment. Alice verifies it: it is signed by the very DID that she asked for.
    const deadline = Date.now() + 30_000;
    const resolve = () => talos(join(folder, 'alice'), 'did', 'resolve', '--record', bob);
    let found = await resolve();
    while (!(found.json?.record?.addresses?.length > 0) && Date.now() < deadline) found = await resolve();
    const { addresses = [] } = found.json.record ?? {};
    check(`alice found bob at ${addresses[0]}`, addresses.length > 0);

    // And reaches him: the connection proves the key of the DID, whatever the table said.
    const ping = await talos(join(folder, 'alice'), 'ping', bob);
    check(`bob answers, ${ping.json.path}`, ping.status === 0);
  } finally {
    for (const each of running.reverse()) await each.stop();
  }
});
