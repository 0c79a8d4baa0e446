import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as acl from '../../src/acl/acl.ts';
import { ACKNOWLEDGE_DELAY_MS } from '../../src/agent/acknowledgements.ts';
import * as approvals from '../../src/agent/approval-book.ts';
import { CHAIN_ANSWER_TIMEOUT_MS } from '../../src/agent/chain-dialer.ts';
import * as chainHost from '../../src/agent/chain-host.ts';
import { MAX_CHAIN_SHARES } from '../../src/agent/chain-shares.ts';
import { DEFAULT_GRANT_LIFETIME } from '../../src/agent/client-authority.ts';
import { EPOCH_MS, EPOCH_REST_MS, EPOCH_STEPS } from '../../src/agent/epoch-rotation.ts';
import { MAX_HELD_BYTES, MAX_HELD_DEPOSITS, MAX_HELD_OF_A_SENDER } from '../../src/agent/held-deposits.ts';
import { MAX_FEED_BYTES, MAX_FEED_CHANGES } from '../../src/agent/history-feed.ts';
import * as inbox from '../../src/agent/inbox-room.ts';
import { MAX_USED_INTENTS, MAX_WAITING_INTENTS } from '../../src/agent/intent-desk.ts';
import { MAX_LIGHT_SYNC_SOURCES } from '../../src/agent/light.ts';
import { MAX_LIGHT_AUTHORS, MAX_LIGHT_BYTES } from '../../src/agent/light-store.ts';
import { LINGER_MS } from '../../src/agent/lingering.ts';
import { MAX_HISTORY_BYTES, MAX_HISTORY_MESSAGES } from '../../src/agent/message-history.ts';
import { ONE_TIME_BUNDLES_A_PEER } from '../../src/agent/messenger.ts';
import { MAX_CALLS_IN_FLIGHT } from '../../src/agent/open-requests.ts';
import { MAX_OUTBOX_MESSAGES } from '../../src/agent/outbox.ts';
import { LOOKUP_INTERVAL_MS } from '../../src/agent/post-office.ts';
import { MAX_ONE_TIME_PREKEYS, MAX_STOCK_PREKEYS, PREKEY_OFFERED_MS } from '../../src/agent/prekey-store.ts';
import { MAX_RECORDS } from '../../src/agent/record-book.ts';
import { ANNOUNCE_PAUSE_MS, NOTICES_A_SERVER } from '../../src/agent/registrar.ts';
import { MAX_ASKED_SENDERS, MAX_SENDER_ANSWERS } from '../../src/agent/sender-gate.ts';
import { MAX_SERVERS } from '../../src/agent/server-book.ts';
import { MAX_NEW_SESSIONS, NEW_SESSIONS_WINDOW_MS } from '../../src/agent/session-steps.ts';
import { STREAM_CREDIT_BYTES } from '../../src/agent/streams.ts';
import { MAX_TUNNELS, MAX_TUNNELS_A_PEER } from '../../src/agent/tunnel-host.ts';
import { RENEWAL_PAUSE_MS, UNANSWERED_PASSES } from '../../src/agent/unanswered.ts';
import { MAX_VEILED_IN_USE } from '../../src/agent/veiled-clients.ts';
import { NOT_BEFORE_SKEW_S } from '../../src/capability/authorize.ts';
import { MAX_CHAIN_TEXT, MAX_CHAIN_TOKENS } from '../../src/capability/chain.ts';
import { MAX_COMBINED, MAX_COMBINED_DEPTH } from '../../src/capability/constraint.ts';
import { MAX_NAME_PATTERN_CHARACTERS, MAX_NAME_PATTERNS } from '../../src/capability/name-patterns.ts';
import {
  MAX_PATTERN,
  MAX_PATTERN_SUBJECT,
  MAX_PATTERN_WEIGHT,
  MAX_SCOPE_PATTERN_WEIGHT,
} from '../../src/capability/pattern.ts';
import { MAX_NONCES, MAX_PROOF_TEXT } from '../../src/capability/possession.ts';
import {
  MAX_ENVIRONMENT,
  MAX_FILE_NAMES,
  MAX_SCOPE_SECONDS,
  MAX_SERVICES,
} from '../../src/capability/scope-members.ts';
import { MAX_TOKEN_BYTES, MAX_TOKEN_LIFETIME_S } from '../../src/capability/token.ts';
import { MAX_METERS, MAX_METERS_A_ROOT } from '../../src/capability/usage.ts';
import { MAX_WINDOWS } from '../../src/capability/window.ts';
import { MAX_BUNDLE_FILE_BYTES } from '../../src/cli/bundle-file.ts';
import { MAX_ENVELOPE_FILE_BYTES } from '../../src/cli/envelope-file.ts';
import { SETTINGS } from '../../src/cli/settings.ts';
import { MAX_AGENT_RECORD_BYTES, MAX_AGENT_RECORD_LIFETIME_MS } from '../../src/identity/agent-record.ts';
import { MAX_ANCHOR_CERTIFICATES, MAX_TIME_STAMP_BYTES, TIME_STAMP_DEADLINE_MS } from '../../src/ledger/anchor.ts';
import { MAX_ANCHOR_SOURCES, MAX_ANCHORS } from '../../src/ledger/anchor-book.ts';
import { MAX_ARCHIVE_HEAD_BYTES } from '../../src/ledger/archive.ts';
import { DIFFICULTY, MAX_BLOCK_BYTES, MAX_BLOCK_ENTRIES } from '../../src/ledger/block.ts';
import {
  MAX_ANSWER_BLOCK_BYTES,
  MAX_BLOCKS_AN_ANSWER,
  MAX_HEADERS_AN_ANSWER,
  MAX_LOCATOR_POINTS,
} from '../../src/ledger/chain-source.ts';
import { MAX_ENTRY_BYTES } from '../../src/ledger/entry.ts';
import { MAX_FOREIGN_BYTES, MAX_FOREIGN_CHAINS } from '../../src/ledger/foreign-chains.ts';
import { MAX_LIGHT_CHECKPOINTS } from '../../src/ledger/light-checkpoints.ts';
import { MAX_CHECKPOINT_FILE_BYTES, MAX_HEADERS_FILE_BYTES } from '../../src/ledger/light-files.ts';
import { MAX_LIGHT_SOURCES } from '../../src/ledger/light-sources.ts';
import { MAX_LIGHT_HEADERS } from '../../src/ledger/light-types.ts';
import { DEFAULT_NETWORK, MAX_DIFFICULTY, MAX_NETWORK_CHARACTERS } from '../../src/ledger/network.ts';
import { MAX_PROOF_BYTES } from '../../src/ledger/proof-file.ts';
import {
  MAX_ACKNOWLEDGED_TOGETHER,
  MAX_JUSTIFICATION_CHARACTERS,
  MAX_SIGNED_STATEMENT_BYTES,
  MAX_STATEMENTS_TOGETHER,
} from '../../src/ledger/statement.ts';
import { MAX_SYNC_SOURCES, SYNC_ANSWER_TIMEOUT_MS } from '../../src/ledger/sync-types.ts';
import { MAX_UNTAKEN_BYTES, MAX_UNTAKEN_MESSAGES } from '../../src/mailbox/api.ts';
import * as mailbox from '../../src/mailbox/limits.ts';
import { MAX_LEAP_MS } from '../../src/mailbox/steady-clock.ts';
import { MAX_RPC_BYTES } from '../../src/mcp/rpc.ts';
import { MAX_ACKNOWLEDGED_IDS } from '../../src/message/acknowledgement.ts';
import { DEPOSIT_BUCKETS, MAX_DEPOSIT_BYTES } from '../../src/message/deposit.ts';
import { MAX_TEXT_BYTES } from '../../src/message/envelope.ts';
import { MAX_FRAME_BYTES } from '../../src/net/frame.ts';
import {
  MAX_HANDSHAKE_FRAME_BYTES,
  MAX_MESSAGE_FRAME_BYTES,
  MAX_REGISTRY_FRAME_BYTES,
  PROTOCOLS,
} from '../../src/net/protocols.ts';
import { MAX_WAITING_REFUSALS, REFUSAL_WAIT_MS } from '../../src/net/refuse-link.ts';
import { MAX_PUSH_BYTES_WAITING, MAX_PUSHES_WAITING, MAX_REQUESTS_IN_FLIGHT } from '../../src/net/request-link.ts';
import { MAX_APPROVE_COMMANDS } from '../../src/node/approve-command.ts';
import { REGISTRY_LIMITS } from '../../src/registry/limits.ts';
import {
  MAX_ARCHIVED_SESSIONS,
  MAX_PEER_SKIPPED_KEYS,
  MAX_USED_BUNDLES,
  SILENT_MESSAGES,
  SILENT_MS,
} from '../../src/session/peer-sessions.ts';
import { MAX_BUNDLE_LIFETIME_MS } from '../../src/session/prekeys.ts';
import { MAX_RECEIVING_CHAINS, MAX_SKIP, MAX_SKIPPED_AGE_MS, MAX_SKIPPED_KEYS } from '../../src/session/ratchet.ts';
import { MAX_REPAIRS_A_DAY, REPAIR_PAUSE_MS } from '../../src/session/repair.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const DAY_S = 86_400;

describe('the limits of PROTOCOL.md §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      MAX_FRAME_BYTES,
      MAX_HANDSHAKE_FRAME_BYTES,
      MAX_MESSAGE_FRAME_BYTES,
      MAX_WAITING_REFUSALS,
      REFUSAL_WAIT_MS,
      MAX_RPC_BYTES,
      MAX_TOKEN_BYTES,
      MAX_CHAIN_TOKENS,
      MAX_CHAIN_TEXT,
      MAX_TOKEN_LIFETIME_S,
      NOT_BEFORE_SKEW_S,
      MAX_PATTERN,
      MAX_PATTERN_SUBJECT,
      MAX_PATTERN_WEIGHT,
      MAX_SCOPE_PATTERN_WEIGHT,
      MAX_COMBINED,
      MAX_COMBINED_DEPTH,
      MAX_SERVICES,
      MAX_FILE_NAMES,
      MAX_WINDOWS,
      MAX_ENVIRONMENT,
      MAX_SCOPE_SECONDS,
      MAX_ENTRY_BYTES,
      MAX_BLOCK_BYTES,
      MAX_BLOCK_ENTRIES,
      DIFFICULTY,
      MAX_DIFFICULTY,
      MAX_NETWORK_CHARACTERS,
      MAX_ARCHIVE_HEAD_BYTES,
      DEFAULT_NETWORK,
      MAX_SIGNED_STATEMENT_BYTES,
      MAX_STATEMENTS_TOGETHER,
      MAX_ACKNOWLEDGED_TOGETHER,
      MAX_PROOF_BYTES,
      MAX_LIGHT_AUTHORS,
      MAX_LIGHT_HEADERS,
      MAX_LIGHT_BYTES,
      MAX_LIGHT_CHECKPOINTS,
      MAX_LIGHT_SOURCES,
      MAX_LIGHT_SYNC_SOURCES,
      MAX_HEADERS_FILE_BYTES,
      MAX_CHECKPOINT_FILE_BYTES,
      MAX_ANCHOR_SOURCES,
      MAX_ANCHORS,
      MAX_ANCHOR_CERTIFICATES,
      MAX_TIME_STAMP_BYTES,
      TIME_STAMP_DEADLINE_MS,
      MAX_SKIP,
      MAX_SKIPPED_KEYS,
      MAX_SKIPPED_AGE_MS,
      MAX_RECEIVING_CHAINS,
      MAX_PEER_SKIPPED_KEYS,
      MAX_ARCHIVED_SESSIONS,
      MAX_NEW_SESSIONS,
      NEW_SESSIONS_WINDOW_MS,
      REPAIR_PAUSE_MS,
      MAX_REPAIRS_A_DAY,
      SILENT_MESSAGES,
      SILENT_MS,
      MAX_TEXT_BYTES,
      MAX_ONE_TIME_PREKEYS,
      MAX_STOCK_PREKEYS,
      ONE_TIME_BUNDLES_A_PEER,
      MAX_BUNDLE_LIFETIME_MS,
      PREKEY_OFFERED_MS,
      MAX_USED_BUNDLES,
      MAX_BUNDLE_FILE_BYTES,
      MAX_ENVELOPE_FILE_BYTES,
      MAX_OUTBOX_MESSAGES,
      MAX_HISTORY_MESSAGES,
      MAX_HISTORY_BYTES,
      MAX_ASKED_SENDERS,
      MAX_SENDER_ANSWERS,
      MAX_FEED_CHANGES,
      MAX_FEED_BYTES,
      STREAM_CREDIT_BYTES,
      MAX_TUNNELS_A_PEER,
      MAX_TUNNELS,
      MAX_APPROVALS: approvals.MAX_APPROVALS,
      MAX_APPROVALS_A_PEER: approvals.MAX_APPROVALS_A_PEER,
      MAX_APPROVAL_BYTES: approvals.MAX_APPROVAL_BYTES,
      MAX_WAITING_APPROVAL_BYTES: approvals.MAX_WAITING_APPROVAL_BYTES,
      APPROVALS_A_MINUTE: approvals.APPROVALS_A_MINUTE,
      DENIED_APPROVALS_A_WINDOW: approvals.DENIED_APPROVALS_A_WINDOW,
      DENIED_APPROVALS_WINDOW_MS: approvals.DENIED_APPROVALS_WINDOW_MS,
      APPROVAL_TIMEOUT_MS: approvals.APPROVAL_TIMEOUT_MS,
      MAX_APPROVAL_TIMEOUT_MS: approvals.MAX_APPROVAL_TIMEOUT_MS,
      MAX_APPROVE_COMMANDS,
      MAX_WAITING_INTENTS,
      MAX_USED_INTENTS,
      MAX_JUSTIFICATION_CHARACTERS,
      MAX_NAME_PATTERNS,
      MAX_NAME_PATTERN_CHARACTERS,
      MAX_CALLS_IN_FLIGHT,
      MAX_METERS,
      MAX_METERS_A_ROOT,
      MAX_PROOF_TEXT,
      MAX_NONCES,
      EPOCH_MS,
      EPOCH_STEPS,
      EPOCH_REST_MS,
      MAX_REQUESTS_IN_FLIGHT,
      MAX_PUSHES_WAITING,
      MAX_PUSH_BYTES_WAITING,
      MAX_REGISTRY_FRAME_BYTES,
      MAX_AGENT_RECORD_BYTES,
      MAX_AGENT_RECORD_LIFETIME_MS,
    }).toEqual({
      MAX_FRAME_BYTES: 16 * MIB,
      MAX_HANDSHAKE_FRAME_BYTES: 8 * KIB,
      MAX_MESSAGE_FRAME_BYTES: MIB + 16 * KIB,
      MAX_WAITING_REFUSALS: 64,
      REFUSAL_WAIT_MS: 1000,
      MAX_RPC_BYTES: 8 * MIB,
      MAX_TOKEN_BYTES: 16 * KIB,
      MAX_CHAIN_TOKENS: 8,
      MAX_CHAIN_TEXT: 131_079,
      MAX_TOKEN_LIFETIME_S: 400 * DAY_S,
      NOT_BEFORE_SKEW_S: 60,
      MAX_PATTERN: 512,
      MAX_PATTERN_SUBJECT: 4096,
      MAX_PATTERN_WEIGHT: 500,
      MAX_SCOPE_PATTERN_WEIGHT: 1000,
      MAX_COMBINED: 256,
      MAX_COMBINED_DEPTH: 4,
      MAX_SERVICES: 64,
      MAX_FILE_NAMES: 64,
      MAX_WINDOWS: 16,
      MAX_ENVIRONMENT: 16,
      MAX_SCOPE_SECONDS: 400 * DAY_S,
      MAX_ENTRY_BYTES: 65_535,
      MAX_BLOCK_BYTES: 1_000_000,
      MAX_BLOCK_ENTRIES: 4096,
      DIFFICULTY: 8,
      MAX_DIFFICULTY: 24,
      MAX_NETWORK_CHARACTERS: 64,
      MAX_ARCHIVE_HEAD_BYTES: 8192,
      DEFAULT_NETWORK: { name: 'talos', difficulty: 8 },
      MAX_SIGNED_STATEMENT_BYTES: 64_511,
      MAX_STATEMENTS_TOGETHER: 256,
      MAX_ACKNOWLEDGED_TOGETHER: 256,
      MAX_PROOF_BYTES: MIB,
      MAX_LIGHT_AUTHORS: 64,
      MAX_LIGHT_HEADERS: 131_072,
      MAX_LIGHT_BYTES: 256 * MIB,
      MAX_LIGHT_CHECKPOINTS: 32,
      MAX_LIGHT_SOURCES: 64,
      MAX_LIGHT_SYNC_SOURCES: 16,
      MAX_HEADERS_FILE_BYTES: 39_977_216,
      MAX_CHECKPOINT_FILE_BYTES: 69_632,
      MAX_ANCHOR_SOURCES: 16,
      MAX_ANCHORS: 65_536,
      MAX_ANCHOR_CERTIFICATES: 16,
      MAX_TIME_STAMP_BYTES: 64 * KIB,
      TIME_STAMP_DEADLINE_MS: 30_000,
      MAX_SKIP: 1000,
      MAX_SKIPPED_KEYS: 2000,
      MAX_SKIPPED_AGE_MS: 7 * DAY_S * 1000,
      MAX_RECEIVING_CHAINS: 5,
      MAX_PEER_SKIPPED_KEYS: 10_000,
      MAX_ARCHIVED_SESSIONS: 40,
      MAX_NEW_SESSIONS: 10,
      NEW_SESSIONS_WINDOW_MS: 60_000,
      REPAIR_PAUSE_MS: 60_000,
      MAX_REPAIRS_A_DAY: 24,
      SILENT_MESSAGES: 1000,
      SILENT_MS: 30 * DAY_S * 1000,
      MAX_TEXT_BYTES: MIB,
      MAX_ONE_TIME_PREKEYS: 100,
      MAX_STOCK_PREKEYS: 1000,
      ONE_TIME_BUNDLES_A_PEER: 16,
      MAX_BUNDLE_LIFETIME_MS: 30 * DAY_S * 1000,
      PREKEY_OFFERED_MS: 7 * DAY_S * 1000,
      MAX_USED_BUNDLES: 64,
      MAX_BUNDLE_FILE_BYTES: 32 * KIB,
      MAX_ENVELOPE_FILE_BYTES: 1_406_294,
      MAX_OUTBOX_MESSAGES: 1000,
      MAX_HISTORY_MESSAGES: 10_000,
      MAX_HISTORY_BYTES: 64 * MIB,
      MAX_ASKED_SENDERS: 16,
      MAX_SENDER_ANSWERS: 1024,
      MAX_FEED_CHANGES: 4096,
      MAX_FEED_BYTES: 16 * MIB,
      STREAM_CREDIT_BYTES: MIB,
      MAX_TUNNELS_A_PEER: 16,
      MAX_TUNNELS: 64,
      MAX_APPROVALS: 64,
      MAX_APPROVALS_A_PEER: 8,
      MAX_APPROVAL_BYTES: MIB,
      MAX_WAITING_APPROVAL_BYTES: 16 * MIB,
      APPROVALS_A_MINUTE: 30,
      DENIED_APPROVALS_A_WINDOW: 5,
      DENIED_APPROVALS_WINDOW_MS: 600_000,
      APPROVAL_TIMEOUT_MS: 300_000,
      MAX_APPROVAL_TIMEOUT_MS: 86_400_000,
      MAX_APPROVE_COMMANDS: 8,
      MAX_WAITING_INTENTS: 64,
      MAX_USED_INTENTS: 4096,
      MAX_JUSTIFICATION_CHARACTERS: 1024,
      MAX_NAME_PATTERNS: 64,
      MAX_NAME_PATTERN_CHARACTERS: 128,
      MAX_CALLS_IN_FLIGHT: 1024,
      MAX_METERS: 32_768,
      MAX_METERS_A_ROOT: 4096,
      MAX_PROOF_TEXT: 2048,
      MAX_NONCES: 65_536,
      EPOCH_MS: 600_000,
      EPOCH_STEPS: 1000,
      EPOCH_REST_MS: 60_000,
      MAX_REQUESTS_IN_FLIGHT: 16,
      MAX_PUSHES_WAITING: 64,
      MAX_PUSH_BYTES_WAITING: 16 * MIB,
      MAX_REGISTRY_FRAME_BYTES: MIB,
      MAX_AGENT_RECORD_BYTES: 8 * KIB,
      MAX_AGENT_RECORD_LIFETIME_MS: 30 * DAY_S * 1000,
    });
  });

  it('of a registry are those that it obeys unless it is told otherwise', () => {
    expect(REGISTRY_LIMITS).toEqual({
      agents: 100_000,
      bytes: 1024 * MIB,
      stock: 100,
      lowStock: 20,
      linksASource: 256,
      registrationsAMinute: 120,
      newAgentsADay: 1000,
      offersAMinute: 10,
      offeredBundlesAMinute: 2000,
      lookupsAMinute: 300,
      singleUseAMinute: 60,
      singleUseOfAnAgentAMinute: 30,
    });
  });

  it('of what waits in the inbox are the constants that the code obeys', () => {
    expect(Object.fromEntries(Object.entries(inbox).filter(([, value]) => typeof value === 'number'))).toEqual({
      MAX_INBOX_MESSAGES: 10_000,
      MAX_INBOX_BYTES: 64 * MIB,
      MAX_STRANGERS_MESSAGES: 512,
      MAX_STRANGERS_BYTES: 8 * MIB,
      MAX_STRANGER_MESSAGES: 64,
      MAX_STRANGER_BYTES: MIB,
    });
  });

  it('of an agent and its servers are the constants that the code obeys', () => {
    expect({
      MAX_SERVERS,
      MAX_RECORDS,
      LOOKUP_INTERVAL_MS,
      ANNOUNCE_PAUSE_MS,
      NOTICES_A_SERVER,
      LINGER_MS,
      MAX_VEILED_IN_USE,
      MAX_HELD_DEPOSITS,
      MAX_HELD_OF_A_SENDER,
      MAX_HELD_BYTES,
      MAX_ACKNOWLEDGED_IDS,
      ACKNOWLEDGE_DELAY_MS,
      MAX_LEAP_MS,
      UNANSWERED_PASSES,
      RENEWAL_PAUSE_MS,
    }).toEqual({
      MAX_SERVERS: 4,
      MAX_RECORDS: 10_000,
      LOOKUP_INTERVAL_MS: 60_000,
      ANNOUNCE_PAUSE_MS: 5000,
      NOTICES_A_SERVER: 4,
      LINGER_MS: 10_000,
      MAX_VEILED_IN_USE: 16,
      MAX_HELD_DEPOSITS: 12,
      MAX_HELD_OF_A_SENDER: 8,
      MAX_HELD_BYTES: 2 * MIB,
      MAX_ACKNOWLEDGED_IDS: 64,
      ACKNOWLEDGE_DELAY_MS: 250,
      MAX_LEAP_MS: DAY_S * 1000,
      UNANSWERED_PASSES: 3,
      RENEWAL_PAUSE_MS: 3_600_000,
    });
  });

  it('of mailboxes are the constants that the code obeys', () => {
    expect({
      MAX_DEPOSIT_BYTES,
      MAX_UNTAKEN_MESSAGES,
      MAX_UNTAKEN_BYTES,
      ...Object.fromEntries(Object.entries(mailbox).filter(([, value]) => typeof value === 'number')),
    }).toEqual({
      MAX_DEPOSIT_BYTES: 2 * MIB,
      MAX_UNTAKEN_MESSAGES: 16,
      MAX_UNTAKEN_BYTES: 4 * MIB,
      MAX_MAILBOX_MESSAGES: 1000,
      MAX_MAILBOX_BYTES: 64 * MIB,
      MAX_MAILBOXES: 10_000,
      MAX_ALL_MAILBOXES_BYTES: 4096 * MIB,
      MAILBOX_MESSAGE_LIFE_MS: 30 * DAY_S * 1000,
      MAILBOX_LIFE_MS: 90 * DAY_S * 1000,
      DEPOSITS_A_MINUTE: 600,
      DEPOSITED_BYTES_A_DAY: 256 * MIB,
      MAILBOX_OPENS_A_MINUTE: 60,
      NEW_MAILBOXES_A_DAY: 100,
      MAX_MAILBOX_LINKS: 1024,
      MAX_MAILBOX_LINKS_A_SOURCE: 128,
      MAX_DEPOSITING_BYTES: 64 * MIB,
      MAILBOX_LINK_IDLE_MS: 60_000,
      MAILBOX_PRUNE_MS: 3_600_000,
    });
    expect([DEPOSIT_BUCKETS.length, DEPOSIT_BUCKETS[0]]).toEqual([12, KIB]);
  });

  it('of access-control lists are the constants that the code obeys', () => {
    expect(Object.fromEntries(Object.entries(acl).filter(([, value]) => typeof value === 'number'))).toEqual({
      MAX_ACL_BYTES: 256 * KIB,
      MAX_ACL_PEERS: 1024,
      MAX_ACL_PATTERNS: 256,
      MAX_ACL_PATTERN: 512,
      MAX_REQUESTS_A_MINUTE: 10_000,
      MAX_EXECUTION_S: DAY_S,
    });
  });

  it('of chain links are the constants that the code obeys', () => {
    const numbers = Object.entries(chainHost).filter(([, value]) => typeof value === 'number');
    expect({ MAX_CHAIN_SHARES, ...Object.fromEntries(numbers) }).toEqual({
      MAX_CHAIN_SHARES: 1000,
      MAX_CHAIN_LINKS_A_PEER: 4,
      MAX_CHAIN_LINKS: 64,
      CHAIN_REQUESTS_A_MINUTE: 600,
      MAX_CHAIN_REQUEST_BYTES: 64 * KIB,
      CHAIN_LINK_IDLE_MS: 60_000,
    });
    expect([
      MAX_FOREIGN_CHAINS,
      MAX_FOREIGN_BYTES,
      MAX_SYNC_SOURCES,
      SYNC_ANSWER_TIMEOUT_MS,
      CHAIN_ANSWER_TIMEOUT_MS,
    ]).toEqual([64, 2048 * MIB, 16, 30_000, 30_000]);
    expect([MAX_HEADERS_AN_ANSWER, MAX_BLOCKS_AN_ANSWER, MAX_ANSWER_BLOCK_BYTES, MAX_LOCATOR_POINTS]).toEqual([
      1000,
      128,
      MIB,
      64,
    ]);
  });

  it('are in force where a link begins', () => {
    expect([PROTOCOLS.channel.firstPayloadBytes, PROTOCOLS.channel.maxPayloadBytes]).toEqual([8 * KIB, 16 * MIB]);
    expect(PROTOCOLS.message.firstPayloadBytes).toBe(MIB + 16 * KIB);
    expect(PROTOCOLS.mailbox.firstPayloadBytes).toBe(2 * MIB + 8 * KIB);
    expect(PROTOCOLS.chain.firstPayloadBytes).toBe(2 * MIB);
  });

  it('include the lifetimes that people get without asking', () => {
    expect([SETTINGS['invite-expires'].builtIn, SETTINGS.expires.builtIn, DEFAULT_GRANT_LIFETIME]).toEqual([
      '15m',
      '24h',
      '15m',
    ]);
  });

  it('have these rows, no more', async () => {
    const text = await readFile(new URL('../../PROTOCOL.md', import.meta.url), 'utf8');
    const section = text.slice(text.indexOf('## 11. Limits'), text.indexOf('## 12.'));
    const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| What '));
    expect(rows).toEqual([
      '| Frame payload | 16 MiB; before the handshake ends 8 KiB; from a dialler without a tunnel 256 KiB; on `message` links 1 MiB + 16 KiB, on `mailbox` links 2 MiB + 8 KiB, on `chain` links 2 MiB, of which a request has at most 64 KiB |',
      '| Channels a peer; in all; time without a tunnel | 8; 256; 15 s |',
      '| Refused links of a service that wait for a first frame; how long | 64; 1 s |',
      '| JSON-RPC message | 8 MiB |',
      '| Token; chain; its text | 16 KiB; 8; 131,079 characters |',
      '| Revocation list: items, histories; life of a head; lists of others, their items in all; packets of a peer a minute | 131,072, 8; 24 h, at most 7 days; 4,096, 524,288; 600 |',
      '| Item of a revocation list; its reason; head; items, bytes of one packet | 4,096 bytes; 512 UTF-16 units; 1,024 bytes; 1,024, 128 KiB |',
      '| Renewals of a holder a minute; wait for one, for a fresh list | 60; 10 s, 5 s |',
      '| Invitation lifetime; token lifetime | 15 minutes; 24 h in the CLI, 15 minutes in the SDK, 400 days at most |',
      '| Entry; block; entries a block | 65,535 bytes; 1,000,000 bytes; 4,096 |',
      '| Signed statement; statements signed together; results acknowledged by one | 64,511 bytes; 256; 256 |',
      '| Proof file; tlog-proof; evidence file; head of an archive | 1 MiB; 256 KiB; 4,096 bytes; 8,192 bytes |',
      '| Light clients: authors; headers, checkpoints, sources of an author; bytes of headers in all; sources asked at once | 64; 131,072, 32, 64; 256 MiB; 16 |',
      '| Headers file; checkpoint file | 39,977,216 bytes; 69,632 bytes |',
      '| Difficulty; name of a network | 0 to 24, 8 unless configured; 64 characters |',
      '| Sources of anchors; anchors kept; time stamp; certificates in it, roots of a source; wait for it | 16; 65,536; 64 KiB; 16, 16; 30 s |',
      '| Peers whose checkpoints are kept; checkpoints, evidence files of a peer | 1,000; 64, 16 |',
      '| Witnesses; cosigned checkpoints kept; answer of a witness, wait for it | 15; 64; 64 KiB, 10 s |',
      '| A witness service: logs; request; connections; requests of a network address a minute, time for one, new logs a day | 10,000; 72 KiB; 256; 120, 10 s, 100 |',
      '| Skipped keys a gap; a session; all sessions with a peer; their age; receiving chains | 1,000; 2,000; 10,000; 7 days; 5 |',
      '| One-time prekeys of a kind that peers hold; in stock; bundles of a stock; bundles with them a peer and hour | 100; 1,000; 100, filled up below 20; 16 |',
      '| Life of a signed prekey; how long it is offered; bundles remembered as used, a peer | 30 days; 7 days; 64 |',
      '| Sessions with a peer; new ones of a peer; repairs begun with a peer | 41; 10 a minute; 1 a minute and 24 a day |',
      '| Unheard until people are told | 1,000 messages or 30 days |',
      '| Text of an envelope; deposit | 1 MiB; 1 KiB to 2 MiB, a power of two |',
      '| Mailbox; messages pushed and not taken | 1,000 messages, 64 MiB, 30 days; 16, 4 MiB |',
      '| Mailboxes; their bytes in all; without a visit | 10,000; 4 GiB; 90 days |',
      '| Deposits, openings a minute; bytes deposited, new mailboxes a day; links of a network address; links to mailboxes in all | 600, 60; 256 MiB, 100; 128; 1,024 |',
      '| Bundle file; envelope file | 32 KiB; 1,406,294 bytes |',
      '| Messages a peer that wait; received and not taken; of these of all strangers, of one; history | 1,000; 10,000 or 64 MiB; 512 or 8 MiB, 64 or 1 MiB; 10,000 or 64 MiB |',
      '| Strangers asked about at a time; answers kept; changes of the history unread | 16; 1,024; 4,096 or 16 MiB |',
      '| Tunnel credit | 1 MiB |',
      '| Tunnels a peer; in all | 16; 64 |',
      '| Tools of a server; their definitions in all, one of them; time for a list after `list_changed`; approvals a token leads over | 1,024; 8 MiB, 64 KiB; 30 s; 64 |',
      '| Secrets of a service; one | 64; 8 bytes to 64 KiB |',
      '| Calls that wait for an approval: of a peer, in all, bytes in all; one of them | 8, 64, 16 MiB; 1 MiB |',
      '| Questions of a peer a minute; not allowed, in 10 minutes; wait for an answer; commands that approve at a time | 30; 5; 5 minutes, at most 24 hours; 8 |',
      '| Intents of a session that wait; that are remembered as used; justification; patterns, a pattern | 64; 4,096; 1,024; 64, 128 characters |',
      '| Calls in flight a tunnel | 1,024 |',
      '| Meters of limits; of the tokens below one root | 32,768; 4,096 |',
      '| Access-control list: bytes, peers; patterns of a member, their length; calls a minute, execution time that can be set | 256 KiB, 1,024; 256, 512; 10,000, a day |',
      '| Proof of possession; nonces under one challenge | 2,048 characters; 65,536 |',
      '| Epoch of keys at rest | 10 minutes, or 1,000 records but at least 60 s |',
      '| Requests in flight a link to a server or of chains; pushes that wait | 16; 64 or 16 MiB |',
      '| Kept chains of others; their bytes; sources of one synchronisation; time for an answer | 64; 2 GiB; 16; 30 s |',
      '| Chain links of a peer; in all; time without a request; requests of a peer; peers that a chain is shared with | 4; 64; 60 s; 600 a minute; 1,000 |',
      '| Servers of an agent; records kept of others; from one look-up of a peer, one announcement over a link, to the next; notices of a server | 4; 10,000; 60 s, 5 s; 4 an hour |',
      '| Connections for a look-up or a deposit: at a time, of a purpose; after the last use | 16; 10 s |',
      '| Deposits that stay while others are taken; of one sender; messages acknowledged together, after | 12 or 2 MiB; 8; 64, 250 ms |',
      '| Clock of a mailbox ahead of the time that passed; passes over a link without an answer until a new session, and from one to the next | a day; 3, an hour |',
      '| Agent record; its life | 8 KiB; 30 days |',
      '| Registry: agents; bytes; bundles an agent; links a source | 100,000; 1 GiB; 100; 256 |',
      '| Registry, a source: announcements and look-ups a minute; new agents a day | 120; 300; 1,000 |',
      '| Registry, a minute: single-use bundles given to a source, of an agent; offers of an agent, bundles offered by a source | 60, 30; 10, 2,000 |',
    ]);
  });
});
