import type { MessageStream, Stream } from '@libp2p/interface';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.ts';
import {
  joinWindowUpdates,
  joinWrites,
  MAX_JOINED_BYTES,
  WINDOW_STEP_BYTES,
} from '../../../src/node/store/joined-writes.ts';

const DATA = 0;
const WINDOW_UPDATE = 1;
const FIN = 4;

/** As much of a list of buffers as matters here. */
class List {
  readonly #parts: readonly Uint8Array[];

  constructor(...parts: readonly Uint8Array[]) {
    this.#parts = parts;
  }

  get byteLength(): number {
    return this.#parts.reduce((sum, { length }) => sum + length, 0);
  }

  subarray(): Uint8Array {
    return concat(...this.#parts);
  }
}

interface Header {
  readonly type: number;
  readonly flag: number;
  readonly streamID: number;
  readonly length: number;
}

function stream() {
  const sent: Header[] = [];
  const sender = {
    sendFrame: (header: Header) => {
      sent.push(header);
      return sent.length < 3;
    },
  };
  joinWindowUpdates(sender as unknown as Stream);
  const update = (length: number, flag = 0) => sender.sendFrame({ type: WINDOW_UPDATE, flag, streamID: 7, length });
  return { sender, sent, update };
}

describe('joinWindowUpdates', () => {
  it('tells nothing below the step, and all of it at the step', () => {
    const { sent, update } = stream();
    expect(update(1000)).toBe(true);
    update(WINDOW_STEP_BYTES - 1001);
    expect(sent).toEqual([]);
    update(1);
    expect(sent).toEqual([{ type: WINDOW_UPDATE, flag: 0, streamID: 7, length: WINDOW_STEP_BYTES }]);
    update(WINDOW_STEP_BYTES - 1);
    expect(sent).toHaveLength(1);
  });

  it('loses no byte over many updates', () => {
    const { sent, update } = stream();
    for (let i = 0; i < 1000; i++) update(1455);
    const told = sent.reduce((sum, { length }) => sum + length, 0);
    expect(told).toBeGreaterThan(1000 * 1455 - WINDOW_STEP_BYTES);
    expect(told).toBeLessThanOrEqual(1000 * 1455);
  });

  it('leaves data, and updates that open or end a stream, as they are', () => {
    const { sender, sent, update } = stream();
    const data = { type: DATA, flag: 0, streamID: 7, length: 5 };
    expect(sender.sendFrame(data)).toBe(true);
    update(0, FIN);
    expect(sender.sendFrame(data)).toBe(false);
    expect(sent).toEqual([data, { type: WINDOW_UPDATE, flag: FIN, streamID: 7, length: 0 }, data]);
  });

  it('does nothing to a stream of another muxer', () => {
    const other = { send: () => true };
    joinWindowUpdates(other as unknown as Stream);
    expect(Object.keys(other)).toEqual(['send']);
  });
});

describe('joinWrites', () => {
  it('sends a list of buffers as one, in order, and a buffer as it is', () => {
    const sent: (Uint8Array | List)[] = [];
    const connection = {
      send: (data: Uint8Array | List) => {
        sent.push(data);
        return sent.length < 2;
      },
    };
    joinWrites(connection as unknown as MessageStream);
    const single = Uint8Array.of(9);
    expect(connection.send(new List(Uint8Array.of(1, 2), Uint8Array.of(3)))).toBe(true);
    expect(connection.send(single)).toBe(false);
    expect(sent[0]).toEqual(Uint8Array.of(1, 2, 3));
    expect(sent[1]).toBe(single);
  });

  it('joins a write of the limit and leaves one a byte longer as it is', () => {
    const sent: (Uint8Array | List)[] = [];
    const connection = { send: (data: Uint8Array | List) => sent.push(data) > 0 };
    joinWrites(connection as unknown as MessageStream);
    const listOf = (bytes: number) => new List(new Uint8Array(2), new Uint8Array(bytes - 2));
    const longer = listOf(MAX_JOINED_BYTES + 1);
    connection.send(listOf(MAX_JOINED_BYTES));
    connection.send(longer);
    expect(sent[0]).toBeInstanceOf(Uint8Array);
    expect(sent[0]).toHaveLength(MAX_JOINED_BYTES);
    expect(sent[1]).toBe(longer);
  });
});
