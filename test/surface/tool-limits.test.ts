import { describe, expect, it } from 'vitest';
import { MAX_ACCEPTED } from '../../src/agent/authority/pin-record.ts';
import { MAX_SECRET_BYTES, MAX_SECRETS, MIN_SECRET_BYTES } from '../../src/agent/tunnel/tool-secrets.ts';
import { RELIST_TIMEOUT_MS } from '../../src/agent/tunnel/tool-watch.ts';
import { MAX_DEFINITION_BYTES, MAX_LISTED_BYTES, MAX_LISTED_TOOLS } from '../../src/mcp/definition.ts';

/** Of secrets by reference. */
const SECRETS = { MAX_SECRET_BYTES, MAX_SECRETS, MIN_SECRET_BYTES };

describe('the limits of PROTOCOL.md §11', () => {
  it('of tools are the constants that the code obeys', () => {
    expect({ MAX_ACCEPTED, RELIST_TIMEOUT_MS, MAX_DEFINITION_BYTES, MAX_LISTED_BYTES, MAX_LISTED_TOOLS }).toEqual({
      MAX_ACCEPTED: 64,
      RELIST_TIMEOUT_MS: 30_000,
      MAX_DEFINITION_BYTES: 64 * 1024,
      MAX_LISTED_BYTES: 8 * 1024 * 1024,
      MAX_LISTED_TOOLS: 1024,
    });
    expect(SECRETS).toEqual({ MAX_SECRET_BYTES: 65_536, MAX_SECRETS: 64, MIN_SECRET_BYTES: 8 });
  });
});
