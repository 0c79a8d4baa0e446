/**
 * One end of the relay bench, in a process of its own: `node relay-end.mjs RELAY` listens, has a place at the relay too, and
 * gives back what comes. Prints its key and both addresses.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { dist } from './dist.mjs';

const [relay = ''] = process.argv.slice(2);
const { openHost } = await dist('node/host');
const { Reservations } = await dist('node/network/reservations');
const { signingKey } = await dist('crypto/sign');
const { FRAME_TYPES } = await dist('net/frame');
const { systemTimer } = await dist('net/timer');

const seed = new Uint8Array(randomBytes(32));
const host = await openHost({ seed, listen: ['/ip4/127.0.0.1/tcp/0'] });
await host.serve('channel', (/** @type {any} */ link) =>
  link.onFrame((/** @type {any} */ frame) => link.send(FRAME_TYPES.data, frame.payload)),
);
const ignore = () => undefined;
const reservations = host.use(
  (/** @type {any} */ node) =>
    new Reservations({ node, timer: systemTimer, random: Math.random, onChange: ignore, onFailure: ignore }),
);
reservations.use([relay]);
await reservations.asked();
const key = Buffer.from(signingKey(seed).publicKey).toString('hex');
process.stdout.write(`${JSON.stringify({ key, direct: host.addresses, relayed: reservations.addresses })}\n`);
