/**
 * What every {@link Link} owes, whatever it runs over.
 *
 * @module
 */
import { afterEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { FRAME_TYPES, type Frame, MAX_FRAME_BYTES } from '../../src/net/frame.ts';
import { type Link, LOW_WATER_BYTES, MAX_BUFFERED_BYTES } from '../../src/net/link.ts';
import { MAX_HANDSHAKE_FRAME_BYTES } from '../../src/net/protocols.ts';

/** Two ends of purpose `channel`, made new for each test. */
export interface ConnectedLinks {
  readonly dialler: Link;
  readonly listener: Link;
  readonly diallerKey: Uint8Array;
  readonly listenerKey: Uint8Array;
  /** Breaks the connection under both. */
  readonly cut: () => void | Promise<void>;
  readonly dispose: () => Promise<void>;
}

const { data, handshake, error, close, ping, pong } = FRAME_TYPES;

/** Collects what `link` receives; `count(n)` resolves when n frames came. */
export function collect(link: Link): { readonly frames: Frame[]; count(n: number): Promise<Frame[]> } {
  const frames: Frame[] = [];
  let look = (): void => {};
  link.onFrame((frame) => {
    frames.push(frame);
    look();
  });
  return {
    frames,
    count: (n) =>
      new Promise((resolve) => {
        look = () => {
          if (frames.length >= n) resolve(frames);
        };
        look();
      }),
  };
}

/** Defines the tests of one kind of link. */
export function linkConformance(name: string, open: () => Promise<ConnectedLinks>): void {
  describe(`link over ${name}`, () => {
    let ends: ConnectedLinks;
    const connect = async (): Promise<ConnectedLinks> => {
      ends = await open();
      return ends;
    };
    afterEach(() => ends.dispose());

    it('knows the peer, and who dialled', async () => {
      const { dialler, listener, diallerKey, listenerKey } = await connect();
      expect(dialler.peerKey).toEqual(listenerKey);
      expect(listener.peerKey).toEqual(diallerKey);
      expect([dialler.direction, listener.direction]).toEqual(['outbound', 'inbound']);
      expect(dialler.remoteAddress).toMatch(/^\//);
      expect([dialler.path, listener.path]).toEqual(['direct', 'direct']);
    });

    it('measures how long the peer takes to answer, also side by side and while frames pass', async () => {
      const { dialler, listener } = await connect();
      const received = collect(listener);
      dialler.send(data, Uint8Array.of(1));
      const times = await Promise.all([dialler.roundTrip(), dialler.roundTrip(), listener.roundTrip()]);
      for (const ms of times) expect(ms).toBeGreaterThanOrEqual(0);
      expect(await received.count(1)).toHaveLength(1);
    });

    it('E_CLOSED for a round trip on a link that ends or has ended, and the reason of the signal', async () => {
      const { dialler, listener } = await connect();
      await expect(dialler.roundTrip(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
      await Promise.all([dialler.close(), listener.close()]);
      await expect(dialler.roundTrip()).rejects.toMatchObject({ code: 'E_CLOSED' });
      await expect(listener.roundTrip()).rejects.toMatchObject({ code: 'E_CLOSED' });
    });

    it('delivers frames in order, both ways, also those that came before the receiver', async () => {
      const { dialler, listener } = await connect();
      for (let n = 1; n <= 100; n++) dialler.send(n % 2 === 0 ? data : handshake, Uint8Array.of(n));
      listener.send(data, utf8('hello'));
      const greeting = await collect(dialler).count(1);
      const frames = await collect(listener).count(100);
      expect(frames.map((frame) => frame.payload[0])).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      expect(frames[0]?.type).toBe(handshake);
      expect(greeting[0]?.payload).toEqual(utf8('hello'));
    });

    it('delivers one frame at a time: not before the promise of the one before resolves', async () => {
      const { dialler, listener } = await connect();
      let running = 0;
      let most = 0;
      let seen = 0;
      await new Promise<void>((resolve) => {
        listener.onFrame(async () => {
          most = Math.max(most, ++running);
          await new Promise((next) => setImmediate(next));
          running -= 1;
          if (++seen === 20) resolve();
        });
        for (let n = 0; n < 20; n++) dialler.send(data, Uint8Array.of(1));
      });
      expect(most).toBe(1);
    });

    it('echoes 1-MiB frames both ways once the limit is raised', async () => {
      const { dialler, listener } = await connect();
      for (const link of [dialler, listener]) link.limitPayload(MAX_FRAME_BYTES);
      listener.onFrame((frame) => listener.send(data, frame.payload));
      const echoes = collect(dialler);
      const payload = new Uint8Array(1024 * 1024).map((_, i) => i * 7);
      for (let n = 0; n < 8; n++) dialler.send(data, payload);
      const frames = await echoes.count(8);
      expect(frames.every((frame) => Buffer.compare(frame.payload, payload) === 0)).toBe(true);
    });

    it('raises the limit in time for a large frame right behind the handshake', async () => {
      const { dialler, listener } = await connect();
      dialler.send(handshake, Uint8Array.of(1));
      dialler.send(data, new Uint8Array(MAX_HANDSHAKE_FRAME_BYTES + 1));
      const large = await new Promise<Frame>((resolve) => {
        listener.onFrame(async (frame) => {
          if (frame.type === data) return resolve(frame);
          await new Promise((next) => setImmediate(next));
          listener.limitPayload(MAX_FRAME_BYTES);
        });
      });
      expect(large.payload.length).toBe(MAX_HANDSHAKE_FRAME_BYTES + 1);
    });

    it('takes a frame of the first limit, and ends on one byte more with E_LIMIT', async () => {
      const { dialler, listener } = await connect();
      const received = collect(listener);
      dialler.send(data, new Uint8Array(MAX_HANDSHAKE_FRAME_BYTES));
      await received.count(1);
      dialler.send(data, new Uint8Array(MAX_HANDSHAKE_FRAME_BYTES + 1));
      expect(await listener.closed).toMatchObject({ code: 'E_LIMIT' });
      expect(await dialler.closed).toMatchObject({ code: 'E_REFUSED', details: { reason: 'failed' } });
      expect(received.frames).toHaveLength(1);
    });

    it('stops the sender while the receiver is busy, and goes on after', async () => {
      const { dialler, listener } = await connect();
      listener.limitPayload(MAX_FRAME_BYTES);
      let release = (): void => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      let received = 0;
      let started = (): void => {};
      const first = new Promise<void>((resolve) => {
        started = resolve;
      });
      const all = new Promise<void>((resolve) => {
        listener.onFrame(async () => {
          received += 1;
          started();
          if (received === 1) await gate;
          if (received === 40) resolve();
        });
      });
      for (let n = 0; n < 40; n++) dialler.send(data, new Uint8Array(1024 * 1024));
      await first;
      const drained = dialler.drained().then(() => 'drained');
      const idle = async (): Promise<string> => {
        for (let turn = 0; turn < 200; turn++) await new Promise((next) => setImmediate(next));
        return 'blocked';
      };
      expect(await Promise.race([drained, idle()])).toBe('blocked');
      expect(received).toBe(1);
      expect(dialler.bufferedBytes).toBeGreaterThan(LOW_WATER_BYTES);
      release();
      expect(await drained).toBe('drained');
      await all;
    });

    it('refuses to let more than MAX_BUFFERED_BYTES wait: E_LIMIT, and the link lives', async () => {
      const { dialler } = await connect();
      const step = new Uint8Array(MAX_FRAME_BYTES - 9);
      for (let n = 0; n < MAX_BUFFERED_BYTES / MAX_FRAME_BYTES; n++) dialler.send(data, step);
      expect(dialler.bufferedBytes).toBe(MAX_BUFFERED_BYTES);
      expect(() => dialler.send(data, Uint8Array.of(1))).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
      expect(dialler.bufferedBytes).toBe(MAX_BUFFERED_BYTES);
    });

    it('drained gives the reason of its signal, and E_CLOSED where the link ends first', async () => {
      const { dialler, listener, cut } = await connect();
      listener.onFrame(() => new Promise(() => {}));
      for (let n = 0; n < 8; n++) dialler.send(data, new Uint8Array(1024 * 1024).fill(1));
      const stop = new AbortController();
      const reason = new Error('enough');
      const waiting = dialler.drained(stop.signal);
      stop.abort(reason);
      await expect(waiting).rejects.toBe(reason);
      const cutOff = dialler.drained();
      await cut();
      await expect(cutOff).rejects.toMatchObject({ code: 'E_CLOSED' });
    });

    it('delivers everything sent before close, then ends both ends without a reason', async () => {
      const { dialler, listener } = await connect();
      const received = collect(listener);
      for (let n = 0; n < 50; n++) dialler.send(data, new Uint8Array(8000).fill(n));
      await dialler.close();
      expect(await listener.closed).toBeUndefined();
      expect(await dialler.closed).toBeUndefined();
      expect(received.frames).toHaveLength(50);
      expect(() => dialler.send(data, Uint8Array.of(1))).toThrow(expect.objectContaining({ code: 'E_CLOSED' }));
      expect(() => listener.send(data, Uint8Array.of(1))).toThrow(expect.objectContaining({ code: 'E_CLOSED' }));
    });

    it('closes in peace from both ends at once, and again', async () => {
      const { dialler, listener } = await connect();
      await Promise.all([dialler.close(), listener.close(), dialler.close()]);
      await dialler.close();
      expect(await Promise.all([dialler.closed, listener.closed])).toEqual([undefined, undefined]);
    });

    it('ends with E_UNREACHABLE at both ends when the connection breaks', async () => {
      const { dialler, listener, cut } = await connect();
      await cut();
      expect(await dialler.closed).toMatchObject({ code: 'E_UNREACHABLE' });
      expect(await listener.closed).toMatchObject({ code: 'E_UNREACHABLE' });
    });

    it('tells the peer one word, and it ends with E_REFUSED', async () => {
      const { dialler, listener } = await connect();
      listener.send(error, utf8('denied'));
      await listener.close();
      expect(await dialler.closed).toMatchObject({ code: 'E_REFUSED', details: { reason: 'denied' } });
    });

    it('reads a word that is none as failed', async () => {
      const { dialler, listener } = await connect();
      listener.send(error, Uint8Array.of(0xff, 0xfe));
      expect(await dialler.closed).toMatchObject({ code: 'E_REFUSED', details: { reason: 'failed' } });
    });

    it('ends with the error of its receiver, and tells the peer no more than failed', async () => {
      const { dialler, listener } = await connect();
      listener.onFrame(() => Promise.reject(new Error('a secret detail')));
      dialler.send(data, Uint8Array.of(1));
      expect(await listener.closed).toMatchObject({ code: 'E_PROTOCOL', cause: new Error('a secret detail') });
      expect(await dialler.closed).toMatchObject({ code: 'E_REFUSED', details: { reason: 'failed' } });
    });

    it('refuses its own types, wrong lengths, a second receiver and limits out of range', async () => {
      const { dialler } = await connect();
      for (const type of [ping, pong, close]) expect(() => dialler.send(type, new Uint8Array(8))).toThrow(TypeError);
      expect(() => dialler.send(data, new Uint8Array(0))).toThrow(RangeError);
      expect(() => dialler.send(data, new Uint8Array(MAX_FRAME_BYTES + 1))).toThrow(RangeError);
      dialler.onFrame(() => {});
      expect(() => dialler.onFrame(() => {})).toThrow(TypeError);
      for (const limit of [0, 1.5, MAX_FRAME_BYTES + 1]) expect(() => dialler.limitPayload(limit)).toThrow(RangeError);
    });
  });
}
