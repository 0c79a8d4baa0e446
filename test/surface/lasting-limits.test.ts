import { describe, expect, it } from 'vitest';
import { MAX_DEADLINE_MS, PROGRESS_STEP_MS } from '../../src/agent/client/client-requests.ts';
import { MOVED_LINK_MS } from '../../src/agent/message/peer-links.ts';
import { CLOCK_STEP_MS, WAKE_GAP_MS } from '../../src/agent/reach/network-changes.ts';
import { MAX_KEPT_FREE_PACKETS } from '../../src/agent/tunnel/kept-packets.ts';
import { MAX_LINGERING, MAX_LINGERING_A_PEER } from '../../src/agent/tunnel/lasting-tunnels.ts';
import { CALL_LINGER_MS, TUNNEL_LINGER_MS } from '../../src/agent/tunnel/tunnel-linger.ts';
import { HELD_MS, RESUME_TIMEOUT_MS } from '../../src/agent/tunnel/tunnel-resumer.ts';
import { ACKNOWLEDGE_STEP_PACKETS } from '../../src/agent/tunnel/tunnel-stream.ts';
import { TUNNEL_ID_BYTES } from '../../src/agent/tunnel/tunnel-wire.ts';
import { PROBE_TIMEOUT_MS, SLEPT_TIMEOUT_MS } from '../../src/net/keep-alive.ts';
import { INTERFACES_STEP_MS } from '../../src/node/network/network-watch.ts';

describe('the limits of PROTOCOL.md §11', () => {
  it('of lasting tunnels are the constants that the code obeys', () => {
    expect({ MAX_KEPT_FREE_PACKETS, MAX_LINGERING, MAX_LINGERING_A_PEER, TUNNEL_LINGER_MS, CALL_LINGER_MS }).toEqual({
      MAX_KEPT_FREE_PACKETS: 4096,
      MAX_LINGERING: 32,
      MAX_LINGERING_A_PEER: 8,
      TUNNEL_LINGER_MS: 300_000,
      CALL_LINGER_MS: 60_000,
    });
    expect({ ACKNOWLEDGE_STEP_PACKETS, TUNNEL_ID_BYTES }).toEqual({
      ACKNOWLEDGE_STEP_PACKETS: 256,
      TUNNEL_ID_BYTES: 16,
    });
    expect({ HELD_MS, PROBE_TIMEOUT_MS, SLEPT_TIMEOUT_MS, MOVED_LINK_MS, RESUME_TIMEOUT_MS }).toEqual({
      HELD_MS: 2000,
      PROBE_TIMEOUT_MS: 3000,
      SLEPT_TIMEOUT_MS: 1000,
      MOVED_LINK_MS: 10_000,
      RESUME_TIMEOUT_MS: 10_000,
    });
    expect({ MAX_DEADLINE_MS, PROGRESS_STEP_MS }).toEqual({ MAX_DEADLINE_MS: 86_400_000, PROGRESS_STEP_MS: 10_000 });
    expect({ CLOCK_STEP_MS, WAKE_GAP_MS, INTERFACES_STEP_MS }).toEqual({
      CLOCK_STEP_MS: 1000,
      WAKE_GAP_MS: 5000,
      INTERFACES_STEP_MS: 1000,
    });
  });
});
