/** A peer of an agent that says of files what it likes. */
import { expect } from 'vitest';
import { TransferMux, type TransferStream } from '../../src/agent/transfer/transfer-mux.ts';
import { openChannel } from '../../src/agent/tunnel/channel.ts';
import { decodeRefusal } from '../../src/agent/tunnel/tunnel-wire.ts';
import { toHex } from '../../src/base/bytes.ts';
import { systemClock } from '../../src/base/clock.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { PACKET, type Packet } from '../../src/message/packet.ts';
import { MAX_TRANSFER_FRAME_BYTES } from '../../src/net/protocols.ts';
import { chunkBytesOf, chunkHash, planChunks } from '../../src/transfer/chunks.ts';
import { chunkHead, decodeFileAccept, encodeFileEnd, encodeFileOffer } from '../../src/transfer/wire.ts';
import { agent } from '../unit/session/actors.ts';
import { type Side, Sides, until } from './transfer-sides.ts';

const held: AsyncDisposable[] = [];

/** Lets go of all agents and links. */
export async function letGo(): Promise<void> {
  for (const each of held.splice(0)) await each[Symbol.asyncDispose]();
}

/** Lets go of `each` with them. */
export function hold(each: AsyncDisposable): void {
  held.push(each);
}

/** Bytes of a chunk of a small file. */
export const CHUNK: number = chunkBytesOf(0);
const never = (): never => {
  throw new Error('nothing opens a stream here');
};

/** An agent, and a peer of it that says what it likes. */
export async function hostile(
  isFriend = true,
): Promise<{ sides: Sides; b: Side; mallory: Identity; mux: TransferMux }> {
  const sides = new Sides();
  held.push(sides);
  const b = await sides.join(agent('bob'));
  const mallory = agent('mallory');
  if (isFriend) await b.core.peers.note(mallory.did, { addresses: [], alias: 'mallory' });
  return { sides, b, mallory, mux: await muxTo(sides, mallory, b) };
}

export async function muxTo(
  sides: Sides,
  from: Identity,
  to: Side,
  opens: (stream: TransferStream, content: Uint8Array) => void = never,
): Promise<TransferMux> {
  const link = sides.link(from, to);
  const maxFrameBytes = MAX_TRANSFER_FRAME_BYTES;
  const channel = await openChannel({ link, identity: from, peer: to.identity.did, clock: systemClock, maxFrameBytes });
  channel.allowLargePackets();
  held.push(channel);
  return new TransferMux(
    channel,
    {
      opens: new Map([
        [PACKET.fileOffer, opens],
        [PACKET.fileAsk, opens],
      ]),
      onControl: () => undefined,
    },
    () => undefined,
  );
}

export interface Offered {
  readonly id: Uint8Array;
  readonly stream: TransferStream;
}

/** Offers a file, and waits until it is taken. */
export async function offered(mux: TransferMux, size: number): Promise<Offered> {
  const id = randomBytes(16);
  const stream = mux.open(PACKET.fileOffer, encodeFileOffer({ id, name: 'gift.bin', size, type: '' }));
  const { type, content } = await stream.next();
  expect([type, decodeFileAccept(content)]).toEqual([PACKET.fileAccept, { from: 0, held: 0 }]);
  return { id, stream };
}

export function chunk({ id, stream }: Offered, content: Uint8Array, index: number, end?: boolean, place = index): void {
  const plan = planChunks(content.length);
  const bytes = content.subarray(index * plan.chunkBytes, (index + 1) * plan.chunkBytes);
  const mark = end ?? index === plan.count - 1;
  const hash = chunkHash(id, place, mark, bytes);
  stream.send(PACKET.fileChunk, chunkHead({ index: place, end: mark, hash }), bytes);
}

/** The packet that is no progress. */
export async function answer(stream: TransferStream): Promise<Packet> {
  for (;;) {
    const packet = await stream.next();
    if (packet.type !== PACKET.fileProgress) return packet;
  }
}

export async function refusal(stream: TransferStream): Promise<unknown> {
  const { type, content } = await answer(stream);
  expect(type).toBe(PACKET.refusal);
  const { word, code } = decodeRefusal(content);
  return code ?? word;
}

export async function nothingOf(b: Side, id: Uint8Array): Promise<void> {
  expect(await until(b, toHex(id), 'failed')).toMatchObject({ code: 'E_PROTOCOL', path: '' });
  expect([b.files.paths, await b.files.reopen(toHex(id))]).toEqual([[], undefined]);
  expect(await b.core.ledger.query({ type: 'file' })).toEqual([]);
}

export const endOf = (
  content: Uint8Array,
  change: Partial<{ size: number; chunks: number; hash: Uint8Array }> = {},
): Uint8Array => {
  const { count } = planChunks(content.length);
  return encodeFileEnd({
    size: content.length,
    chunks: count,
    salt: new Uint8Array(32),
    ...change,
    hash: new Uint8Array(change.hash ?? sha256(content)),
  });
};
