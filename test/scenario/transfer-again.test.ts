/** Transfers that are offered again and again, at the wrong moment. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_ASKS_A_MINUTE, MAX_OFFERS_A_MINUTE } from '../../src/agent/transfer/transfer-book.ts';
import { TransferMux, type TransferStream } from '../../src/agent/transfer/transfer-mux.ts';
import { TransferRuns } from '../../src/agent/transfer/transfer-runs.ts';
import { decodeRefusal, encodeRefusal } from '../../src/agent/tunnel/tunnel-wire.ts';
import { toHex } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { encodeCbor } from '../../src/codec/cbor.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import { PACKET } from '../../src/message/packet.ts';
import { encodeFileAccept, encodeFileAsk, encodeFileOffer } from '../../src/transfer/wire.ts';
import { agent } from '../unit/session/actors.ts';
import { answer, CHUNK, chunk, endOf, hold, hostile, letGo, muxTo, offered, refusal } from './transfer-mallory.ts';
import { contentOf, Sides, until } from './transfer-sides.ts';

afterEach(letGo);

const content = contentOf(3 * CHUNK + 10);

describe('a sender', () => {
  /** The same offer over another stream, once it waits for the run of the first to end. */
  async function offeredAgain(mux: TransferMux, id: Uint8Array): Promise<TransferStream> {
    const waits = new Promise<void>((resolve) => {
      const { stop } = TransferRuns.prototype as unknown as {
        readonly stop: (this: TransferRuns, ...args: Parameters<TransferRuns['stop']>) => Promise<void>;
      };
      vi.spyOn(TransferRuns.prototype, 'stop').mockImplementation(function (this: TransferRuns, ...args) {
        resolve();
        return stop.apply(this, args);
      });
    });
    const offer = { id: new Uint8Array(id), name: 'gift.bin', size: content.length, type: '' };
    const stream = mux.open(PACKET.fileOffer, encodeFileOffer(offer));
    await waits;
    vi.restoreAllMocks();
    return stream;
  }

  it('F05: that offers a file once more while that gets its name has the receipt, and there is one file', async () => {
    const { b, mux } = await hostile();
    const offer = await offered(mux, content.length);
    let again: TransferStream | undefined;
    b.files.onCommit = async () => {
      again ??= await offeredAgain(mux, offer.id);
    };
    for (const index of [0, 1, 2, 3]) chunk(offer, content, index);
    offer.stream.send(PACKET.fileEnd, endOf(content));
    expect((await answer(offer.stream)).type).toBe(PACKET.fileReceived);
    expect((await (again as TransferStream).next()).type).toBe(PACKET.fileReceived);
    expect((await b.transfers.list()).map(({ state }) => state)).toEqual(['received']);
    expect(b.files.paths).toHaveLength(1);
  });

  it('F05: that offers a file once more while its receiver ends that is told so, and nothing is left', async () => {
    const { b, mux } = await hostile();
    const offer = await offered(mux, content.length);
    const [id, streams] = [toHex(offer.id), [] as TransferStream[]];
    let cancelled: Promise<unknown> | undefined;
    b.files.onWrite = async (offset) => {
      if (offset !== CHUNK || cancelled !== undefined) return;
      cancelled = Promise.resolve();
      streams.push(await offeredAgain(mux, offer.id));
      cancelled = b.transfers.cancel(id);
    };
    for (const index of [0, 1]) chunk(offer, content, index);
    const state = await until(b, id, 'cancelled');
    await cancelled;
    expect(state.code).toBe('E_CANCELLED');
    expect(await refusal(streams[0] as TransferStream)).toBe('E_CANCELLED');
    expect([b.files.paths, await b.files.reopen(id)]).toEqual([[], undefined]);
  });

  it('F11: a stranger that takes its offers back again and again is asked about at most so often in a minute', async () => {
    const { b, mux } = await hostile(false);
    const answers: unknown[] = [];
    const ids: Uint8Array[] = [];
    for (let round = 0; round <= MAX_OFFERS_A_MINUTE; round++) {
      const id = randomBytes(16);
      ids.push(id);
      const stream = mux.open(PACKET.fileOffer, encodeFileOffer({ id, name: 'n', size: 5, type: '' }));
      const { type, content: said } = await stream.next();
      answers.push(type === PACKET.fileWait ? 'wait' : decodeRefusal(said).word);
      const gone = encodeCbor({ word: 'denied', code: 'E_CANCELLED' });
      mux.channel.send(PACKET.fileGone, 0, new Uint8Array([...id, ...gone]));
    }
    expect(answers).toEqual([...Array.from({ length: MAX_OFFERS_A_MINUTE }, () => 'wait'), 'busy']);
    // What was taken back is not offered as something else, under an id that a person may have been shown.
    const other = { id: new Uint8Array(ids[0] as Uint8Array), name: 'another', size: 6, type: '' };
    expect(await refusal(mux.open(PACKET.fileOffer, encodeFileOffer(other)))).toBe('failed');
    expect((await b.transfers.list()).every(({ state, name }) => state === 'cancelled' && name === 'n')).toBe(true);
  });

  it.each([
    [0, 'received'],
    [1, 'failed'],
  ] as const)('F04: of a kind whose limit its file exceeds by %i bytes: it is %s', async (more, state) => {
    const { b, mux } = await hostile();
    const limit = content.length - more;
    // Its sender says nothing of what it is.
    const kinds = { detect: async () => 'image/png', maxBytes: (type: string) => (type === '' ? 1e9 : limit) };
    Object.assign(b.files, { kinds });
    const offer = await offered(mux, content.length);
    for (const index of [0, 1, 2, 3]) chunk(offer, content, index);
    offer.stream.send(PACKET.fileEnd, endOf(content));
    const ended = await until(b, toHex(offer.id), 'received', 'failed');
    expect([ended.state, ended.code]).toEqual([state, more === 0 ? '' : 'E_LIMIT']);
    expect(b.files.paths).toHaveLength(more === 0 ? 1 : 0);
  });
});

describe('a receiver', () => {
  it(`F11: that asks for a file again and again gets it ${MAX_ASKS_A_MINUTE} times in a minute, and is then told to come later`, async () => {
    const [sides, clock, mallory] = [new Sides(), new ManualClock(Date.now()), agent('mallory')];
    hold(sides);
    const a = await sides.join(agent('alice'), { clock });
    await a.core.peers.note(mallory.did, { addresses: [], alias: 'mallory' });
    const mux = await muxTo(sides, mallory, a, (stream) => {
      stream.send(PACKET.fileWait);
      stream.end();
    });
    a.files.put('/f', contentOf(5));
    const { id } = await a.transfers.sendFile({ peer: 'mallory', path: '/f' });
    await until(a, id, 'offered');
    const asked = async (): Promise<string> => {
      const stream = mux.open(PACKET.fileAsk, encodeFileAsk(new Uint8Array(Buffer.from(id, 'hex'))));
      stream.send(PACKET.fileAccept, encodeFileAccept({ from: 0, held: 0 }));
      const { type, content: said } = await stream.next();
      if (type === PACKET.refusal) {
        stream.end();
        return decodeRefusal(said).word;
      }
      expect([type, (await stream.next()).type]).toEqual([PACKET.fileChunk, PACKET.fileEnd]);
      stream.send(PACKET.refusal, encodeRefusal({ word: 'busy', code: undefined }));
      expect(await refusal(stream)).toBe('busy');
      stream.end();
      // Its run is over behind what it said last.
      await new Promise(setImmediate);
      return 'sent';
    };
    const answers: string[] = [];
    for (let count = 0; count <= MAX_ASKS_A_MINUTE; count++) answers.push(await asked());
    expect(answers).toEqual([...Array.from({ length: MAX_ASKS_A_MINUTE }, () => 'sent'), 'busy']);
    expect((await a.transfers.get(id)).state).toBe('waiting');
    clock.advance(59_999);
    expect(await asked()).toBe('busy');
    clock.advance(1);
    expect(await asked()).toBe('sent');
  });
});
