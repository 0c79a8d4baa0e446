import { describe, expect, it } from 'vitest';
import { PRESENT_TIMEOUT_MS } from '../../src/agent/message/gated-link.ts';
import { MAX_PRESENTED } from '../../src/agent/message/message-grants.ts';
import { CHECKPOINT_NEWS_MS, JOIN_NEWS_MS, MAX_FOLLOWED, NEWS_AN_AUTHOR_MINUTE } from '../../src/agent/reach/gossip.ts';
import { HEAD_NEWS_MS } from '../../src/agent/reach/gossip-judge.ts';
import { MAX_GOSSIP_BYTES, MAX_GOSSIP_ITEMS } from '../../src/agent/reach/gossip-wire.ts';
import { BANISHED_MS, LOWEST_SCORE, MAX_GOSSIP_PEERS, MAX_RPC_BYTES } from '../../src/node/network/gossip.ts';
import {
  FAULTS_HALVE_MS,
  IHAVES_A_SECOND,
  MAX_COPIES,
  MESSAGES_A_PEER_MINUTE,
  RPCS_A_PEER_MINUTE,
} from '../../src/node/network/gossip-conduct.ts';
import { GOSSIP_PREFIX } from '../../src/node/network/gossip-seam.ts';
import { BURST_BYTES, BYTES_A_SECOND } from '../../src/node/network/gossip-source.ts';

describe('the limits of gossip, PROTOCOL.md §6.9 and §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      MAX_GOSSIP_PEERS,
      MAX_FOLLOWED,
      MAX_GOSSIP_BYTES,
      MAX_GOSSIP_ITEMS,
      MAX_RPC_BYTES,
      RPCS_A_PEER_MINUTE,
      MESSAGES_A_PEER_MINUTE,
      IHAVES_A_SECOND,
      MAX_COPIES,
      BYTES_A_SECOND,
      BURST_BYTES,
      BANISHED_MS,
      LOWEST_SCORE,
      FAULTS_HALVE_MS,
      NEWS_AN_AUTHOR_MINUTE,
      CHECKPOINT_NEWS_MS,
      HEAD_NEWS_MS,
      JOIN_NEWS_MS,
      GOSSIP_PREFIX,
    }).toEqual({
      MAX_GOSSIP_PEERS: 64,
      MAX_FOLLOWED: 256,
      MAX_GOSSIP_BYTES: 32 * 1024,
      MAX_GOSSIP_ITEMS: 16,
      MAX_RPC_BYTES: 512 * 1024,
      RPCS_A_PEER_MINUTE: 3000,
      MESSAGES_A_PEER_MINUTE: 1200,
      IHAVES_A_SECOND: 20,
      MAX_COPIES: 3,
      BYTES_A_SECOND: 128 * 1024,
      BURST_BYTES: 1024 * 1024,
      BANISHED_MS: 600_000,
      LOWEST_SCORE: -40,
      FAULTS_HALVE_MS: 120_000,
      NEWS_AN_AUTHOR_MINUTE: 60,
      CHECKPOINT_NEWS_MS: 60_000,
      HEAD_NEWS_MS: 60_000,
      JOIN_NEWS_MS: 10_000,
      GOSSIP_PREFIX: '/talos',
    });
  });

  it('and those of messages under capabilities', () => {
    expect({ MAX_PRESENTED, PRESENT_TIMEOUT_MS }).toEqual({ MAX_PRESENTED: 1024, PRESENT_TIMEOUT_MS: 5000 });
  });
});
