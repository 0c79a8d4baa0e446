import { describe, expect, it } from 'vitest';
import { MAX_LISTED_PEERS } from '../../src/agent/reach/listed-peers.ts';
import { STAGGER_MS } from '../../src/agent/staggered.ts';
import { MAX_COUNTED_SOURCES, SOURCES_A_NET } from '../../src/base/source-counter.ts';
import { MAX_CONNECTIONS_A_SOURCE } from '../../src/node/network/connection-room.ts';
import { MAX_SILENT_CONNECTIONS, MAX_UNPROVED_BYTES } from '../../src/node/network/inbound-gate.ts';
import { READY_WRITE_MS } from '../../src/node/server/server-health.ts';
import {
  HTTP_CONNECTION_MS,
  HTTP_REQUESTS_A_MINUTE,
  MAX_HTTP_CONNECTIONS,
  MAX_HTTP_CONNECTIONS_A_SOURCE,
  MAX_HTTP_HEAD_BYTES,
  READY_LASTS_MS,
} from '../../src/node/server/server-http.ts';
import { MAX_SERVER_OFFERS } from '../../src/registry/api.ts';
import { LISTS_A_MINUTE, MAX_PEERS_A_PAGE } from '../../src/registry/limits.ts';
import { PRESENCE_LASTS_MS } from '../../src/registry/presence.ts';

describe('the limits of servers, PROTOCOL.md §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      MAX_COUNTED_SOURCES,
      SOURCES_A_NET,
      MAX_SILENT_CONNECTIONS,
      MAX_CONNECTIONS_A_SOURCE,
      MAX_UNPROVED_BYTES,
      READY_WRITE_MS,
      READY_LASTS_MS,
      MAX_HTTP_CONNECTIONS,
      MAX_HTTP_CONNECTIONS_A_SOURCE,
      MAX_HTTP_HEAD_BYTES,
      HTTP_CONNECTION_MS,
      HTTP_REQUESTS_A_MINUTE,
      MAX_SERVER_OFFERS,
      LISTS_A_MINUTE,
      MAX_PEERS_A_PAGE,
      MAX_LISTED_PEERS,
      PRESENCE_LASTS_MS,
      STAGGER_MS,
    }).toEqual({
      MAX_COUNTED_SOURCES: 4096,
      SOURCES_A_NET: 4,
      MAX_SILENT_CONNECTIONS: 512,
      MAX_CONNECTIONS_A_SOURCE: 256,
      MAX_UNPROVED_BYTES: 512,
      READY_WRITE_MS: 2000,
      READY_LASTS_MS: 1000,
      MAX_HTTP_CONNECTIONS: 64,
      MAX_HTTP_CONNECTIONS_A_SOURCE: 8,
      MAX_HTTP_HEAD_BYTES: 8 * 1024,
      HTTP_CONNECTION_MS: 5000,
      HTTP_REQUESTS_A_MINUTE: 120,
      MAX_SERVER_OFFERS: 16,
      LISTS_A_MINUTE: 30,
      MAX_PEERS_A_PAGE: 100,
      MAX_LISTED_PEERS: 10_000,
      PRESENCE_LASTS_MS: 600_000,
      STAGGER_MS: 1500,
    });
  });
});
