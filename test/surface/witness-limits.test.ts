import { describe, expect, it } from 'vitest';
import { MAX_EVIDENCE_A_PEER, MAX_KEPT_CHECKPOINTS, MAX_WITNESSED_PEERS } from '../../src/agent/witness-book.ts';
import { WITNESS_PAUSE_MS } from '../../src/agent/witness-schedule.ts';
import { MAX_EVIDENCE_BYTES } from '../../src/ledger/evidence.ts';
import { MAX_TLOG_PROOF_BYTES } from '../../src/ledger/tlog-proof.ts';

describe('the limits of witnesses, PROTOCOL.md §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      MAX_EVIDENCE_BYTES,
      MAX_TLOG_PROOF_BYTES,
      MAX_WITNESSED_PEERS,
      MAX_KEPT_CHECKPOINTS,
      MAX_EVIDENCE_A_PEER,
      WITNESS_PAUSE_MS,
    }).toEqual({
      MAX_WITNESSED_PEERS: 1000,
      MAX_KEPT_CHECKPOINTS: 64,
      MAX_EVIDENCE_A_PEER: 16,
      WITNESS_PAUSE_MS: 2000,
      MAX_EVIDENCE_BYTES: 4096,
      MAX_TLOG_PROOF_BYTES: 256 * 1024,
    });
  });
});
