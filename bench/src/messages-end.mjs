/**
 * One end of the message bench, in a process of its own.
 *
 * `node messages-end.mjs take DIR`: a client that takes what comes. Prints its DID and addresses.
 * `node messages-end.mjs bare DIR`: a TCP server that commits and syncs what comes before it gives it back. Prints its port.
 *
 * @module
 */
import { createServer } from 'node:net';
import { dist } from './dist.mjs';
import { bareDisk, TEXT_BYTES } from './messages-floor.mjs';

const [mode, dir = '.'] = process.argv.slice(2);
const say = (/** @type {unknown} */ what) => process.stdout.write(`${JSON.stringify(what)}\n`);

if (mode === 'take') {
  const { TalosClient } = await dist('node');
  const client = await TalosClient.create('taker', { dataDir: dir });
  say({ did: client.did, addresses: await client.listen() });
  process.once('SIGTERM', () => void client[Symbol.asyncDispose]().then(() => process.exit(0)));
  for await (const message of client.messages()) void message;
} else {
  const disk = bareDisk(dir);
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    let bytes = 0;
    socket.on('data', (/** @type {Buffer} */ data) => {
      bytes += data.length;
      if (bytes < TEXT_BYTES) return;
      bytes -= TEXT_BYTES;
      void disk
        .commit()
        .then(() => disk.sync())
        .then(() => socket.write(Buffer.alloc(TEXT_BYTES)));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    say(typeof address === 'object' && address !== null ? address.port : 0);
  });
}
