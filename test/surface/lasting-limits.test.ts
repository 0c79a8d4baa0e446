import { describe, expect, it } from 'vitest';
import { MAX_KEPT_FREE_PACKETS } from '../../src/agent/kept-packets.ts';
import { MAX_LINGERING, MAX_LINGERING_A_PEER, TUNNEL_LINGER_MS } from '../../src/agent/lasting-tunnels.ts';
import { ACKNOWLEDGE_STEP_PACKETS } from '../../src/agent/tunnel-stream.ts';
import { TUNNEL_ID_BYTES } from '../../src/agent/tunnel-wire.ts';

describe('the limits of PROTOCOL.md §11', () => {
  it('of lasting tunnels are the constants that the code obeys', () => {
    expect({ MAX_KEPT_FREE_PACKETS, MAX_LINGERING, MAX_LINGERING_A_PEER, TUNNEL_LINGER_MS }).toEqual({
      MAX_KEPT_FREE_PACKETS: 4096,
      MAX_LINGERING: 32,
      MAX_LINGERING_A_PEER: 8,
      TUNNEL_LINGER_MS: 300_000,
    });
    expect({ ACKNOWLEDGE_STEP_PACKETS, TUNNEL_ID_BYTES }).toEqual({
      ACKNOWLEDGE_STEP_PACKETS: 256,
      TUNNEL_ID_BYTES: 16,
    });
  });
});
