import { describe, expect, it } from 'vitest';
import * as connections from '../../src/node/store/pg-connections.ts';
import { PG_SCHEMA_VERSION } from '../../src/node/store/pg-schema.ts';
import { MAX_PG_WAITING_BYTES } from '../../src/node/store/pg-store.ts';
import { MAX_STORE_URL } from '../../src/node/store/pg-url.ts';
import { SHARED_PRUNE_MS, SHARED_STOCK_MS } from '../../src/registry/registry.ts';
import { MAX_STEP_ATTEMPTS } from '../../src/storage/turns.ts';

describe('the limits of PROTOCOL.md §10.7', () => {
  it('are the constants that the code obeys', () => {
    const { PgConnections: _, ...numbers } = connections;
    expect({
      ...numbers,
      PG_SCHEMA_VERSION,
      MAX_PG_WAITING_BYTES,
      MAX_STORE_URL,
      SHARED_PRUNE_MS,
      SHARED_STOCK_MS,
      MAX_STEP_ATTEMPTS,
    }).toEqual({
      MAX_PG_CONNECTIONS: 8,
      MAX_PG_SNAPSHOTS: 4,
      PG_CONNECT_MS: 5_000,
      PG_DEADLINE_MS: 10_000,
      PG_IDLE_TRANSACTION_MS: 30_000,
      MAX_PG_CONFLICTS: 50,
      PG_SCHEMA_VERSION: 1,
      MAX_PG_WAITING_BYTES: 256 * 1024 * 1024,
      MAX_STORE_URL: 4096,
      SHARED_PRUNE_MS: 300_000,
      SHARED_STOCK_MS: 10_000,
      MAX_STEP_ATTEMPTS: 64,
    });
  });
});
