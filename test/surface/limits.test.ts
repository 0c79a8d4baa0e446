import { describe, expect, it } from 'vitest';
import * as acl from '../../src/acl/acl.ts';
import { LINGER_MS } from '../../src/agent/client/lingering.ts';
import { MAX_VEILED_IN_USE } from '../../src/agent/client/veiled-clients.ts';
import { ACKNOWLEDGE_DELAY_MS } from '../../src/agent/message/acknowledgements.ts';
import { EPOCH_MS, EPOCH_REST_MS, EPOCH_STEPS } from '../../src/agent/message/epoch-rotation.ts';
import { MAX_HELD_BYTES, MAX_HELD_DEPOSITS, MAX_HELD_OF_A_SENDER } from '../../src/agent/message/held-deposits.ts';
import { MAX_FEED_BYTES, MAX_FEED_CHANGES } from '../../src/agent/message/history-feed.ts';
import * as inbox from '../../src/agent/message/inbox-room.ts';
import { MAX_HISTORY_BYTES, MAX_HISTORY_MESSAGES } from '../../src/agent/message/message-history.ts';
import { ONE_TIME_BUNDLES_A_PEER } from '../../src/agent/message/messenger.ts';
import { MAX_OUTBOX_MESSAGES } from '../../src/agent/message/outbox.ts';
import { MAX_ONE_TIME_PREKEYS, MAX_STOCK_PREKEYS, PREKEY_OFFERED_MS } from '../../src/agent/message/prekey-store.ts';
import { MAX_ASKED_SENDERS, MAX_SENDER_ANSWERS } from '../../src/agent/message/sender-gate.ts';
import { MAX_NEW_SESSIONS, NEW_SESSIONS_WINDOW_MS } from '../../src/agent/message/session-steps.ts';
import { MAX_RECORDS } from '../../src/agent/reach/record-book.ts';
import { LOOKUP_INTERVAL_MS } from '../../src/agent/reach/record-finder.ts';
import { ANNOUNCE_PAUSE_MS, NOTICES_A_SERVER } from '../../src/agent/reach/registrar.ts';
import { MAX_SERVERS } from '../../src/agent/reach/server-book.ts';
import { CHAIN_ANSWER_TIMEOUT_MS } from '../../src/agent/record/chain-dialer.ts';
import * as chainHost from '../../src/agent/record/chain-host.ts';
import { MAX_CHAIN_SHARES } from '../../src/agent/record/chain-shares.ts';
import { MAX_LIGHT_SYNC_SOURCES } from '../../src/agent/record/light.ts';
import { MAX_LIGHT_AUTHORS, MAX_LIGHT_BYTES } from '../../src/agent/record/light-store.ts';
import { MAX_CALLS_IN_FLIGHT } from '../../src/agent/tunnel/open-requests.ts';
import { MAX_TUNNELS, MAX_TUNNELS_A_PEER } from '../../src/agent/tunnel/tunnel-host.ts';
import { STREAM_CREDIT_BYTES } from '../../src/agent/tunnel/tunnel-stream.ts';
import { RENEWAL_PAUSE_MS, UNANSWERED_PASSES } from '../../src/agent/tunnel/unanswered.ts';
import { NOT_BEFORE_SKEW_S } from '../../src/capability/authorize.ts';
import { MAX_CHAIN_TEXT, MAX_CHAIN_TOKENS } from '../../src/capability/chain.ts';
import { MAX_COMBINED, MAX_COMBINED_DEPTH } from '../../src/capability/constraint.ts';
import {
  MAX_PATTERN,
  MAX_PATTERN_SUBJECT,
  MAX_PATTERN_WEIGHT,
  MAX_SCOPE_PATTERN_WEIGHT,
} from '../../src/capability/pattern.ts';
import { MAX_NONCES, MAX_PROOF_TEXT } from '../../src/capability/possession.ts';
import { DEFAULT_GRANT_LIFETIME } from '../../src/capability/request.ts';
import {
  MAX_ENVIRONMENT,
  MAX_FILE_NAMES,
  MAX_SCOPE_SECONDS,
  MAX_SERVICES,
} from '../../src/capability/scope-members.ts';
import { MAX_TOKEN_BYTES, MAX_TOKEN_LIFETIME_S } from '../../src/capability/token.ts';
import { MAX_METERS, MAX_METERS_A_ROOT } from '../../src/capability/usage.ts';
import { MAX_WINDOWS } from '../../src/capability/window.ts';
import { MAX_AGENT_RECORD_BYTES, MAX_AGENT_RECORD_LIFETIME_MS } from '../../src/identity/agent-record.ts';
import {
  MAX_ANCHOR_CERTIFICATES,
  MAX_TIME_STAMP_BYTES,
  TIME_STAMP_DEADLINE_MS,
} from '../../src/ledger/anchor/anchor.ts';
import { MAX_ANCHOR_SOURCES, MAX_ANCHORS } from '../../src/ledger/anchor/anchor-book.ts';
import { MAX_ARCHIVE_HEAD_BYTES } from '../../src/ledger/archive/archive.ts';
import { DIFFICULTY, MAX_BLOCK_BYTES, MAX_BLOCK_ENTRIES } from '../../src/ledger/block.ts';
import {
  MAX_ANSWER_BLOCK_BYTES,
  MAX_BLOCKS_AN_ANSWER,
  MAX_HEADERS_AN_ANSWER,
  MAX_LOCATOR_POINTS,
} from '../../src/ledger/chain/chain-source.ts';
import { MAX_FOREIGN_BYTES, MAX_FOREIGN_CHAINS } from '../../src/ledger/chain/foreign-chains.ts';
import { MAX_SYNC_SOURCES, SYNC_ANSWER_TIMEOUT_MS } from '../../src/ledger/chain/sync-types.ts';
import { MAX_ENTRY_BYTES } from '../../src/ledger/entry/entry.ts';
import {
  MAX_ACKNOWLEDGED_TOGETHER,
  MAX_SIGNED_STATEMENT_BYTES,
  MAX_STATEMENTS_TOGETHER,
} from '../../src/ledger/entry/statement.ts';
import { MAX_LIGHT_CHECKPOINTS } from '../../src/ledger/light/light-checkpoints.ts';
import { MAX_CHECKPOINT_FILE_BYTES, MAX_HEADERS_FILE_BYTES } from '../../src/ledger/light/light-files.ts';
import { MAX_LIGHT_SOURCES } from '../../src/ledger/light/light-sources.ts';
import { MAX_LIGHT_HEADERS } from '../../src/ledger/light/light-types.ts';
import { MAX_PROOF_BYTES } from '../../src/ledger/log/proof-file.ts';
import { DEFAULT_NETWORK, MAX_DIFFICULTY, MAX_NETWORK_CHARACTERS } from '../../src/ledger/network.ts';
import { MAX_UNTAKEN_BYTES, MAX_UNTAKEN_MESSAGES } from '../../src/mailbox/api.ts';
import * as mailbox from '../../src/mailbox/limits.ts';
import { MAX_LEAP_MS } from '../../src/mailbox/steady-clock.ts';
import { MAX_RPC_BYTES } from '../../src/mcp/rpc.ts';
import { MAX_ACKNOWLEDGED_IDS } from '../../src/message/acknowledgement.ts';
import { DEPOSIT_BUCKETS, MAX_DEPOSIT_BYTES } from '../../src/message/deposit.ts';
import { MAX_TEXT_BYTES } from '../../src/message/envelope.ts';
import { MAX_BUNDLE_FILE_BYTES, MAX_ENVELOPE_FILE_BYTES } from '../../src/message/file-limits.ts';
import { MAX_FRAME_BYTES } from '../../src/net/frame.ts';
import {
  MAX_HANDSHAKE_FRAME_BYTES,
  MAX_MESSAGE_FRAME_BYTES,
  MAX_REGISTRY_FRAME_BYTES,
  PROTOCOLS,
} from '../../src/net/protocols.ts';
import { MAX_WAITING_REFUSALS, REFUSAL_WAIT_MS } from '../../src/net/refuse-link.ts';
import { MAX_PUSH_BYTES_WAITING, MAX_PUSHES_WAITING, MAX_REQUESTS_IN_FLIGHT } from '../../src/net/request-link.ts';
import { SETTINGS } from '../../src/node/settings.ts';
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
      listsAMinute: 30,
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
      SHARED_COUNT_MS: 300_000,
      SHARED_IDLE_POLL_MS: 1500,
      SHARED_POLL_MS: 500,
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
});
