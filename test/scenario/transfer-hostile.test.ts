import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_OFFERS_A_PEER } from '../../src/agent/transfer/transfer-book.ts';
import {
  MAX_TRANSFER_LINKS,
  MAX_TRANSFER_LINKS_A_PEER,
  TRANSFER_LINKS_A_MINUTE,
} from '../../src/agent/transfer/transfer-links.ts';
import {
  MAX_TRANSFER_STREAMS,
  MAX_WAITING_STREAM_BYTES,
  TransferMux,
  type TransferStream,
} from '../../src/agent/transfer/transfer-mux.ts';
import { MAX_RECEIVING_A_PEER } from '../../src/agent/transfer/transfer-runs.ts';
import { nextOf, TRANSFER_SILENCE_MS } from '../../src/agent/transfer/transfer-sending.ts';
import { toHex } from '../../src/base/bytes.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { TalosError } from '../../src/base/errors.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { commit } from '../../src/ledger/entry/commitment.ts';
import { type FileStatement, signStatements } from '../../src/ledger/entry/statement.ts';
import { PACKET } from '../../src/message/packet.ts';
import { chunkHash } from '../../src/transfer/chunks.ts';
import {
  chunkHead,
  decodeFileEnd,
  decodeFileOffer,
  encodeFileAccept,
  encodeFileAsk,
  encodeFileOffer,
  encodeFileProgress,
} from '../../src/transfer/wire.ts';
import { agent } from '../unit/session/actors.ts';
import {
  answer,
  CHUNK,
  chunk,
  endOf,
  hold,
  hostile,
  letGo,
  muxTo,
  nothingOf,
  type Offered,
  offered,
  refusal,
} from './transfer-mallory.ts';
import { contentOf, firstOf, type Side, Sides, until } from './transfer-sides.ts';

afterEach(letGo);

/** That one stranger makes. */
const OFFERS = process.env['TALOS_SLOW'] === '1' ? 1000 : 100;

describe('a sender that lies', () => {
  it.each([
    ['1 TiB', { size: 1024 ** 4, chunk: 1024 * 1024, count: 1024 ** 2 }],
    ['a negative size', { size: -1 }],
    ['a size that is no integer', { size: 1.5 }],
    ['chunks of no bytes', { chunk: 0 }],
    ['chunks of another length', { chunk: CHUNK * 2 }],
    ['no chunk', { count: 0 }],
    ['a chunk too many', { count: 3 }],
    ['2^32 chunks', { count: 2 ** 32 }],
    ['an id of another length', { id: new Uint8Array(15) }],
    ['no name', { name: '' }],
    ['a name of 256 bytes', { name: 'n'.repeat(256) }],
    ['a name that is no Unicode text', { name: 1 }],
    ['a type that is none', { type: 'text' }],
    ['another version', { v: 2 }],
    ['a further field', { more: 1 }],
  ])('F04: about %s in an offer is refused with the link, and nothing is kept', async (_, lie) => {
    const { b, mux } = await hostile();
    const offer = {
      v: 1,
      id: new Uint8Array(16),
      name: 'n',
      size: CHUNK + 1,
      type: '',
      chunk: CHUNK,
      count: 2,
      ...lie,
    };
    let content: Uint8Array;
    try {
      content = encodeCbor(offer);
    } catch {
      // What cannot even be written is sent as the bytes of a float.
      content = Uint8Array.of(0xa1, 0x61, 0x76, 0xfb, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    const stream = mux.open(PACKET.fileOffer, content);
    await expect(stream.next()).rejects.toMatchObject({ code: expect.stringMatching(/^E_/) });
    expect([await b.transfers.list(), b.files.written, b.files.paths]).toEqual([[], 0, []]);
  });

  const content = contentOf(3 * CHUNK + 10);
  it.each<[string, (offer: Offered) => void]>([
    ['a chunk twice', (o) => [0, 0].forEach((index) => chunk(o, content, index))],
    ['chunks in another order', (o) => [1, 0].forEach((index) => chunk(o, content, index))],
    ['a chunk left out', (o) => [0, 2].forEach((index) => chunk(o, content, index))],
    ['a chunk behind the last', (o) => [0, 1, 2, 3, 3].forEach((index) => chunk(o, content, index))],
    ['an index far away', (o) => chunk(o, content, 0, false, 0xffffffff)],
    ['an end mark too early', (o) => chunk(o, content, 0, true)],
    ['no end mark at the last', (o) => [0, 1, 2].forEach((n) => chunk(o, content, n)) ?? chunk(o, content, 3, false)],
    [
      'another content under the hash',
      (o) => {
        const hash = chunkHash(o.id, 0, false, content.subarray(0, CHUNK));
        o.stream.send(PACKET.fileChunk, chunkHead({ index: 0, end: false, hash }), content.subarray(1, CHUNK + 1));
      },
    ],
    [
      'a chunk that is too short',
      (o) => {
        const bytes = content.subarray(0, CHUNK - 1);
        o.stream.send(
          PACKET.fileChunk,
          chunkHead({ index: 0, end: false, hash: chunkHash(o.id, 0, false, bytes) }),
          bytes,
        );
      },
    ],
    [
      'a chunk that is too long',
      (o) => {
        const bytes = content.subarray(0, CHUNK + 1);
        o.stream.send(
          PACKET.fileChunk,
          chunkHead({ index: 0, end: false, hash: chunkHash(o.id, 0, false, bytes) }),
          bytes,
        );
      },
    ],
    ['the end before the last chunk', (o) => o.stream.send(PACKET.fileEnd, endOf(content))],
    ['something else', (o) => o.stream.send(PACKET.fileProgress, encodeFileProgress({ written: 1, durable: 0 }))],
  ])('F05: with %s loses the transfer, and nothing of it stays', async (_, lie) => {
    const { b, mux } = await hostile();
    const offer = await offered(mux, content.length);
    lie(offer);
    expect(await refusal(offer.stream)).toBe('failed');
    await nothingOf(b, offer.id);
    // The link goes on.
    expect((await offered(mux, 1)).stream.isOpen).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ['fewer bytes', endOf(content, { size: content.length - 1 })],
    ['fewer chunks', endOf(content, { chunks: 3 })],
    ['another hash', endOf(content, { hash: sha256(Uint8Array.of(1)) })],
  ])('F06: that ends a whole file with %s loses it', async (_, end) => {
    const { b, mux } = await hostile();
    const offer = await offered(mux, content.length);
    for (const index of [0, 1, 2, 3]) chunk(offer, content, index);
    offer.stream.send(PACKET.fileEnd, end);
    expect(await refusal(offer.stream)).toBe('failed');
    await nothingOf(b, offer.id);
  });

  it('F06: that leaves out the last chunks and says that the file is complete loses it', async () => {
    const { b, mux } = await hostile();
    const offer = await offered(mux, content.length);
    for (const index of [0, 1]) chunk(offer, content, index);
    offer.stream.send(PACKET.fileEnd, endOf(content.subarray(0, 2 * CHUNK)));
    expect(await refusal(offer.stream)).toBe('failed');
    await nothingOf(b, offer.id);
  });

  it('F07: of chunks of one transfer in another loses the other', async () => {
    const { b, mux } = await hostile();
    const [one, two] = [await offered(mux, content.length), await offered(mux, content.length)];
    chunk({ id: one.id, stream: two.stream }, content, 0);
    expect(await refusal(two.stream)).toBe('failed');
    await nothingOf(b, two.id);
    for (const index of [0, 1, 2, 3]) chunk(one, content, index);
    one.stream.send(PACKET.fileEnd, endOf(content));
    expect((await answer(one.stream)).type).toBe(PACKET.fileReceived);
  });

  it('F05: another agent cannot go on with, ask for, or end a transfer that is not its own', async () => {
    const { sides, b, mux } = await hostile();
    const offer = await offered(mux, content.length);
    chunk(offer, content, 0);
    const eve = agent('eve');
    await b.core.peers.note(eve.did, { addresses: [], alias: 'eve' });
    const other = await muxTo(sides, eve, b);
    const again = other.open(
      PACKET.fileOffer,
      encodeFileOffer({ id: new Uint8Array(offer.id), name: 'gift.bin', size: content.length, type: '' }),
    );
    expect(await refusal(again)).toBe('unknown');
    expect(await refusal(other.open(PACKET.fileAsk, encodeFileAsk(offer.id)))).toBe('unknown');
    const gone = new Uint8Array([...offer.id, ...encodeCbor({ word: 'denied', code: 'E_CANCELLED' })]);
    other.channel.send(PACKET.fileGone, 0, gone);
    expect(await refusal(other.open(PACKET.fileAsk, encodeFileAsk(offer.id)))).toBe('unknown');
    for (const index of [1, 2, 3]) chunk(offer, content, index);
    offer.stream.send(PACKET.fileEnd, endOf(content));
    expect((await answer(offer.stream)).type).toBe(PACKET.fileReceived);
  });

  it('F04: about what it offered before is refused, and what was offered stays', async () => {
    const { b, mux } = await hostile(false);
    const id = randomBytes(16);
    const open = (name: string, size: number): TransferStream =>
      mux.open(PACKET.fileOffer, encodeFileOffer({ id, name, size, type: '' }));
    expect((await open('a.txt', 5).next()).type).toBe(PACKET.fileWait);
    expect(await refusal(open('b.txt', 5))).toBe('failed');
    expect(await refusal(open('a.txt', 6))).toBe('failed');
    expect(await firstOf(b, 'offered')).toMatchObject({ name: 'a.txt', size: 5 });
  });

  it('F11: with more transfers than may run is told to come later, and gets a place when one is over', async () => {
    const { b, mux } = await hostile();
    const offers = await Promise.all(Array.from({ length: MAX_RECEIVING_A_PEER }, () => offered(mux, CHUNK)));
    const open = (): TransferStream =>
      mux.open(PACKET.fileOffer, encodeFileOffer({ id: randomBytes(16), name: 'n', size: 1, type: '' }));
    expect(await refusal(open())).toBe('busy');
    expect((await b.transfers.list()).length).toBe(MAX_RECEIVING_A_PEER);
    offers[0]?.stream.send(PACKET.refusal, encodeCbor({ word: 'denied', code: 'E_CANCELLED' }));
    await until(b, toHex(offers[0]?.id ?? new Uint8Array(16)), 'cancelled');
    expect((await open().next()).type).toBe(PACKET.fileAccept);
  });

  it(`F11: a stranger with ${OFFERS} offers has a few that wait`, async () => {
    const { b, mux } = await hostile(false);
    const seen = new Map<unknown, number>();
    for (let count = 0; count < OFFERS; count++) {
      const stream = mux.open(PACKET.fileOffer, encodeFileOffer({ id: randomBytes(16), name: 'n', size: 1, type: '' }));
      const { type } = await stream.next();
      stream.end();
      seen.set(type, (seen.get(type) ?? 0) + 1);
    }
    expect(seen).toEqual(
      new Map([
        [PACKET.fileWait, MAX_OFFERS_A_PEER],
        [PACKET.refusal, OFFERS - MAX_OFFERS_A_PEER],
      ]),
    );
    expect((await b.transfers.list()).length).toBe(MAX_OFFERS_A_PEER);
    expect(b.files.written).toBe(0);
  });

  it('F11: more links than a peer may have are refused', async () => {
    const { sides, b, mallory } = await hostile();
    const more = Array.from({ length: MAX_TRANSFER_LINKS_A_PEER }, () => muxTo(sides, mallory, b));
    const outcomes = await Promise.allSettled(more);
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => (reason as TalosError).code)).toEqual(['E_REFUSED']);
  });

  it('F11: where strangers hold all links, the one of them that does nothing for longest gives way; a contact does not', async () => {
    const { sides, b, mux } = await hostile();
    await mux.channel.close();
    const strangers = Array.from({ length: Math.ceil(MAX_TRANSFER_LINKS / MAX_TRANSFER_LINKS_A_PEER) }, (_, n) =>
      agent(`stranger-${n}`),
    );
    const links: TransferMux[] = [];
    for (let n = 0; n < MAX_TRANSFER_LINKS; n++) {
      links.push(await muxTo(sides, strangers[Math.floor(n / MAX_TRANSFER_LINKS_A_PEER)] as Identity, b));
      // The other side has it as well.
      await new Promise(setImmediate);
    }
    expect(links.every(({ isOpen }) => isOpen)).toBe(true);
    expect((await muxTo(sides, agent('eve'), b)).isOpen).toBe(true);
    await links[0]?.channel.closed;
    expect(links.slice(1).every(({ isOpen }) => isOpen)).toBe(true);
    for (const { did } of [...strangers, agent('eve')])
      await b.core.peers.note(did, { addresses: [], alias: `a${did.slice(-8)}` });
    await expect(muxTo(sides, agent('late'), b)).rejects.toMatchObject({ code: 'E_REFUSED' });
    expect(links.slice(1).every(({ isOpen }) => isOpen)).toBe(true);
  });

  it('F11, N07: more than so many links of a peer in a minute are refused, one after the other', async () => {
    const { sides, b, mallory, mux } = await hostile();
    await mux.channel.close();
    for (let count = 1; count < TRANSFER_LINKS_A_MINUTE; count++)
      await (await muxTo(sides, mallory, b)).channel.close();
    await expect(muxTo(sides, mallory, b)).rejects.toMatchObject({ code: 'E_REFUSED' });
    // Others are none the worse for it.
    expect((await muxTo(sides, agent('eve'), b)).isOpen).toBe(true);
  });

  it('F05: that sends more than the window loses the link, and what was written stays for another', async () => {
    const { b, mux } = await hostile();
    const large = contentOf(40 * CHUNK);
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const create = b.files.create.bind(b.files);
    b.files.create = async (id) => ({ ...(await create(id)), write: () => gate });
    const offer = await offered(mux, large.length);
    const most = Math.ceil(MAX_WAITING_STREAM_BYTES / CHUNK) + 2;
    for (let index = 0; index < most; index++) chunk(offer, large, index);
    await mux.channel.closed;
    release();
    expect(await until(b, toHex(offer.id), 'accepted')).toMatchObject({ path: '' });
  });

  it.each<[string, (mux: TransferMux) => void]>([
    ['a stream of the other side', (mux) => mux.channel.send(PACKET.fileOffer, 2, offerOf())],
    ['a stream that was there', (mux) => [1, 1].forEach((id) => mux.channel.send(PACKET.fileOffer, id, offerOf()))],
    ['a packet of a tunnel for all', (mux) => mux.channel.send(PACKET.mcpMessage, 0, Uint8Array.of(1))],
    ['a FILE_GONE that is too short', (mux) => mux.channel.send(PACKET.fileGone, 0, new Uint8Array(15))],
    ['a FILE_GONE that is none', (mux) => mux.channel.send(PACKET.fileGone, 0, new Uint8Array(20))],
  ])('F05: with %s ends the link', async (_, say) => {
    const { mux } = await hostile();
    say(mux);
    await mux.channel.closed;
    expect(mux.isOpen).toBe(false);
  });

  it('opens no more streams than a link has', async () => {
    const { mux } = await hostile(false);
    for (let count = 0; count < MAX_TRANSFER_STREAMS; count++) mux.open(PACKET.fileOffer, offerOf());
    expect(() => mux.open(PACKET.fileOffer, offerOf())).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
  });
});

const offerOf = (): Uint8Array => encodeFileOffer({ id: randomBytes(16), name: 'n', size: 1, type: '' });

describe('the other side of a transfer', () => {
  it('F11: that falls silent ends the run in time, and no sooner', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const silent: Pick<TransferStream, 'poll' | 'next'> = {
        poll: () => undefined,
        next: (signal) =>
          new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))),
      };
      let ended: unknown;
      const waiting = nextOf(silent as TransferStream, new AbortController().signal).catch((error: unknown) => {
        ended = error;
      });
      await vi.advanceTimersByTimeAsync(TRANSFER_SILENCE_MS - 1);
      expect(ended).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1);
      await waiting;
      expect(ended).toMatchObject({ code: 'E_TIMEOUT' });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a receiver that lies', () => {
  /** An agent that sends a file to a peer that says what it likes. */
  async function sending(
    size = 3 * CHUNK,
  ): Promise<{ a: Side; id: string; mallory: Identity; stream: TransferStream }> {
    const sides = new Sides();
    hold(sides);
    const a = await sides.join(agent('alice'));
    const mallory = agent('mallory');
    await a.core.peers.note(mallory.did, { addresses: [], alias: 'mallory' });
    const taken = new Promise<TransferStream>((resolve) => {
      void muxTo(sides, mallory, a, (stream, content) => {
        expect(decodeFileOffer(content).size).toBe(size);
        resolve(stream);
      });
    });
    a.files.put('/f', contentOf(size));
    const { id } = await a.transfers.sendFile({ peer: 'mallory', path: '/f' });
    return { a, id, mallory, stream: await taken };
  }

  it.each<[string, (stream: TransferStream) => void]>([
    ['chunks that there are not', (s) => s.send(PACKET.fileAccept, encodeFileAccept({ from: 4, held: 0 }))],
    ['to have more than there is', (s) => s.send(PACKET.fileAccept, encodeFileAccept({ from: 1, held: 3 }))],
    [
      'to ask for hashes twice',
      (s) => [0, 0].forEach(() => s.send(PACKET.fileAccept, encodeFileAccept({ from: 0, held: 1 }))),
    ],
    ['an answer of another kind', (s) => s.send(PACKET.fileProgress, encodeFileProgress({ written: 0, durable: 0 }))],
    [
      'progress of what was not sent',
      (s) => {
        s.send(PACKET.fileAccept, encodeFileAccept({ from: 0, held: 0 }));
        s.send(PACKET.fileProgress, encodeFileProgress({ written: 9, durable: 0 }));
      },
    ],
    [
      'progress that goes back',
      (s) => {
        s.send(PACKET.fileAccept, encodeFileAccept({ from: 2, held: 0 }));
        s.send(PACKET.fileProgress, encodeFileProgress({ written: 1, durable: 0 }));
      },
    ],
    [
      'less that is durable than before',
      (s) => {
        s.send(PACKET.fileAccept, encodeFileAccept({ from: 3, held: 0 }));
        s.send(PACKET.fileProgress, encodeFileProgress({ written: 3, durable: 3 }));
        s.send(PACKET.fileProgress, encodeFileProgress({ written: 3, durable: 2 }));
      },
    ],
    ['a receipt that is none', (s) => s.send(PACKET.fileReceived, Uint8Array.of(1, 2))],
  ])('F05: about %s gets nothing more: the transfer has failed', async (_, lie) => {
    const { a, id, stream } = await sending();
    lie(stream);
    const done = await until(a, id, 'failed');
    expect(['E_PROTOCOL', 'E_MALFORMED']).toContain(done.code);
    expect(await a.core.ledger.query({ type: 'file' })).toEqual([]);
  });

  /** Takes nothing of the file but its end, and signs a receipt that is right but for `lie`. */
  async function receipted(lie: Partial<FileStatement>): Promise<{ a: Side; id: string }> {
    const { a, id, mallory, stream } = await sending();
    stream.send(PACKET.fileAccept, encodeFileAccept({ from: 3, held: 0 }));
    const { type, content } = await stream.next();
    expect(type).toBe(PACKET.fileEnd);
    const { salt, hash } = decodeFileEnd(content);
    const statement = {
      kind: 'file' as const,
      time: systemClock.now(),
      from: a.identity.did,
      to: mallory.did,
      transfer: id,
      size: 3 * CHUNK,
      commitment: commit(salt, toHex(hash)),
      ...lie,
    };
    const [signed] = signStatements(mallory.signing, mallory.did, [statement]);
    stream.send(PACKET.fileReceived, signed?.bytes ?? new Uint8Array(0));
    return { a, id };
  }

  it.each<[string, Partial<FileStatement>]>([
    ['another transfer', { transfer: 'ab'.repeat(16) }],
    ['another size', { size: 1 }],
    ['another file', { commitment: commit(new Uint8Array(32), 'ab'.repeat(32)) }],
    ['another sender', { from: agent('eve').did }],
  ])('F05: whose receipt is of %s has not got it', async (_, lie) => {
    const { a, id } = await receipted(lie);
    expect(await until(a, id, 'failed')).toMatchObject({ code: 'E_PROTOCOL' });
    expect(await a.core.ledger.query({ type: 'file' })).toEqual([]);
  });

  it('whose receipt says nothing wrong is believed: it is the receiver that signs it', async () => {
    const { a, id } = await receipted({});
    expect((await until(a, id, 'delivered')).code).toBe('');
    expect(await a.core.ledger.query({ type: 'file' })).toHaveLength(1);
  });

  it('F05: whose receipt another one signed has not got it', async () => {
    const { a, id, stream } = await sending();
    const eve = agent('eve');
    const to = eve.did;
    const statement = {
      kind: 'file',
      time: 1,
      from: a.identity.did,
      to,
      transfer: id,
      size: 1,
      commitment: 'ab'.repeat(32),
    } as const;
    const [signed] = signStatements(eve.signing, eve.did, [statement]);
    stream.send(PACKET.fileReceived, signed?.bytes ?? new Uint8Array(0));
    expect(await until(a, id, 'failed')).toMatchObject({ code: 'SIGNATURE_INVALID' });
  });
});
