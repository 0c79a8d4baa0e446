import { describe, expect, it } from 'vitest';
import * as book from '../../src/agent/transfer/transfer-book.ts';
import { MAX_TRANSFER_EVENTS } from '../../src/agent/transfer/transfer-feed.ts';
import * as leaving from '../../src/agent/transfer/transfer-leaving.ts';
import { ASK_AFTER_MS, ASK_PAUSE_MS } from '../../src/agent/transfer/transfer-letters.ts';
import * as links from '../../src/agent/transfer/transfer-links.ts';
import * as mux from '../../src/agent/transfer/transfer-mux.ts';
import { MAX_RECEIVING, MAX_RECEIVING_A_PEER } from '../../src/agent/transfer/transfer-runs.ts';
import { MAX_RUNNING_A_PEER, OFFER_AGAIN_MS } from '../../src/agent/transfer/transfer-schedule.ts';
import { TRANSFER_SILENCE_MS } from '../../src/agent/transfer/transfer-sending.ts';
import { MAX_TRANSFER_FRAME_BYTES } from '../../src/net/protocols.ts';
import * as limits from '../../src/transfer/limits.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const DAY = 86_400_000;

describe('the limits of PROTOCOL.md §11', () => {
  it('of files are the constants that the code obeys', () => {
    expect({ ...limits }).toEqual({
      MAX_FILE_BYTES: 256 * 1024 * MIB,
      MAX_FILE_NAME_BYTES: 255,
      MAX_FILE_TYPE_CHARACTERS: 127,
      SMALL_CHUNK_BYTES: 256 * KIB,
      MIDDLE_CHUNK_BYTES: 512 * KIB,
      LARGE_CHUNK_BYTES: MIB,
      SMALL_FILE_BYTES: 64 * MIB,
      MIDDLE_FILE_BYTES: 512 * MIB,
      MAX_PARCEL_BYTES: 8 * MIB,
      MAX_PARCELS: 32,
      PIECE_CHUNKS: 3,
      TRANSFER_WINDOW_BYTES: 2 * MIB,
      SYNC_STEP_BYTES: 64 * MIB,
      MAX_HASHES: 512,
    });
    expect(MAX_TRANSFER_FRAME_BYTES).toBe(MIB + 4 * KIB);
  });

  it('of transfers are the constants that the code obeys', () => {
    const { MAX_SENDS, MAX_OFFERS, MAX_OFFERS_A_PEER, MAX_UNFINISHED, MAX_UNFINISHED_A_PEER } = book;
    expect([MAX_SENDS, MAX_OFFERS, MAX_OFFERS_A_PEER, MAX_UNFINISHED, MAX_UNFINISHED_A_PEER]).toEqual([
      1000, 64, 8, 256, 128,
    ]);
    expect([book.MAX_OFFERS_A_MINUTE, book.MAX_ASKS_A_MINUTE, book.MAX_PAST_OFFERS]).toEqual([30, 30, 1000]);
    expect([book.MAX_PAST_TRANSFERS, book.UNFINISHED_MS, book.SEND_WAIT_MS]).toEqual([1000, 7 * DAY, 30 * DAY]);
    const { LEAVE_AGAIN_MS, LEAVE_PAUSE_MS, ASKS_AN_HOUR } = leaving;
    expect([LEAVE_AGAIN_MS, LEAVE_PAUSE_MS, ASKS_AN_HOUR]).toEqual([DAY, 300_000, 10]);
    expect([ASK_AFTER_MS, ASK_PAUSE_MS]).toEqual([60_000, 3_600_000]);
    const { MAX_TRANSFER_LINKS, MAX_TRANSFER_LINKS_A_PEER, TRANSFER_LINKS_A_MINUTE } = links;
    expect([MAX_TRANSFER_LINKS, MAX_TRANSFER_LINKS_A_PEER, TRANSFER_LINKS_A_MINUTE]).toEqual([64, 3, 60]);
    expect([links.UNUSED_TRANSFER_LINK_MS, links.TRANSFER_LINGER_MS]).toEqual([15_000, 2000]);
    const { MAX_TRANSFER_STREAMS, MAX_WAITING_STREAM_BYTES, MAX_WAITING_STREAM_PACKETS } = mux;
    expect([MAX_TRANSFER_STREAMS, MAX_WAITING_STREAM_BYTES, MAX_WAITING_STREAM_PACKETS]).toEqual([32, 4 * MIB, 1024]);
    expect([MAX_RECEIVING, MAX_RECEIVING_A_PEER, MAX_RUNNING_A_PEER]).toEqual([32, 16, 8]);
    expect([TRANSFER_SILENCE_MS, OFFER_AGAIN_MS, MAX_TRANSFER_EVENTS]).toEqual([60_000, 300_000, 4096]);
  });
});
