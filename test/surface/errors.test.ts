import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, EXIT, REFUSALS } from '../../src/base/errors.ts';

/** Code → exit status, what a peer is told. Written out by hand: a change here is a change for users. */
const PINNED = {
  E_USAGE: [2, 'nothing'],
  E_MALFORMED: [4, 'failed'],
  E_LIMIT: [1, 'failed'],
  E_VERSION: [4, 'failed'],
  E_CONFIG: [2, 'nothing'],
  E_NOT_FOUND: [1, 'unknown'],
  E_AMBIGUOUS: [2, 'nothing'],
  E_ABORTED: [130, 'nothing'],
  E_CLOSED: [1, 'nothing'],
  E_INTERNAL: [1, 'failed'],
  E_NO_IDENTITY: [6, 'nothing'],
  E_EXISTS: [6, 'nothing'],
  E_FILE_EXISTS: [1, 'nothing'],
  E_KEYSTORE: [6, 'nothing'],
  E_PASSPHRASE: [6, 'nothing'],
  E_BAD_DID: [4, 'failed'],
  E_BAD_KEY: [4, 'failed'],
  E_BAD_BUNDLE: [4, 'failed'],
  E_BAD_RECORD: [4, 'failed'],
  E_BAD_DOCUMENT: [4, 'nothing'],
  E_BAD_SUCCESSION: [4, 'failed'],
  E_DOWNGRADE: [4, 'failed'],
  E_STALE: [4, 'failed'],
  E_IDENTITY_MISMATCH: [4, 'failed'],
  E_IDENTITY_CHANGED: [6, 'nothing'],
  E_DECRYPT: [4, 'failed'],
  E_REPLAY: [4, 'failed'],
  E_SKIP_LIMIT: [4, 'failed'],
  E_PREKEY_GONE: [4, 'failed'],
  E_NO_SESSION: [1, 'failed'],
  E_UNREACHABLE: [5, 'nothing'],
  E_TIMEOUT: [5, 'nothing'],
  E_PROTOCOL: [5, 'failed'],
  E_REFUSED: [3, 'nothing'],
  E_RATE_LIMITED: [3, 'busy'],
  E_DECLINED: [3, 'code'],
  E_CANCELLED: [1, 'code'],
  E_SOURCE_CHANGED: [1, 'code'],
  E_OUTCOME_UNKNOWN: [5, 'nothing'],
  E_INVITE_USED: [3, 'code'],
  E_INVITE_EXPIRED: [3, 'code'],
  E_INVITE_INVALID: [3, 'code'],
  MALFORMED: [4, 'code'],
  SIGNATURE_INVALID: [4, 'code'],
  DELEGATION_INVALID: [4, 'code'],
  UNTRUSTED_ISSUER: [3, 'code'],
  SUBJECT_MISMATCH: [3, 'code'],
  AUDIENCE_MISMATCH: [3, 'code'],
  NOT_YET_VALID: [3, 'code'],
  EXPIRED: [3, 'code'],
  REVOKED: [3, 'code'],
  RENEWAL_REFUSED: [3, 'code'],
  REVOCATION_UNKNOWN: [3, 'code'],
  SCOPE_MISMATCH: [3, 'code'],
  CONSTRAINT: [3, 'code'],
  REPLAY: [3, 'code'],
  NO_CAPABILITY: [3, 'code'],
  ACL_DENIED: [3, 'code'],
  RATE_LIMITED: [3, 'code'],
  BUDGET_EXHAUSTED: [3, 'code'],
  INTENT_REQUIRED: [3, 'code'],
  INTENT_MISMATCH: [3, 'code'],
  APPROVAL_DENIED: [3, 'code'],
  MALFORMED_BLOCK: [4, 'nothing'],
  CRYPTO_INVALID: [4, 'nothing'],
  CONSENSUS_VIOLATION: [4, 'nothing'],
  SEMANTIC_ERROR: [4, 'nothing'],
  ANCHOR_MISMATCH: [4, 'nothing'],
  E_PROOF_INVALID: [4, 'nothing'],
  E_LEDGER_INVALID: [4, 'nothing'],
  E_EQUIVOCATION: [4, 'code'],
  E_REORG_DEPTH: [4, 'nothing'],
  E_LOCKED: [1, 'nothing'],
  E_STORAGE: [1, 'failed'],
  E_STORAGE_FULL: [1, 'failed'],
  E_STORAGE_CORRUPT: [1, 'failed'],
  E_STORAGE_DENIED: [1, 'failed'],
  E_RESOURCE: [1, 'failed'],
  E_TOOL_FAILED: [1, 'failed'],
  E_TOOL_CHANGED: [3, 'code'],
} as const;

describe('the error codes', () => {
  it('are the published ones, each with its exit status and what a peer is told', () => {
    const rows = Object.entries(ERROR_CODES).map(([code, { exit, peer }]) => [code, [exit, peer]]);
    expect(Object.fromEntries(rows)).toEqual(PINNED);
  });

  it('are each given somewhere in the source', async () => {
    const root = new URL('../../src/', import.meta.url);
    const files = (await readdir(root, { recursive: true })).filter(
      (file) => file.endsWith('.ts') && file !== 'base/errors.ts',
    );
    const texts = await Promise.all(files.map((file) => readFile(new URL(file, root), 'utf8')));
    const code = texts.join('\n').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    expect(Object.keys(PINNED).filter((each) => !code.includes(`'${each}'`))).toEqual([]);
  });

  it('end commands with the published exit statuses', () => {
    expect(EXIT).toEqual({
      done: 0,
      failed: 1,
      usage: 2,
      denied: 3,
      unverified: 4,
      unreachable: 5,
      identity: 6,
      interrupted: 130,
      brokenPipe: 141,
    });
  });

  it('are told to peers as one of four words, where the code itself is not told', () => {
    expect(REFUSALS).toEqual(['failed', 'busy', 'denied', 'unknown']);
  });
});
