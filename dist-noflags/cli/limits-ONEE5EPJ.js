import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_BUNDLE_FILE_BYTES
} from "./chunk-O25B6IWX.js";
import {
  MAX_ENVELOPE_FILE_BYTES
} from "./chunk-ZXLZGH6G.js";
import {
  MAX_RELAYED,
  MAX_RELAYED_BYTES,
  MAX_RELAYED_MS,
  MAX_RELAYED_PER_RESERVATION,
  MAX_RESERVATIONS,
  MAX_RESERVATIONS_PER_SOURCE,
  RESERVATION_MS
} from "./chunk-BF4GIVEV.js";
import {
  MAX_WITNESSED_LOGS,
  NEW_LOGS_A_DAY
} from "./chunk-W2GCGD3L.js";
import {
  DEPOSITED_BYTES_A_DAY,
  DEPOSITS_A_MINUTE,
  MAILBOX_LIFE_MS,
  MAILBOX_MESSAGE_LIFE_MS,
  MAILBOX_OPENS_A_MINUTE,
  MAX_ALL_MAILBOXES_BYTES,
  MAX_LEAP_MS,
  MAX_MAILBOXES,
  MAX_MAILBOX_BYTES,
  MAX_MAILBOX_LINKS,
  MAX_MAILBOX_LINKS_A_SOURCE,
  MAX_MAILBOX_MESSAGES,
  NEW_MAILBOXES_A_DAY
} from "./chunk-OPXKKL2G.js";
import "./chunk-IVXTGPG4.js";
import {
  ANNOUNCE_PAUSE_MS,
  APPROVAL_TIMEOUT_MS,
  CHAIN_REQUESTS_A_MINUTE,
  DISK_RESERVE_BYTES,
  EPOCH_MS,
  EPOCH_STEPS,
  LINGER_MS,
  LOOKUP_INTERVAL_MS,
  MAX_ACKNOWLEDGED_IDS,
  MAX_ANCHORS,
  MAX_ANCHOR_SOURCES,
  MAX_APPROVALS,
  MAX_APPROVALS_A_PEER,
  MAX_ARCHIVED_SESSIONS,
  MAX_ASKED_SENDERS,
  MAX_CALLS_IN_FLIGHT,
  MAX_CHAIN_LINKS,
  MAX_CHAIN_LINKS_A_PEER,
  MAX_CHAIN_SHARES,
  MAX_COSIGNED_KEPT,
  MAX_DELIVERY_EVENTS,
  MAX_DELIVERY_FEEDS,
  MAX_EVIDENCE_A_PEER,
  MAX_FEED_CHANGES,
  MAX_FILE_BYTES,
  MAX_FILE_NAME_BYTES,
  MAX_FOREIGN_BYTES,
  MAX_FOREIGN_CHAINS,
  MAX_HELD_DEPOSITS,
  MAX_INBOX_BYTES,
  MAX_INBOX_MESSAGES,
  MAX_KEPT_CHECKPOINTS,
  MAX_LIGHT_AUTHORS,
  MAX_LIGHT_BYTES,
  MAX_LIGHT_CHECKPOINTS,
  MAX_LIGHT_SOURCES,
  MAX_LIGHT_SYNC_SOURCES,
  MAX_LINGERING,
  MAX_LINGERING_A_PEER,
  MAX_NEW_SESSIONS,
  MAX_OFFERS,
  MAX_OFFERS_A_MINUTE,
  MAX_OFFERS_A_PEER,
  MAX_ONE_TIME_PREKEYS,
  MAX_OUTBOX_MESSAGES,
  MAX_PAST_OFFERS,
  MAX_PAST_TRANSFERS,
  MAX_PEER_READERS,
  MAX_PEER_SKIPPED_KEYS,
  MAX_RECORDS,
  MAX_SENDS,
  MAX_SERVERS,
  MAX_STOCK_PREKEYS,
  MAX_STRANGERS_BYTES,
  MAX_STRANGERS_MESSAGES,
  MAX_STRANGER_BYTES,
  MAX_STRANGER_MESSAGES,
  MAX_TUNNELS,
  MAX_TUNNELS_A_PEER,
  MAX_UNFINISHED,
  MAX_UNFINISHED_A_PEER,
  MAX_VEILED_IN_USE,
  MAX_WITNESSED_PEERS,
  NOTICES_A_SERVER,
  ONE_TIME_BUNDLES_A_PEER,
  PREKEY_OFFERED_MS,
  RECONNECT_DEADLINE_MS,
  REDEMPTIONS_A_WINDOW,
  RENEWAL_PAUSE_MS,
  SILENT_MESSAGES,
  STREAM_CREDIT_BYTES,
  SYNC_STEP_BYTES,
  TRANSFER_WINDOW_BYTES,
  UNANSWERED_PASSES,
  UNFINISHED_MS
} from "./chunk-KNMIIL3B.js";
import "./chunk-M43PIGZW.js";
import "./chunk-3L6QLTZW.js";
import {
  MAX_RECEIVING_CHAINS,
  MAX_SKIP,
  MAX_SKIPPED_AGE_MS,
  MAX_SKIPPED_KEYS
} from "./chunk-IXK6KCNZ.js";
import {
  MAX_ADD_CHECKPOINT_BYTES
} from "./chunk-5DE7VOTM.js";
import {
  LOW_STOCK_BUNDLES,
  MAX_STOCK_BUNDLES,
  REGISTRY_LIMITS
} from "./chunk-T2G3GXL3.js";
import {
  MAX_BUNDLE_LIFETIME_MS
} from "./chunk-ZQXW6JLI.js";
import {
  MAX_DEPOSIT_BYTES
} from "./chunk-STHTJMY5.js";
import {
  MAX_WAITING_REFUSALS
} from "./chunk-ZAJR75ED.js";
import {
  MAX_EVIDENCE_BYTES,
  MAX_TLOG_PROOF_BYTES
} from "./chunk-2EGNCCGF.js";
import {
  MAX_CHECKPOINT_FILE_BYTES,
  MAX_HEADERS_FILE_BYTES,
  MAX_LIGHT_HEADERS
} from "./chunk-22Z2NEJU.js";
import "./chunk-QF2SMNT7.js";
import "./chunk-NYCHEQ5T.js";
import "./chunk-IVGT7YKN.js";
import {
  MAX_PROOF_BYTES
} from "./chunk-PXRMS2MY.js";
import "./chunk-2TWMYMXK.js";
import {
  OWNER_DEADLINE_MS
} from "./chunk-MZGNE64M.js";
import "./chunk-34XTRKKR.js";
import "./chunk-KV7A24CH.js";
import {
  MAX_REPAIRS_A_DAY,
  REPAIR_PAUSE_MS
} from "./chunk-TJWHU43J.js";
import {
  MAX_TEXT_BYTES
} from "./chunk-Q36X44RV.js";
import "./chunk-MLWQ53TO.js";
import "./chunk-QHEHYFFA.js";
import "./chunk-X7CF5ETQ.js";
import "./chunk-MFVG7EVF.js";
import "./chunk-2NDVB5PI.js";
import "./chunk-QICJ7ESJ.js";
import {
  MAX_AGENT_RECORD_BYTES,
  MAX_AGENT_RECORD_LIFETIME_MS
} from "./chunk-7K56E52M.js";
import "./chunk-HYFGQGGD.js";
import "./chunk-E6JXRORW.js";
import {
  MAX_CONNECTIONS_A_SOURCE
} from "./chunk-FVPOVNEN.js";
import {
  DIAL_TIMEOUT_MS,
  MAX_HANDSHAKE_FRAME_BYTES
} from "./chunk-GZGEN4EM.js";
import {
  MAX_FRAME_BYTES
} from "./chunk-NYAGUFNB.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import {
  NOT_BEFORE_SKEW_S
} from "./chunk-KMHR7AZL.js";
import "./chunk-AGDCSQEJ.js";
import "./chunk-HR5KRO4O.js";
import "./chunk-62Z2Z3VB.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import {
  MAX_LOCAL_LINE_BYTES
} from "./chunk-JJWYZLFH.js";
import "./chunk-IDTG2NVN.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-4UU26I6M.js";
import {
  MAX_WITNESSES
} from "./chunk-LGGE3MIO.js";
import "./chunk-QWERRDFN.js";
import "./chunk-ELIUXP3L.js";
import {
  MAX_CHAIN_TOKENS
} from "./chunk-NJ3XV43X.js";
import {
  MAX_TOKEN_BYTES,
  MAX_TOKEN_LIFETIME_S
} from "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import {
  MAX_ACL_BYTES,
  MAX_ACL_PATTERNS,
  MAX_ACL_PEERS
} from "./chunk-BT5TVXVA.js";
import "./chunk-2UUECZ3J.js";
import "./chunk-IELCMXJV.js";
import {
  SETTINGS,
  SIZE_SETTINGS,
  settingText
} from "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import {
  TUNNEL_LINGER_MS
} from "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import {
  MAX_RPC_BYTES
} from "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-KJ5PCUWR.js";
import "./chunk-M6P7E2C5.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import {
  MAX_BLOCK_BYTES,
  MAX_BLOCK_ENTRIES
} from "./chunk-KEZCLDZJ.js";
import {
  MAX_ENTRY_BYTES
} from "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import {
  MAX_TIME_STAMP_BYTES,
  TIME_STAMP_DEADLINE_MS
} from "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  tableOf
} from "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/commands/limits.ts
var BUILT_IN = [
  ["frame", MAX_FRAME_BYTES, "bytes", "payload of a frame"],
  ["handshake-frame", MAX_HANDSHAKE_FRAME_BYTES, "bytes", "payload of a frame before the handshake ends"],
  ["refused-links", MAX_WAITING_REFUSALS, "links", "that are refused and wait for the dialler to speak"],
  ["dial", DIAL_TIMEOUT_MS, "ms", "time to connect to one address"],
  ["message", MAX_RPC_BYTES, "bytes", "one JSON-RPC message"],
  ["text", MAX_TEXT_BYTES, "bytes", "text of an envelope"],
  ["one-time-prekeys", MAX_ONE_TIME_PREKEYS, "prekeys", "of a kind that peers were given and did not use"],
  ["stock-prekeys", MAX_STOCK_PREKEYS, "prekeys", "of a kind in bundles that servers hold, not used"],
  ["stock", MAX_STOCK_BUNDLES, "bundles", "of single use that a server is given"],
  ["stock-refill", LOW_STOCK_BUNDLES, "bundles", "below which a stock is filled up"],
  ["one-time-bundles", ONE_TIME_BUNDLES_A_PEER, "bundles", "with one-time prekeys, an hour and peer"],
  ["prekey-offered", PREKEY_OFFERED_MS, "ms", "until a new signed prekey is made"],
  ["prekey-life", MAX_BUNDLE_LIFETIME_MS, "ms", "that a signed prekey is accepted"],
  ["bundle-file", MAX_BUNDLE_FILE_BYTES, "bytes", "a bundle in a file"],
  ["envelope-file", MAX_ENVELOPE_FILE_BYTES, "bytes", "a sealed message in a file"],
  ["outbox", MAX_OUTBOX_MESSAGES, "messages", "to a peer that wait for acknowledgement"],
  ["inbox", MAX_INBOX_MESSAGES, "messages", "received and not yet taken"],
  ["inbox-bytes", MAX_INBOX_BYTES, "bytes", "received and not yet taken"],
  ["inbox-strangers", MAX_STRANGERS_MESSAGES, "messages", "of all strangers among them"],
  ["inbox-strangers-bytes", MAX_STRANGERS_BYTES, "bytes", "of all strangers among them"],
  ["inbox-stranger", MAX_STRANGER_MESSAGES, "messages", "of one stranger among them"],
  ["inbox-stranger-bytes", MAX_STRANGER_BYTES, "bytes", "of one stranger among them"],
  ["channels", MAX_PEER_READERS, "peers", "whose messages are read apart, at once, by the SDK"],
  ["deliveries", MAX_DELIVERY_EVENTS, "events", "kept for a reader of deliveries of the SDK"],
  ["delivery-readers", MAX_DELIVERY_FEEDS, "readers", "of deliveries at once"],
  ["deposit", MAX_DEPOSIT_BYTES, "bytes", "an envelope sealed for a mailbox"],
  ["mailbox", MAX_MAILBOX_MESSAGES, "messages", "that wait in a mailbox"],
  ["mailbox-bytes", MAX_MAILBOX_BYTES, "bytes", "that wait in a mailbox"],
  ["mailbox-message-life", MAILBOX_MESSAGE_LIFE_MS, "ms", "a message waits in a mailbox"],
  ["mailbox-life", MAILBOX_LIFE_MS, "ms", "a mailbox stays whose owner does not come"],
  ["mailboxes", MAX_MAILBOXES, "mailboxes", "at a server"],
  ["mailboxes-bytes", MAX_ALL_MAILBOXES_BYTES, "bytes", "in all mailboxes of a server"],
  ["mailbox-deposits", DEPOSITS_A_MINUTE, "deposits", "a minute and network address"],
  ["mailbox-deposited", DEPOSITED_BYTES_A_DAY, "bytes", "of deposits, a day and network address"],
  ["mailbox-opens", MAILBOX_OPENS_A_MINUTE, "times", "mailboxes are opened, a minute and network address"],
  ["new-mailboxes", NEW_MAILBOXES_A_DAY, "mailboxes", "a day and network address"],
  ["mailbox-links", MAX_MAILBOX_LINKS, "links", "to the mailboxes of a server"],
  ["mailbox-links-a-source", MAX_MAILBOX_LINKS_A_SOURCE, "links", "of a network address"],
  ["servers", MAX_SERVERS, "servers", "that an agent registers with"],
  ["records", MAX_RECORDS, "agents", "whose newest record is kept"],
  ["lookup", LOOKUP_INTERVAL_MS, "ms", "from one look-up of a peer to the next"],
  ["announce", ANNOUNCE_PAUSE_MS, "ms", "from one announcement over a link to the next"],
  ["server-notices", NOTICES_A_SERVER, "times", "an hour that people are told of the faults of a server"],
  ["linger", LINGER_MS, "ms", "a connection stays that was made for a look-up or a deposit"],
  ["veiled-links", MAX_VEILED_IN_USE, "links", "of such at a time, of a purpose"],
  ["held-deposits", MAX_HELD_DEPOSITS, "deposits", "that stay in a mailbox while others are taken"],
  ["acknowledged-together", MAX_ACKNOWLEDGED_IDS, "messages", "out of a mailbox, by one envelope"],
  ["mailbox-leap", MAX_LEAP_MS, "ms", "that the clock of a mailbox server may be ahead of the time that passed"],
  ["unanswered", UNANSWERED_PASSES, "times", "that what waits goes out over a link, until the session is made anew"],
  ["unanswered-pause", RENEWAL_PAUSE_MS, "ms", "from one such session to the next"],
  ["asked-senders", MAX_ASKED_SENDERS, "peers", "without an alias that a person is asked about at a time"],
  ["feed", MAX_FEED_CHANGES, "changes", "of the history that a reader may be behind"],
  ["calls-in-flight", MAX_CALLS_IN_FLIGHT, "calls", "unanswered at once in a tunnel"],
  ["approvals-waiting-a-peer", MAX_APPROVALS_A_PEER, "calls", "of a peer that wait for an approval"],
  ["approvals-waiting", MAX_APPROVALS, "calls", "that wait for an approval in all"],
  ["approval-timeout", APPROVAL_TIMEOUT_MS, "ms", "for an approval, unless --approve-timeout says otherwise"],
  ["tunnels-a-peer", MAX_TUNNELS_A_PEER, "tunnels", "open at once by a peer"],
  ["tunnels", MAX_TUNNELS, "tunnels", "open at once in all"],
  ["tunnels-lingering-a-peer", MAX_LINGERING_A_PEER, "tunnels", "of a peer that wait without a connection"],
  ["tunnels-lingering", MAX_LINGERING, "tunnels", "that wait so in all"],
  ["tunnel-linger", TUNNEL_LINGER_MS, "ms", "a tunnel waits for a lost connection"],
  ["tunnel-credit", STREAM_CREDIT_BYTES, "bytes", "sent in a tunnel and not yet taken"],
  ["reconnect", RECONNECT_DEADLINE_MS, "ms", "a request waits for a lost connection"],
  ["acl", MAX_ACL_BYTES, "bytes", "an access-control list"],
  ["acl-peers", MAX_ACL_PEERS, "peers", "in an access-control list"],
  ["acl-patterns", MAX_ACL_PATTERNS, "patterns", "of one member of it"],
  ["token", MAX_TOKEN_BYTES, "bytes", "a capability token"],
  ["chain", MAX_CHAIN_TOKENS, "tokens", "a chain of tokens"],
  ["token-life", MAX_TOKEN_LIFETIME_S, "s", "longest life of a token"],
  ["clock-skew", NOT_BEFORE_SKEW_S, "s", "allowed for a token's start, never for its end"],
  ["redemptions", REDEMPTIONS_A_WINDOW, "attempts", "to redeem an invitation, a minute and peer"],
  ["entry", MAX_ENTRY_BYTES, "bytes", "a ledger entry"],
  ["block", MAX_BLOCK_BYTES, "bytes", "entries of a block"],
  ["block-entries", MAX_BLOCK_ENTRIES, "entries", "in a block"],
  ["proof", MAX_PROOF_BYTES, "bytes", "a proof file"],
  ["light-authors", MAX_LIGHT_AUTHORS, "authors", "whose logs are followed by headers or checkpoints alone"],
  ["light-headers", MAX_LIGHT_HEADERS, "headers", "kept of an author"],
  ["light-bytes", MAX_LIGHT_BYTES, "bytes", "of headers of all authors"],
  ["light-checkpoints", MAX_LIGHT_CHECKPOINTS, "checkpoints", "kept of an author"],
  ["light-sources", MAX_LIGHT_SOURCES, "sources", "remembered of an author"],
  ["light-sync", MAX_LIGHT_SYNC_SOURCES, "sources", "asked by one light sync"],
  ["headers-file", MAX_HEADERS_FILE_BYTES, "bytes", "a headers file"],
  ["checkpoint-file", MAX_CHECKPOINT_FILE_BYTES, "bytes", "a checkpoint file"],
  ["chain-links-a-peer", MAX_CHAIN_LINKS_A_PEER, "links", "of a peer that reads chains here"],
  ["chain-links", MAX_CHAIN_LINKS, "links", "of peers that read chains here"],
  ["chain-requests", CHAIN_REQUESTS_A_MINUTE, "requests", "about chains, a minute and peer"],
  ["kept-chains", MAX_FOREIGN_CHAINS, "chains", "of others that are kept"],
  ["kept-chains-bytes", MAX_FOREIGN_BYTES, "bytes", "of all chains of others"],
  ["chain-shares", MAX_CHAIN_SHARES, "peers", "that the chain is shared with"],
  ["tlog-proof", MAX_TLOG_PROOF_BYTES, "bytes", "a proof as other transparency logs have it"],
  ["evidence", MAX_EVIDENCE_BYTES, "bytes", "an evidence file"],
  ["anchors", MAX_ANCHOR_SOURCES, "sources", "that the log is anchored at"],
  ["anchored", MAX_ANCHORS, "checkpoints", "whose anchors are kept"],
  ["time-stamp", MAX_TIME_STAMP_BYTES, "bytes", "the answer of a time-stamping authority"],
  ["time-stamp-wait", TIME_STAMP_DEADLINE_MS, "ms", "for the answer of a time-stamping authority"],
  ["witnessed-peers", MAX_WITNESSED_PEERS, "peers", "whose checkpoints are kept"],
  ["kept-checkpoints", MAX_KEPT_CHECKPOINTS, "checkpoints", "kept of a peer"],
  ["evidence-a-peer", MAX_EVIDENCE_A_PEER, "files", "of evidence kept about a peer"],
  ["witnesses", MAX_WITNESSES, "witnesses", "that are asked to cosign"],
  ["cosigned", MAX_COSIGNED_KEPT, "checkpoints", "with cosignatures that are kept"],
  ["witness-logs", MAX_WITNESSED_LOGS, "logs", "that a witness service cosigns"],
  ["witness-new-logs", NEW_LOGS_A_DAY, "logs", "new ones of a network address in a day"],
  ["witness-request", MAX_ADD_CHECKPOINT_BYTES, "bytes", "a request to a witness service"],
  ["skipped-a-gap", MAX_SKIP, "keys", "of messages skipped at once"],
  ["skipped", MAX_SKIPPED_KEYS, "keys", "of skipped messages a session"],
  ["skipped-a-peer", MAX_PEER_SKIPPED_KEYS, "keys", "of skipped messages in all sessions with a peer"],
  ["skipped-age", MAX_SKIPPED_AGE_MS, "ms", "until the key of a skipped message is dropped"],
  ["receiving-chains", MAX_RECEIVING_CHAINS, "chains", "kept by a session"],
  ["archived-sessions", MAX_ARCHIVED_SESSIONS, "sessions", "kept with a peer besides the one that sends"],
  ["new-sessions", MAX_NEW_SESSIONS, "sessions", "that a peer may begin in a minute"],
  ["repair-pause", REPAIR_PAUSE_MS, "ms", "between two repairs of the session with a peer"],
  ["repairs", MAX_REPAIRS_A_DAY, "repairs", "of the session with a peer, begun in a day"],
  ["unheard", SILENT_MESSAGES, "messages", "to a peer that was not heard, until people are told"],
  ["epoch", EPOCH_MS, "ms", "until the key of sessions at rest is replaced"],
  ["epoch-records", EPOCH_STEPS, "records", "sealed after which it is replaced earlier"],
  ["local-line", MAX_LOCAL_LINE_BYTES, "bytes", "a line of the local socket"],
  ["record", MAX_AGENT_RECORD_BYTES, "bytes", "an agent record"],
  ["record-life", MAX_AGENT_RECORD_LIFETIME_MS, "ms", "longest life of an agent record"],
  ["registry-agents", REGISTRY_LIMITS.agents, "agents", "that a registry knows"],
  ["registry-bytes", REGISTRY_LIMITS.bytes, "bytes", "that a registry keeps"],
  ["registry-stock", REGISTRY_LIMITS.stock, "bundles", "single-use ones of an agent at a registry"],
  ["registry-links", REGISTRY_LIMITS.linksASource, "links", "of a source to a registry"],
  ["registry-registrations", REGISTRY_LIMITS.registrationsAMinute, "requests", "to announce, a minute and source"],
  ["registry-new-agents", REGISTRY_LIMITS.newAgentsADay, "agents", "new to a registry, a day and source"],
  ["registry-lookups", REGISTRY_LIMITS.lookupsAMinute, "requests", "to look up, a minute and source"],
  ["registry-offers", REGISTRY_LIMITS.offersAMinute, "requests", "to offer bundles, a minute and agent"],
  ["registry-offered", REGISTRY_LIMITS.offeredBundlesAMinute, "bundles", "that are offered, a minute and source"],
  ["registry-single-use", REGISTRY_LIMITS.singleUseAMinute, "bundles", "single-use ones, a minute and source"],
  ["registry-single-use-of", REGISTRY_LIMITS.singleUseOfAnAgentAMinute, "bundles", "of one agent, a minute"],
  ["connections-source", MAX_CONNECTIONS_A_SOURCE, "connections", "of a network address to an agent or a server"],
  ["relay-places", MAX_RESERVATIONS, "places", "of a relay"],
  ["relay-places-source", MAX_RESERVATIONS_PER_SOURCE, "places", "of a source at a relay"],
  ["relay-place-life", RESERVATION_MS, "ms", "until a place at a relay must be renewed"],
  ["relay-connections", MAX_RELAYED, "connections", "that a relay carries"],
  ["relay-connections-place", MAX_RELAYED_PER_RESERVATION, "connections", "that a relay carries to one place"],
  ["relay-bytes", MAX_RELAYED_BYTES, "bytes", "of one relayed connection"],
  ["relay-time", MAX_RELAYED_MS, "ms", "of one relayed connection"],
  ["file", MAX_FILE_BYTES, "bytes", "a file of any kind, however the limits of kinds are set"],
  ["file-name", MAX_FILE_NAME_BYTES, "bytes", "the name of a file"],
  ["disk-reserve", DISK_RESERVE_BYTES, "bytes", "of the disk that received files leave"],
  ["file-window", TRANSFER_WINDOW_BYTES, "bytes", "of a file sent and not known to be written"],
  ["file-sync", SYNC_STEP_BYTES, "bytes", "of a file written until they are made durable"],
  ["files-to-send", MAX_SENDS, "files", "that wait to be sent"],
  ["file-offers-a-peer", MAX_OFFERS_A_PEER, "files", "of a peer that a person is to accept"],
  ["file-offers-a-minute", MAX_OFFERS_A_MINUTE, "files", "of a peer that a person is to accept, in a minute"],
  ["file-offers", MAX_OFFERS, "files", "that a person is to accept in all"],
  [
    "files-unfinished-a-peer",
    MAX_UNFINISHED_A_PEER,
    "files",
    "of a peer that were accepted and are not whole"
  ],
  ["files-unfinished", MAX_UNFINISHED, "files", "that were accepted and are not whole in all"],
  ["files-unfinished-life", UNFINISHED_MS, "ms", "that an offer, or a file that is not whole, stays"],
  ["files-past", MAX_PAST_TRANSFERS, "files", "that are over and still listed"],
  ["file-offers-past", MAX_PAST_OFFERS, "files", "of others of which nothing came, and still listed"],
  ["owner", OWNER_DEADLINE_MS, "ms", "until a data directory's owner counts as silent"]
];
var limits = async (context) => {
  const settings = await context.settings();
  const rows = [
    ...Object.keys(SETTINGS).map((name) => settingRow(name, settings)),
    ...BUILT_IN.map(([id, value, unit, description]) => ({ id, value, unit, source: "built in", description }))
  ];
  await context.print(
    { limits: rows },
    () => tableOf(
      rows.map((row) => [row.id, `${row.value}${row.unit === "" ? "" : ` ${row.unit}`}`, row.source, row.description])
    )
  );
  return 0;
};
function settingRow(name, settings) {
  const { value, source } = settings[name];
  const isDuration = name === "expires" || name === "invite-expires";
  return {
    id: name,
    value: isDuration ? Number(value) : typeof value === "number" ? value : settingText(name, settings),
    unit: isDuration ? "s" : name === "difficulty" ? "bits" : SIZE_SETTINGS.includes(name) ? "bytes" : "",
    source,
    description: `${SETTINGS[name].about} (${settingText(name, settings)})`
  };
}
export {
  limits
};
