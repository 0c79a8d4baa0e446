import { expect, it } from 'vitest';
import * as approvals from '../../src/agent/authority/approval-book.ts';
import { MAX_USED_INTENTS, MAX_WAITING_INTENTS } from '../../src/agent/authority/intent-desk.ts';
import { MAX_APPROVER_QUESTIONS } from '../../src/agent/client/local-lending.ts';
import { MAX_NAME_PATTERN_CHARACTERS, MAX_NAME_PATTERNS } from '../../src/capability/name-patterns.ts';
import { MAX_JUSTIFICATION_CHARACTERS } from '../../src/ledger/entry/statement.ts';
import { MAX_APPROVE_COMMANDS } from '../../src/node/tool/approve-command.ts';

it('the limits of intents and approvals are those of PROTOCOL.md §11', () => {
  const { ApprovalBook: _, ...ofApprovals } = approvals;
  expect({
    ...ofApprovals,
    MAX_APPROVE_COMMANDS,
    MAX_APPROVER_QUESTIONS,
    MAX_WAITING_INTENTS,
    MAX_USED_INTENTS,
    MAX_JUSTIFICATION_CHARACTERS,
    MAX_NAME_PATTERNS,
    MAX_NAME_PATTERN_CHARACTERS,
  }).toEqual({
    MAX_APPROVALS: 64,
    MAX_APPROVALS_A_PEER: 8,
    MAX_APPROVAL_BYTES: 1_048_576,
    MAX_WAITING_APPROVAL_BYTES: 16_777_216,
    APPROVALS_A_MINUTE: 30,
    DENIED_APPROVALS_A_WINDOW: 5,
    DENIED_APPROVALS_WINDOW_MS: 600_000,
    APPROVAL_TIMEOUT_MS: 300_000,
    MAX_APPROVAL_TIMEOUT_MS: 86_400_000,
    MAX_DENIAL_REASON: 256,
    MAX_APPROVE_COMMANDS: 8,
    MAX_APPROVER_QUESTIONS: 8,
    MAX_WAITING_INTENTS: 64,
    MAX_USED_INTENTS: 4096,
    MAX_JUSTIFICATION_CHARACTERS: 1024,
    MAX_NAME_PATTERNS: 64,
    MAX_NAME_PATTERN_CHARACTERS: 128,
  });
});
