/** Flow control of a tunnel stream at the side that receives: what a peer sends beyond its credit is no slip. */
import { describe, expect, it } from 'vitest';
import { STREAM_CREDIT_BYTES, TunnelStream } from '../../../src/agent/tunnel/tunnel-stream.ts';
import { PACKET } from '../../../src/message/packet.ts';
import { packetPair } from '../../fixtures/stream-pair.ts';

const over = expect.objectContaining({ code: 'E_PROTOCOL' });

describe('the credit of a stream', () => {
  const streamOf = (): TunnelStream =>
    new TunnelStream({ channel: packetPair().listener, id: 1, enter: () => {}, leave: () => {} });
  const message = (bytes: number) =>
    ({ type: PACKET.mcpMessage, stream: 1, content: new Uint8Array(bytes) }) as Parameters<TunnelStream['accept']>[0];

  it('M24: that is used to the last byte takes no further message, not one of a byte', () => {
    const stream = streamOf();
    stream.accept(message(STREAM_CREDIT_BYTES));
    expect(() => stream.accept(message(1))).toThrow(over);
  });

  it('M24: of which a byte is left takes one message, however long, and then none', () => {
    const stream = streamOf();
    stream.accept(message(STREAM_CREDIT_BYTES - 1));
    stream.accept(message(1000));
    expect(() => stream.accept(message(1))).toThrow(over);
  });
});
