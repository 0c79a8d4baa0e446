import { describe, expect, it } from 'vitest';
import { MAX_EVIDENCE_BYTES } from '../../src/ledger/evidence.ts';
import { MAX_TLOG_PROOF_BYTES } from '../../src/ledger/tlog-proof.ts';

describe('the limits of witnesses, PROTOCOL.md §11', () => {
  it('are the constants that the code obeys', () => {
    expect({ MAX_EVIDENCE_BYTES, MAX_TLOG_PROOF_BYTES }).toEqual({
      MAX_EVIDENCE_BYTES: 4096,
      MAX_TLOG_PROOF_BYTES: 256 * 1024,
    });
  });
});
