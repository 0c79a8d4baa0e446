import { describe, expect, it } from 'vitest';
import { MAX_CLIENT_EVENTS, MAX_EVENT_READERS } from '../../src/agent/client/client-events.ts';
import { MAX_CODECS } from '../../src/agent/transfer/media-codecs.ts';
import { STREAM_CHUNK_COST, STREAM_WINDOW_BYTES } from '../../src/agent/transfer/peer-stream.ts';
import {
  MAX_WAITING_STREAMS,
  MAX_WAITING_STREAMS_A_PEER,
  STREAM_TAKE_MS,
} from '../../src/agent/transfer/peer-streams.ts';
import * as wire from '../../src/transfer/stream-wire.ts';

describe('the limits of PROTOCOL.md §11', () => {
  it('of application streams are the constants that the code obeys', () => {
    expect([wire.MAX_STREAM_CHUNK_BYTES, wire.MAX_STREAM_METADATA_BYTES, wire.MAX_STREAM_NAME_CHARACTERS]).toEqual([
      65_536, 4096, 64,
    ]);
    expect([STREAM_WINDOW_BYTES, STREAM_CHUNK_COST]).toEqual([262_144, 512]);
    expect([MAX_WAITING_STREAMS, MAX_WAITING_STREAMS_A_PEER, STREAM_TAKE_MS]).toEqual([16, 4, 30_000]);
    expect([MAX_CODECS, MAX_EVENT_READERS, MAX_CLIENT_EVENTS]).toEqual([256, 64, 1024]);
  });
});
