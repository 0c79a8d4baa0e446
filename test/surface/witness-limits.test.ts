import { describe, expect, it } from 'vitest';
import { MAX_EVIDENCE_A_PEER, MAX_KEPT_CHECKPOINTS, MAX_WITNESSED_PEERS } from '../../src/agent/record/witness-book.ts';
import { MAX_COSIGNED_KEPT } from '../../src/agent/record/witness-list.ts';
import { WITNESS_PAUSE_MS } from '../../src/agent/record/witness-schedule.ts';
import { WITNESS_ASK_MS } from '../../src/agent/record/witnessing.ts';
import { MAX_WITNESSES } from '../../src/ledger/log/cosignature.ts';
import { MAX_EVIDENCE_BYTES } from '../../src/ledger/log/evidence.ts';
import { MAX_TLOG_PROOF_BYTES } from '../../src/ledger/log/tlog-proof.ts';
import { MAX_WITNESS_ANSWER_BYTES, WITNESS_ANSWER_MS } from '../../src/node/ledger/post-text.ts';
import {
  MAX_WITNESS_CONNECTIONS,
  MAX_WITNESS_CONNECTIONS_A_SOURCE,
  WITNESS_REQUEST_MS,
  WITNESS_REQUESTS_A_MINUTE,
} from '../../src/node/ledger/witness-listener.ts';
import { MAX_ADD_CHECKPOINT_BYTES } from '../../src/witness/add-checkpoint.ts';
import { MAX_WITNESSED_LOGS } from '../../src/witness/witness.ts';

describe('the limits of witnesses, PROTOCOL.md §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      MAX_EVIDENCE_BYTES,
      MAX_TLOG_PROOF_BYTES,
      MAX_WITNESSED_PEERS,
      MAX_KEPT_CHECKPOINTS,
      MAX_EVIDENCE_A_PEER,
      WITNESS_PAUSE_MS,
      WITNESS_ASK_MS,
      MAX_WITNESSES,
      MAX_COSIGNED_KEPT,
      MAX_WITNESS_ANSWER_BYTES,
      WITNESS_ANSWER_MS,
      MAX_WITNESSED_LOGS,
      MAX_ADD_CHECKPOINT_BYTES,
      MAX_WITNESS_CONNECTIONS,
      MAX_WITNESS_CONNECTIONS_A_SOURCE,
      WITNESS_REQUESTS_A_MINUTE,
      WITNESS_REQUEST_MS,
    }).toEqual({
      MAX_WITNESSED_PEERS: 1000,
      MAX_KEPT_CHECKPOINTS: 64,
      MAX_EVIDENCE_A_PEER: 16,
      WITNESS_PAUSE_MS: 2000,
      WITNESS_ASK_MS: 60_000,
      MAX_WITNESSES: 15,
      MAX_COSIGNED_KEPT: 64,
      MAX_WITNESS_ANSWER_BYTES: 64 * 1024,
      WITNESS_ANSWER_MS: 10_000,
      MAX_WITNESSED_LOGS: 10_000,
      MAX_ADD_CHECKPOINT_BYTES: 72 * 1024,
      MAX_WITNESS_CONNECTIONS: 256,
      MAX_WITNESS_CONNECTIONS_A_SOURCE: 32,
      WITNESS_REQUESTS_A_MINUTE: 120,
      WITNESS_REQUEST_MS: 10_000,
      MAX_EVIDENCE_BYTES: 4096,
      MAX_TLOG_PROOF_BYTES: 256 * 1024,
    });
  });
});
