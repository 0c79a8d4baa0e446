/**
 * Every limit and default in force, with where it comes from: what `talos limits` shows.
 *
 * @module
 */

import * as acl from '../acl/acl.ts';
import * as approvals from '../agent/authority/approval-book.ts';
import { REDEMPTIONS_A_WINDOW } from '../agent/authority/invitation-book.ts';
import { LINGER_MS } from '../agent/client/lingering.ts';
import { MAX_VEILED_IN_USE } from '../agent/client/veiled-clients.ts';
import { MAX_DELIVERY_EVENTS, MAX_DELIVERY_FEEDS } from '../agent/message/deliveries.ts';
import { EPOCH_MS, EPOCH_STEPS } from '../agent/message/epoch-rotation.ts';
import { MAX_HELD_DEPOSITS } from '../agent/message/held-deposits.ts';
import { MAX_FEED_CHANGES } from '../agent/message/history-feed.ts';
import { MAX_PEER_READERS } from '../agent/message/inbox-reader.ts';
import * as inbox from '../agent/message/inbox-room.ts';
import { ONE_TIME_BUNDLES_A_PEER } from '../agent/message/messenger.ts';
import { MAX_OUTBOX_MESSAGES } from '../agent/message/outbox.ts';
import * as prekeys from '../agent/message/prekey-store.ts';
import { MAX_ASKED_SENDERS } from '../agent/message/sender-gate.ts';
import { MAX_NEW_SESSIONS } from '../agent/message/session-steps.ts';
import { MAX_RECORDS } from '../agent/reach/record-book.ts';
import { LOOKUP_INTERVAL_MS } from '../agent/reach/record-finder.ts';
import { ANNOUNCE_PAUSE_MS, NOTICES_A_SERVER } from '../agent/reach/registrar.ts';
import { MAX_SERVERS } from '../agent/reach/server-book.ts';
import * as chainHost from '../agent/record/chain-host.ts';
import { MAX_CHAIN_SHARES } from '../agent/record/chain-shares.ts';
import { MAX_LIGHT_SYNC_SOURCES } from '../agent/record/light.ts';
import { MAX_LIGHT_AUTHORS, MAX_LIGHT_BYTES } from '../agent/record/light-store.ts';
import * as witnessBook from '../agent/record/witness-book.ts';
import { MAX_COSIGNED_KEPT } from '../agent/record/witness-list.ts';
import * as transfers from '../agent/transfer/transfer-book.ts';
import * as lasting from '../agent/tunnel/lasting-tunnels.ts';
import { MAX_CALLS_IN_FLIGHT } from '../agent/tunnel/open-requests.ts';
import { RECONNECT_DEADLINE_MS } from '../agent/tunnel/supervised-tunnel.ts';
import * as tunnelHost from '../agent/tunnel/tunnel-host.ts';
import { CALL_LINGER_MS, TUNNEL_LINGER_MS } from '../agent/tunnel/tunnel-linger.ts';
import * as streams from '../agent/tunnel/tunnel-stream.ts';
import { RENEWAL_PAUSE_MS, UNANSWERED_PASSES } from '../agent/tunnel/unanswered.ts';
import { NOT_BEFORE_SKEW_S } from '../capability/authorize.ts';
import { MAX_CHAIN_TOKENS } from '../capability/chain.ts';
import { MAX_TOKEN_BYTES, MAX_TOKEN_LIFETIME_S } from '../capability/token.ts';
import { MAX_AGENT_RECORD_BYTES, MAX_AGENT_RECORD_LIFETIME_MS } from '../identity/agent-record.ts';
import { MAX_TIME_STAMP_BYTES, TIME_STAMP_DEADLINE_MS } from '../ledger/anchor/anchor.ts';
import { MAX_ANCHOR_SOURCES, MAX_ANCHORS } from '../ledger/anchor/anchor-book.ts';
import { MAX_BLOCK_BYTES, MAX_BLOCK_ENTRIES } from '../ledger/block.ts';
import { MAX_FOREIGN_BYTES, MAX_FOREIGN_CHAINS } from '../ledger/chain/foreign-chains.ts';
import { MAX_ENTRY_BYTES } from '../ledger/entry/entry.ts';
import { MAX_LIGHT_CHECKPOINTS } from '../ledger/light/light-checkpoints.ts';
import { MAX_CHECKPOINT_FILE_BYTES, MAX_HEADERS_FILE_BYTES } from '../ledger/light/light-files.ts';
import { MAX_LIGHT_SOURCES } from '../ledger/light/light-sources.ts';
import { MAX_LIGHT_HEADERS } from '../ledger/light/light-types.ts';
import { MAX_WITNESSES } from '../ledger/log/cosignature.ts';
import { MAX_EVIDENCE_BYTES } from '../ledger/log/evidence.ts';
import { MAX_PROOF_BYTES } from '../ledger/log/proof-file.ts';
import { MAX_TLOG_PROOF_BYTES } from '../ledger/log/tlog-proof.ts';
import * as mailbox from '../mailbox/limits.ts';
import { MAX_LEAP_MS } from '../mailbox/steady-clock.ts';
import { MAX_RPC_BYTES } from '../mcp/rpc.ts';
import { MAX_ACKNOWLEDGED_IDS } from '../message/acknowledgement.ts';
import { MAX_DEPOSIT_BYTES } from '../message/deposit.ts';
import { MAX_TEXT_BYTES } from '../message/envelope.ts';
import { MAX_BUNDLE_FILE_BYTES, MAX_ENVELOPE_FILE_BYTES } from '../message/file-limits.ts';
import { MAX_FRAME_BYTES } from '../net/frame.ts';
import { DIAL_TIMEOUT_MS, MAX_HANDSHAKE_FRAME_BYTES } from '../net/protocols.ts';
import { MAX_WAITING_REFUSALS } from '../net/refuse-link.ts';
import {
  MAX_RELAYED,
  MAX_RELAYED_BYTES,
  MAX_RELAYED_MS,
  MAX_RELAYED_PER_RESERVATION,
  MAX_RESERVATIONS,
  MAX_RESERVATIONS_PER_SOURCE,
  RESERVATION_MS,
} from '../net/relay-limits.ts';
import { LOW_STOCK_BUNDLES, MAX_STOCK_BUNDLES, REGISTRY_LIMITS } from '../registry/limits.ts';
import { MAX_ARCHIVED_SESSIONS, MAX_PEER_SKIPPED_KEYS, SILENT_MESSAGES } from '../session/peer-sessions.ts';
import { MAX_BUNDLE_LIFETIME_MS } from '../session/prekeys.ts';
import { MAX_RECEIVING_CHAINS, MAX_SKIP, MAX_SKIPPED_AGE_MS, MAX_SKIPPED_KEYS } from '../session/ratchet.ts';
import { MAX_REPAIRS_A_DAY, REPAIR_PAUSE_MS } from '../session/repair.ts';
import * as files from '../transfer/limits.ts';
import { MAX_ADD_CHECKPOINT_BYTES } from '../witness/add-checkpoint.ts';
import { MAX_WITNESSED_LOGS, NEW_LOGS_A_DAY } from '../witness/witness.ts';
import { DISK_RESERVE_BYTES } from './files/file-room.ts';
import { OWNER_DEADLINE_MS } from './local/local-client.ts';
import { MAX_LOCAL_LINE_BYTES } from './local/local-wire.ts';
import { MAX_CONNECTIONS_A_SOURCE } from './network/connection-room.ts';
import { SETTINGS, type SettingName, type Settings, SIZE_SETTINGS, type Source, settingText } from './settings.ts';

/** A limit or a default. */
export interface LimitView {
  readonly id: string;
  readonly value: number | string;
  /** `bytes`, `ms`, `s`, or what is counted; `""` where the value is no quantity. */
  readonly unit: string;
  /** Where the value comes from; of what cannot be configured always `built in`. */
  readonly source: Source;
  readonly description: string;
}

/** What cannot be configured. Each value is the constant that the code obeys. */
const BUILT_IN: readonly (readonly [id: string, value: number, unit: string, about: string])[] = [
  ['frame', MAX_FRAME_BYTES, 'bytes', 'payload of a frame'],
  ['handshake-frame', MAX_HANDSHAKE_FRAME_BYTES, 'bytes', 'payload of a frame before the handshake ends'],
  ['refused-links', MAX_WAITING_REFUSALS, 'links', 'that are refused and wait for the dialler to speak'],
  ['dial', DIAL_TIMEOUT_MS, 'ms', 'time to connect to one address'],
  ['message', MAX_RPC_BYTES, 'bytes', 'one JSON-RPC message'],
  ['text', MAX_TEXT_BYTES, 'bytes', 'text of an envelope'],
  ['one-time-prekeys', prekeys.MAX_ONE_TIME_PREKEYS, 'prekeys', 'of a kind that peers were given and did not use'],
  ['stock-prekeys', prekeys.MAX_STOCK_PREKEYS, 'prekeys', 'of a kind in bundles that servers hold, not used'],
  ['stock', MAX_STOCK_BUNDLES, 'bundles', 'of single use that a server is given'],
  ['stock-refill', LOW_STOCK_BUNDLES, 'bundles', 'below which a stock is filled up'],
  ['one-time-bundles', ONE_TIME_BUNDLES_A_PEER, 'bundles', 'with one-time prekeys, an hour and peer'],
  ['prekey-offered', prekeys.PREKEY_OFFERED_MS, 'ms', 'until a new signed prekey is made'],
  ['prekey-life', MAX_BUNDLE_LIFETIME_MS, 'ms', 'that a signed prekey is accepted'],
  ['bundle-file', MAX_BUNDLE_FILE_BYTES, 'bytes', 'a bundle in a file'],
  ['envelope-file', MAX_ENVELOPE_FILE_BYTES, 'bytes', 'a sealed message in a file'],
  ['outbox', MAX_OUTBOX_MESSAGES, 'messages', 'to a peer that wait for acknowledgement'],
  ['inbox', inbox.MAX_INBOX_MESSAGES, 'messages', 'received and not yet taken'],
  ['inbox-bytes', inbox.MAX_INBOX_BYTES, 'bytes', 'received and not yet taken'],
  ['inbox-strangers', inbox.MAX_STRANGERS_MESSAGES, 'messages', 'of all strangers among them'],
  ['inbox-strangers-bytes', inbox.MAX_STRANGERS_BYTES, 'bytes', 'of all strangers among them'],
  ['inbox-stranger', inbox.MAX_STRANGER_MESSAGES, 'messages', 'of one stranger among them'],
  ['inbox-stranger-bytes', inbox.MAX_STRANGER_BYTES, 'bytes', 'of one stranger among them'],
  ['channels', MAX_PEER_READERS, 'peers', 'whose messages are read apart, at once, by the SDK'],
  ['deliveries', MAX_DELIVERY_EVENTS, 'events', 'kept for a reader of deliveries of the SDK'],
  ['delivery-readers', MAX_DELIVERY_FEEDS, 'readers', 'of deliveries at once'],
  ['deposit', MAX_DEPOSIT_BYTES, 'bytes', 'an envelope sealed for a mailbox'],
  ['mailbox', mailbox.MAX_MAILBOX_MESSAGES, 'messages', 'that wait in a mailbox'],
  ['mailbox-bytes', mailbox.MAX_MAILBOX_BYTES, 'bytes', 'that wait in a mailbox'],
  ['mailbox-message-life', mailbox.MAILBOX_MESSAGE_LIFE_MS, 'ms', 'a message waits in a mailbox'],
  ['mailbox-life', mailbox.MAILBOX_LIFE_MS, 'ms', 'a mailbox stays whose owner does not come'],
  ['mailboxes', mailbox.MAX_MAILBOXES, 'mailboxes', 'at a server'],
  ['mailboxes-bytes', mailbox.MAX_ALL_MAILBOXES_BYTES, 'bytes', 'in all mailboxes of a server'],
  ['mailbox-deposits', mailbox.DEPOSITS_A_MINUTE, 'deposits', 'a minute and network address'],
  ['mailbox-deposited', mailbox.DEPOSITED_BYTES_A_DAY, 'bytes', 'of deposits, a day and network address'],
  ['mailbox-opens', mailbox.MAILBOX_OPENS_A_MINUTE, 'times', 'mailboxes are opened, a minute and network address'],
  ['new-mailboxes', mailbox.NEW_MAILBOXES_A_DAY, 'mailboxes', 'a day and network address'],
  ['mailbox-links', mailbox.MAX_MAILBOX_LINKS, 'links', 'to the mailboxes of a server'],
  ['mailbox-links-a-source', mailbox.MAX_MAILBOX_LINKS_A_SOURCE, 'links', 'of a network address'],
  ['servers', MAX_SERVERS, 'servers', 'that an agent registers with'],
  ['records', MAX_RECORDS, 'agents', 'whose newest record is kept'],
  ['lookup', LOOKUP_INTERVAL_MS, 'ms', 'from one look-up of a peer to the next'],
  ['announce', ANNOUNCE_PAUSE_MS, 'ms', 'from one announcement over a link to the next'],
  ['server-notices', NOTICES_A_SERVER, 'times', 'an hour that people are told of the faults of a server'],
  ['linger', LINGER_MS, 'ms', 'a connection stays that was made for a look-up or a deposit'],
  ['veiled-links', MAX_VEILED_IN_USE, 'links', 'of such at a time, of a purpose'],
  ['held-deposits', MAX_HELD_DEPOSITS, 'deposits', 'that stay in a mailbox while others are taken'],
  ['acknowledged-together', MAX_ACKNOWLEDGED_IDS, 'messages', 'out of a mailbox, by one envelope'],
  ['mailbox-leap', MAX_LEAP_MS, 'ms', 'that the clock of a mailbox server may be ahead of the time that passed'],
  ['unanswered', UNANSWERED_PASSES, 'times', 'that what waits goes out over a link, until the session is made anew'],
  ['unanswered-pause', RENEWAL_PAUSE_MS, 'ms', 'from one such session to the next'],
  ['asked-senders', MAX_ASKED_SENDERS, 'peers', 'without an alias that a person is asked about at a time'],
  ['feed', MAX_FEED_CHANGES, 'changes', 'of the history that a reader may be behind'],
  ['calls-in-flight', MAX_CALLS_IN_FLIGHT, 'calls', 'unanswered at once in a tunnel'],
  ['approvals-waiting-a-peer', approvals.MAX_APPROVALS_A_PEER, 'calls', 'of a peer that wait for an approval'],
  ['approvals-waiting', approvals.MAX_APPROVALS, 'calls', 'that wait for an approval in all'],
  ['approval-timeout', approvals.APPROVAL_TIMEOUT_MS, 'ms', 'for an approval, unless --approve-timeout says otherwise'],
  ['tunnels-a-peer', tunnelHost.MAX_TUNNELS_A_PEER, 'tunnels', 'open at once by a peer'],
  ['tunnels', tunnelHost.MAX_TUNNELS, 'tunnels', 'open at once in all'],
  ['tunnels-lingering-a-peer', lasting.MAX_LINGERING_A_PEER, 'tunnels', 'of a peer that wait without a connection'],
  ['tunnels-lingering', lasting.MAX_LINGERING, 'tunnels', 'that wait so in all'],
  ['tunnel-linger', TUNNEL_LINGER_MS, 'ms', 'a tunnel waits for a lost connection'],
  ['call-linger', CALL_LINGER_MS, 'ms', 'the tunnel of a single call waits so'],
  ['tunnel-credit', streams.STREAM_CREDIT_BYTES, 'bytes', 'sent in a tunnel and not yet taken'],
  ['reconnect', RECONNECT_DEADLINE_MS, 'ms', 'a request waits for a lost connection'],
  ['acl', acl.MAX_ACL_BYTES, 'bytes', 'an access-control list'],
  ['acl-peers', acl.MAX_ACL_PEERS, 'peers', 'in an access-control list'],
  ['acl-patterns', acl.MAX_ACL_PATTERNS, 'patterns', 'of one member of it'],
  ['token', MAX_TOKEN_BYTES, 'bytes', 'a capability token'],
  ['chain', MAX_CHAIN_TOKENS, 'tokens', 'a chain of tokens'],
  ['token-life', MAX_TOKEN_LIFETIME_S, 's', 'longest life of a token'],
  ['clock-skew', NOT_BEFORE_SKEW_S, 's', "allowed for a token's start, never for its end"],
  ['redemptions', REDEMPTIONS_A_WINDOW, 'attempts', 'to redeem an invitation, a minute and peer'],
  ['entry', MAX_ENTRY_BYTES, 'bytes', 'a ledger entry'],
  ['block', MAX_BLOCK_BYTES, 'bytes', 'entries of a block'],
  ['block-entries', MAX_BLOCK_ENTRIES, 'entries', 'in a block'],
  ['proof', MAX_PROOF_BYTES, 'bytes', 'a proof file'],
  ['light-authors', MAX_LIGHT_AUTHORS, 'authors', 'whose logs are followed by headers or checkpoints alone'],
  ['light-headers', MAX_LIGHT_HEADERS, 'headers', 'kept of an author'],
  ['light-bytes', MAX_LIGHT_BYTES, 'bytes', 'of headers of all authors'],
  ['light-checkpoints', MAX_LIGHT_CHECKPOINTS, 'checkpoints', 'kept of an author'],
  ['light-sources', MAX_LIGHT_SOURCES, 'sources', 'remembered of an author'],
  ['light-sync', MAX_LIGHT_SYNC_SOURCES, 'sources', 'asked by one light sync'],
  ['headers-file', MAX_HEADERS_FILE_BYTES, 'bytes', 'a headers file'],
  ['checkpoint-file', MAX_CHECKPOINT_FILE_BYTES, 'bytes', 'a checkpoint file'],
  ['chain-links-a-peer', chainHost.MAX_CHAIN_LINKS_A_PEER, 'links', 'of a peer that reads chains here'],
  ['chain-links', chainHost.MAX_CHAIN_LINKS, 'links', 'of peers that read chains here'],
  ['chain-requests', chainHost.CHAIN_REQUESTS_A_MINUTE, 'requests', 'about chains, a minute and peer'],
  ['kept-chains', MAX_FOREIGN_CHAINS, 'chains', 'of others that are kept'],
  ['kept-chains-bytes', MAX_FOREIGN_BYTES, 'bytes', 'of all chains of others'],
  ['chain-shares', MAX_CHAIN_SHARES, 'peers', 'that the chain is shared with'],
  ['tlog-proof', MAX_TLOG_PROOF_BYTES, 'bytes', 'a proof as other transparency logs have it'],
  ['evidence', MAX_EVIDENCE_BYTES, 'bytes', 'an evidence file'],
  ['anchors', MAX_ANCHOR_SOURCES, 'sources', 'that the log is anchored at'],
  ['anchored', MAX_ANCHORS, 'checkpoints', 'whose anchors are kept'],
  ['time-stamp', MAX_TIME_STAMP_BYTES, 'bytes', 'the answer of a time-stamping authority'],
  ['time-stamp-wait', TIME_STAMP_DEADLINE_MS, 'ms', 'for the answer of a time-stamping authority'],
  ['witnessed-peers', witnessBook.MAX_WITNESSED_PEERS, 'peers', 'whose checkpoints are kept'],
  ['kept-checkpoints', witnessBook.MAX_KEPT_CHECKPOINTS, 'checkpoints', 'kept of a peer'],
  ['evidence-a-peer', witnessBook.MAX_EVIDENCE_A_PEER, 'files', 'of evidence kept about a peer'],
  ['witnesses', MAX_WITNESSES, 'witnesses', 'that are asked to cosign'],
  ['cosigned', MAX_COSIGNED_KEPT, 'checkpoints', 'with cosignatures that are kept'],
  ['witness-logs', MAX_WITNESSED_LOGS, 'logs', 'that a witness service cosigns'],
  ['witness-new-logs', NEW_LOGS_A_DAY, 'logs', 'new ones of a network address in a day'],
  ['witness-request', MAX_ADD_CHECKPOINT_BYTES, 'bytes', 'a request to a witness service'],
  ['skipped-a-gap', MAX_SKIP, 'keys', 'of messages skipped at once'],
  ['skipped', MAX_SKIPPED_KEYS, 'keys', 'of skipped messages a session'],
  ['skipped-a-peer', MAX_PEER_SKIPPED_KEYS, 'keys', 'of skipped messages in all sessions with a peer'],
  ['skipped-age', MAX_SKIPPED_AGE_MS, 'ms', 'until the key of a skipped message is dropped'],
  ['receiving-chains', MAX_RECEIVING_CHAINS, 'chains', 'kept by a session'],
  ['archived-sessions', MAX_ARCHIVED_SESSIONS, 'sessions', 'kept with a peer besides the one that sends'],
  ['new-sessions', MAX_NEW_SESSIONS, 'sessions', 'that a peer may begin in a minute'],
  ['repair-pause', REPAIR_PAUSE_MS, 'ms', 'between two repairs of the session with a peer'],
  ['repairs', MAX_REPAIRS_A_DAY, 'repairs', 'of the session with a peer, begun in a day'],
  ['unheard', SILENT_MESSAGES, 'messages', 'to a peer that was not heard, until people are told'],
  ['epoch', EPOCH_MS, 'ms', 'until the key of sessions at rest is replaced'],
  ['epoch-records', EPOCH_STEPS, 'records', 'sealed after which it is replaced earlier'],
  ['local-line', MAX_LOCAL_LINE_BYTES, 'bytes', 'a line of the local socket'],
  ['record', MAX_AGENT_RECORD_BYTES, 'bytes', 'an agent record'],
  ['record-life', MAX_AGENT_RECORD_LIFETIME_MS, 'ms', 'longest life of an agent record'],
  ['registry-agents', REGISTRY_LIMITS.agents, 'agents', 'that a registry knows'],
  ['registry-bytes', REGISTRY_LIMITS.bytes, 'bytes', 'that a registry keeps'],
  ['registry-stock', REGISTRY_LIMITS.stock, 'bundles', 'single-use ones of an agent at a registry'],
  ['registry-links', REGISTRY_LIMITS.linksASource, 'links', 'of a source to a registry'],
  ['registry-registrations', REGISTRY_LIMITS.registrationsAMinute, 'requests', 'to announce, a minute and source'],
  ['registry-new-agents', REGISTRY_LIMITS.newAgentsADay, 'agents', 'new to a registry, a day and source'],
  ['registry-lookups', REGISTRY_LIMITS.lookupsAMinute, 'requests', 'to look up, a minute and source'],
  ['registry-offers', REGISTRY_LIMITS.offersAMinute, 'requests', 'to offer bundles, a minute and agent'],
  ['registry-offered', REGISTRY_LIMITS.offeredBundlesAMinute, 'bundles', 'that are offered, a minute and source'],
  ['registry-single-use', REGISTRY_LIMITS.singleUseAMinute, 'bundles', 'single-use ones, a minute and source'],
  ['registry-single-use-of', REGISTRY_LIMITS.singleUseOfAnAgentAMinute, 'bundles', 'of one agent, a minute'],
  ['connections-source', MAX_CONNECTIONS_A_SOURCE, 'connections', 'of a network address to an agent or a server'],
  ['relay-places', MAX_RESERVATIONS, 'places', 'of a relay'],
  ['relay-places-source', MAX_RESERVATIONS_PER_SOURCE, 'places', 'of a source at a relay'],
  ['relay-place-life', RESERVATION_MS, 'ms', 'until a place at a relay must be renewed'],
  ['relay-connections', MAX_RELAYED, 'connections', 'that a relay carries'],
  ['relay-connections-place', MAX_RELAYED_PER_RESERVATION, 'connections', 'that a relay carries to one place'],
  ['relay-bytes', MAX_RELAYED_BYTES, 'bytes', 'of one relayed connection'],
  ['relay-time', MAX_RELAYED_MS, 'ms', 'of one relayed connection'],
  ['file', files.MAX_FILE_BYTES, 'bytes', 'a file of any kind, however the limits of kinds are set'],
  ['file-name', files.MAX_FILE_NAME_BYTES, 'bytes', 'the name of a file'],
  ['disk-reserve', DISK_RESERVE_BYTES, 'bytes', 'of the disk that received files leave'],
  ['file-window', files.TRANSFER_WINDOW_BYTES, 'bytes', 'of a file sent and not known to be written'],
  ['file-sync', files.SYNC_STEP_BYTES, 'bytes', 'of a file written until they are made durable'],
  ['files-to-send', transfers.MAX_SENDS, 'files', 'that wait to be sent'],
  ['file-offers-a-peer', transfers.MAX_OFFERS_A_PEER, 'files', 'of a peer that a person is to accept'],
  ['file-offers-a-minute', transfers.MAX_OFFERS_A_MINUTE, 'files', 'of a peer that a person is to accept, in a minute'],
  ['file-offers', transfers.MAX_OFFERS, 'files', 'that a person is to accept in all'],
  [
    'files-unfinished-a-peer',
    transfers.MAX_UNFINISHED_A_PEER,
    'files',
    'of a peer that were accepted and are not whole',
  ],
  ['files-unfinished', transfers.MAX_UNFINISHED, 'files', 'that were accepted and are not whole in all'],
  [
    'file-asks-a-minute',
    transfers.MAX_ASKS_A_MINUTE,
    'times',
    'in a minute that the receiver of a file may ask for it',
  ],
  ['files-unfinished-life', transfers.UNFINISHED_MS, 'ms', 'that an offer, or a file that is not whole, stays'],
  ['files-past', transfers.MAX_PAST_TRANSFERS, 'files', 'that are over and still listed'],
  ['file-offers-past', transfers.MAX_PAST_OFFERS, 'files', 'of others of which nothing came, and still listed'],
  ['owner', OWNER_DEADLINE_MS, 'ms', "until a data directory's owner counts as silent"],
];

/** All of them, those that can be configured first. */
export function limitRows(settings: Settings): readonly LimitView[] {
  return [
    ...(Object.keys(SETTINGS) as SettingName[]).map((name) => settingRow(name, settings)),
    ...BUILT_IN.map(([id, value, unit, description]) => ({
      id,
      value,
      unit,
      source: 'built in' as const,
      description,
    })),
  ];
}

function settingRow(name: SettingName, settings: Settings): LimitView {
  const { value, source } = settings[name];
  const isDuration = name === 'expires' || name === 'invite-expires';
  return {
    id: name,
    value: isDuration ? Number(value) : typeof value === 'number' ? value : settingText(name, settings),
    unit: isDuration ? 's' : name === 'difficulty' ? 'bits' : SIZE_SETTINGS.includes(name) ? 'bytes' : '',
    source,
    description: `${SETTINGS[name].about} (${settingText(name, settings)})`,
  };
}
