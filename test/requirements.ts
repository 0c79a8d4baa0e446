/**
 * What the documents promise, each with the test that proves it. `surface/requirements.test.ts` fails where a sentence
 * is not in its document (any more) or the test is not there (any more).
 *
 * ```text
 *  # document, from the root of the repository
 *  id: words of the document, line breaks and backticks aside
 *    > file that proves it: words of that file, the name of the test or its beginning
 * ```
 *
 * @module
 */
const TABLE = `
# README.md
README-server: A public node for agents is talos-server --host 0.0.0.0 --mailbox: a registry and a mailbox.
  > test/scenario/server.test.ts: serves a mailbox where it is told to
README-mailbox: what is sent to it while it is away waits there, sealed to it
  > test/system/cli-mailbox.test.ts: ten messages to an agent that is away wait in its mailbox, over a restart of the server, and arrive in order, once
README-demo: the whole of it between processes on this machine; no question, no network but loopback
  > .ci/run: node dist/cli/bin.js demo
README-invitation-line: It prints an invitation (one line, single use, 15 minutes) and the line that adds it to an MCP client.
  > test/cli/mcp-commands.test.ts: prints the invitation alone on standard output, and the line for an MCP client on standard error
README-single-use: may be redeemed, once, by one agent
  > test/scenario/cli-hero.test.ts: an invitation is for one agent: E_INVITE_USED for another
README-server-over-stdio: That is a working MCP server over stdio
  > test/scenario/cli-hero.test.ts: the official client 1.x lists and calls what the invitation grants
README-alias: mcp-connect <peer> is enough
  > test/scenario/cli-hero.test.ts: the official client 2.x does the same by the alias, and by the DID
README-allow-deny: takes those that --allow names and --deny does not
  > test/unit/capability/allow-list.test.ts: expandAllow
README-pinned-identity: with exactly the identity that the invitation names
  > test/scenario/channel.test.ts: refuses a link to another agent than the one asked for
README-bound-capability: bound to its own key, with an expiry
  > test/unit/capability/authorize.test.ts: C08: refuses a token of another holder than the one that the session proved
README-own-process: Each peer's session gets a process of its own of the MCP server
  > test/scenario/tunnel-messages.test.ts: M01: gives each its own answer to the same id
README-no-shell: without a shell, in a clean environment
  > test/system/tool-process.test.ts: M14: hands arguments over as they are, without a shell
README-dies-with-tunnel: It ends with the tunnel, also where Talos is killed.
  > test/system/tool-process.test.ts: M18: ends a tool whose owner dies in the tick in which it was started
README-checked: Every call is checked: tool, arguments, expiry, revocation.
  > test/unit/capability/authorize-model.test.ts: C10: decides as the rules read, cached and uncached alike
README-refused: the client sees a JSON-RPC error −32003 with the code in data.code
  > test/scenario/cli-hero.test.ts: the official client 1.x lists and calls what the invitation grants, and is refused what it does not
README-lists: Lists show only what is granted.
  > test/unit/mcp/policy.test.ts: shows what is granted and keeps everything else
README-both-ledgers: Both sides sign and record each call before it happens and its result before it is handed on
  > test/scenario/cli-hero.test.ts: C24: both ledgers hold call, decision, result, receipt and acknowledgement of the same calls
README-commitments: commitments to arguments and results, never the content
  > test/unit/ledger/ledger.test.ts: B18: a reason, an argument and a result are in the journal as commitments alone
README-proof: makes a file that anybody can check without trusting either side
  > test/scenario/cli-hero.test.ts: a proof of either side holds on a third data directory, and no single byte of it may change
README-revoke: in force for the next call, beside a running mcp-serve
  > test/scenario/cli-hero.test.ts: C13: capabilities revoke beside the running mcp-serve stops the very next call of an open connection
README-offline: needs no identity and no network
  > test/cli/bin.test.ts: records, verifies, and proves offline on another data directory; no byte of the proof may change
README-delivered: delivered says that the peer has stored it; queued that it is kept here for a peer that is away
  > test/scenario/cli-messages.test.ts: what is sent to a peer that is away is queued, and arrives in order, once, when it listens
README-wait: --wait 30s waits for the delivery
  > test/scenario/cli-messages.test.ts: waits for a peer that is away until it listens
README-printed-once: Each message is printed once, in order, with everything that a terminal would act on escaped.
  > test/scenario/cli-messages.test.ts: messages arrive in order, once, each printed
README-channel: its messages come here, all others to client.messages()
  > test/scenario/secure-channel.test.ts: takes the messages of its peer alone; those of others wait for messages()
README-file-delivered: delivered says that the peer has the whole of it on its disk, with the same SHA-256
  > test/system/files.test.ts: that is sent to somebody who listens is delivered, whole, private, on record on both sides
README-file-resumed: goes on where it was as soon as both are there
  > test/system/file-kills.test.ts: kills of each side leave one file, the right one
README-file-consent: about others a person is asked first, and nothing of them is written before
  > test/system/files.test.ts: whom nobody knows waits: nothing is written until a person accepts, and never where one declines
README-file-names: none that is there is overwritten, no link is followed, and names that lead elsewhere are refused
  > test/system/files.test.ts: F01, F02: with names and links that lead elsewhere touches nothing outside downloads
README-file-kinds: where its content is not what its name says, that is shown
  > test/system/files.test.ts: F09: that lies about what it is stays what it is, mode 0600, and people see what it is
README-signal: What waits takes an AbortSignal, and rejects with its reason.
  > test/scenario/secure-channel.test.ts: ends with the reason of its signal, wherever it waits, and keeps what was stored
README-mistakes: What a caller got wrong is a TypeError or RangeError
  > test/scenario/secure-channel.test.ts: what a caller gets wrong is a caller's mistake
README-files: a second time is E_REPLAY, the history has it
  > test/scenario/cli-files.test.ts: K10 K11: opens once: not again in the same process, after a restart, or after a new session
README-listener-killed: A listener that is killed loses none
  > test/scenario/cli-messages.test.ts: a listener that is killed between two messages loses and doubles nothing
README-history-bound: The history keeps the newest 10,000 messages, at most 64 MiB.
  > test/unit/agent/message-history.test.ts: drops the oldest when it is full
README-aliases: Aliases are chosen here: a peer takes none from another
  > test/scenario/identity-change.test.ts: I07, I08: is none where its alias is given to another DID: E_EXISTS
README-fingerprint: shows 12 words that Bob's terminal shows too if nobody stands in between
  > test/scenario/cli-contacts.test.ts: show both sides the same 12 words, and are verified by them alone
README-identity-change: nothing is sent to it, until you say with contacts accept which of the two it is
  > test/scenario/cli-contacts.test.ts: I07: a contact that was made anew
README-commands: | Command | What it does |
  > test/surface/readme.test.ts: names every command that there is, and no other
README-init: Does not overwrite without --force, which first backs up
  > test/cli/main.test.ts: replaces an identity with --force, and says where the old one is
README-command-text: lends an MCP server until stopped
  > test/scenario/cli-hero.test.ts: M14: --authorized-peer and --command lend to one peer without an invitation and without a shell
README-verify-offline: verify decides about a call offline
  > test/cli/bin.test.ts: decides offline about calls under a granted token
README-settings: Settings are flags over TALOS_* variables over <data-dir>/config.yaml.
  > test/cli/main.test.ts: show each value with its source: built in, file, environment
README-stdout: Results go to standard output, everything else to standard error.
  > test/cli/mcp-commands.test.ts: M23: writes nothing but JSON-RPC to standard output, on a first run with notices and --verbose
README-exit: Exit status: 0 done, 1 failed, 2 usage, 3 denied, 4 verification failed, 5 unreachable or timed out, 6 identity or key, 130 interrupted, 141 broken pipe.
  > test/surface/errors.test.ts: end commands with the published exit statuses
README-sdk: import { TalosClient } from 'talos-protocol';
  > test/system/docs.test.ts: runs as it is printed, on data directories of its own
README-ledger-entry: talos-protocol/ledger checks proofs, and talos-protocol/light follows another agent's log from a few kilobytes; both reach no disk and no network.
  > test/surface/bundle.test.ts: reaches nothing of Node, of a disk or of a network
# SECURITY.md
SECURITY-limits-first: Limits before allocation
  > test/unit/net/frame.test.ts: N03: a claimed length of 16 MiB, a thousand times, allocates next to nothing
SECURITY-one-refusal: one of four words, or the code of a denial; never why something did not decrypt
  > test/surface/errors.test.ts: are told to peers as one of four words, where the code itself is not told
SECURITY-both-prove: end to end by a session that both identities have proved
  > test/unit/session/handshake.test.ts: K07: one of Mallory in the name of Alice makes a session under which nothing of his opens
SECURITY-copied-token: a copied token is worth nothing without it
  > test/unit/capability/cache.test.ts: C11: a token that another peer presents is refused, cached or not
SECURITY-argv: @FILE or - keeps it out of the list of processes
  > test/cli/mcp-commands.test.ts: I12: takes the invitation from a file or from the first line of standard input
SECURITY-descriptors: no inherited descriptors
  > test/system/tool-process.test.ts: M17: leaves the tool no descriptor but 0, 1 and 2
SECURITY-fork: a second history under one key is evidence against it
  > test/unit/ledger/recovery.test.ts: B14: a ledger that was rewritten whole, with its key, is E_EQUIVOCATION against the checkpoint kept
SECURITY-modes: modes 0600 and 0700
  > test/unit/node/keystore-file.test.ts: I09: lies in files of mode 0600 in a folder of mode 0700, whatever the umask
SECURITY-at-rest: Session state, prekeys and messages are sealed
  > test/scenario/message-book.test.ts: is found in the store by nobody: neither its text nor a prekey
SECURITY-epochs: then whoever takes the directory and the keystore opens no envelope with them that came before
  > test/scenario/at-rest.test.ts: R19: opens no envelope that came before its key was replaced
SECURITY-restored: repeats no nonce (each is random)
  > test/unit/session/ratchet.test.ts: R15: two runs from one copied state never share a nonce under a key
SECURITY-clock: never below the highest time in its ledger
  > test/unit/capability/authorize.test.ts: C18: is not revived by a clock that is set back, below the highest time of the ledger
SECURITY-skew: the start of a token allows 60 s of difference, its end none
  > test/unit/capability/authorize.test.ts: forgives the clock of the issuer 60 s at the start and nothing at the end
SECURITY-loopback: loopback and private networks included
  > test/unit/net/address.test.ts: isDialable
SECURITY-dial-only: mcp-connect does not listen
  > test/system/host.test.ts: is dial-only until it listens
SECURITY-fallback: the WebAssembly build of libsodium serves, by the same rules
  > test/vectors/ed25519.test.ts: E01
# docs/ARCHITECTURE.md
ARCH-outcome: leaves the call's outcome unknown: the client is told so (−32005), nothing is sent twice
  > test/cli/mcp-commands.test.ts: opens again when the process that ran the agent dies: initialises as the client did, replays no call
ARCH-fail-closed: If the ledger cannot be written, no call is made.
  > test/unit/ledger/ledger.test.ts: B22: when a write fails, nothing is recorded and nothing more is accepted
ARCH-rewritten: Nothing that the bridge read differently than the tool can pass.
  > test/scenario/tunnel-messages.test.ts: M08, C19: is what was checked, written anew
ARCH-durable: the answer leaves when decision and result are *durable*
  > test/unit/ledger/ledger.test.ts: C24: once a result is durable, so is the decision before it, and the decision was written first
ARCH-takeover: When the owner dies the kernel drops the lock; those who are attached open the agent again.
  > test/cli/attach.test.ts: another takes over when the owner is killed, and the rest find it
# PROTOCOL.md
1-strict-json: Decoders accept one form a value.
  > test/unit/codec/json-hostile.test.ts: E04, M08: hostile JSON is refused
2-labels: A label serves one purpose, for ever.
  > test/unit/crypto/labels.test.ts: E05: no message under one label is a message under another, whatever the bodies
3.1-ed25519: One function verifies
  > test/vectors/ed25519.test.ts: E01
4.2-certificate: a lower seq than one already seen for the DID (E_STALE)
  > test/unit/session/handshake.test.ts: K24: one with a certificate that is expired, of another agent, or of a lower sequence than seen
4.3-keystore: linked into place without replacing
  > test/unit/node/keystore-file.test.ts: I10: made twice is refused with E_EXISTS, and the first is byte-equal
5.1-downgrade: without it the bundle is E_DOWNGRADE
  > test/unit/session/handshake.test.ts: K15: one that lost its KEM prekey
5.1-stock: one of a lower seq than the newest seen is E_STALE unless its signed prekey, id and key, is that of the newest
  > test/scenario/prekeys.test.ts: K18: may be lower than one seen where the signed prekey is the same
5.1-erased: it is erased in the transaction that stores the session it went into
  > test/scenario/prekeys.test.ts: K13: are erased in the transaction that stores the session
5.3-replay: kept as long as the prekey is accepted
  > test/scenario/message-book.test.ts: K10 K11: an initial message opens one session, for as long as its prekey is accepted
5.4-skip: At most 1,000 keys are skipped in one gap (E_SKIP_LIMIT)
  > test/unit/session/ratchet.test.ts: R04: a gap at the limit is delivered, one more is refused and changes nothing
5.4-turns: Turns follow one another: each starts from the root key of the one before, at both sides.
  > test/unit/session/session-vectors.test.ts: twenty messages over five turns, two of them late, are what node:crypto computes from PROTOCOL.md
5.4-after-tag: State is replaced only after the tag verifies.
  > test/unit/session/ratchet.test.ts: R01: a forged header with a new ratchet key changes nothing, a thousand times
5.5-silent: B sends nothing under the session before that frame has opened
  > test/scenario/channel.test.ts: the responder sends nothing under the session before a packet of the initiator has opened
5.6-stored-first: State is stored before ciphertext leaves and before plaintext is delivered.
  > test/scenario/message-book.test.ts: R10 R12: is not delivered again when it comes again, also after a restart
5.7-broadcast: An envelope to * is refused.
  > test/unit/message/envelope.test.ts: R27: to everybody, or to what is no DID, is refused
6.2-frame: payload ≤ 16 MiB (≤ 8 KiB until the handshake is done, then ≤ 256 KiB from the dialler until a tunnel of it is open)
  > test/unit/net/frame.test.ts: N04: takes a frame of the limit and refuses one byte more with E_LIMIT at its header
7.2-batch: no batch (-32600)
  > test/scenario/tunnel-messages.test.ts: M05: answers a batch with −32600 and passes nothing of it on
7.2-caller: removes that key where a peer sent it
  > test/scenario/tunnel-messages.test.ts: names the caller, and no caller that a peer names
7.3-redeem: another E_INVITE_USED
  > test/scenario/cli-hero.test.ts: an invitation is for one agent: E_INVITE_USED for another
7.2-secrets: All that is checked, signed, recorded, committed to and shown to people has the reference.
  > test/scenario/tunnel-secrets.test.ts: is on record as the caller named it: the commitment is over the reference
7.2-redacted: the secrets are replaced by [redacted] before it is committed to, recorded or passed on
  > test/scenario/tunnel-secrets.test.ts: is taken out of errors, questions, notifications, lists and diagnostics of the tool
7.4-quarantine: its calls are denied with E_TOOL_CHANGED, it is in no list
  > test/scenario/tunnel-tools.test.ts: in a session is found by list_changed: the peer hears the notification, and nothing of our own list
7.4-approve: as long as the hash it names leads to the approved one by approvals
  > test/scenario/tunnel-tools.test.ts: stays refused to earlier grants where the owner says so
7.4-own-list: The answer to that list is not passed on, the notification is
  > test/scenario/tunnel-tools.test.ts: in a session is found by list_changed: the peer hears the notification, and nothing of our own list
8.1-id: it is computed, never claimed
  > test/unit/capability/cache.test.ts: C14: a revoked token stays revoked under another encoding, or is none
8.2-closed-world: Closed world: an argument without a constraint is refused
  > test/unit/capability/authorize-model.test.ts: C10: decides as the rules read, cached and uncached alike
8.3-no-skew: now < exp, no skew (EXPIRED)
  > test/unit/capability/authorize.test.ts: C17: ends at its second, whenever its session began
8.5-next-call: It is durable before it is confirmed, and effective on the next call.
  > test/unit/agent/revocation-book.test.ts: C15: counts after a restart, when nothing but the store is left
8.8-both: a list grants nothing, and a call must be within both
  > test/scenario/access-lists.test.ts: must be within the list and within the capability, whichever is narrower
8.8-whole-names: a prefix names nobody
  > test/unit/acl/decide.test.ts: I02: a name is whole or nobody
8.8-strict: Refused with its place: a key that is unknown or comes twice, an anchor, alias, tag or directive
  > test/unit/acl/parse.test.ts: with %s is refused, with its place
8.8-disabled: what is always allowed there is so under every list, for a disabled peer too
  > test/scenario/access-lists.test.ts: C20: handshake, ping and lists work for who is disabled, and show nothing
8.8-restart: Both RATE_LIMITED, both a peer's over all services with a list, and both outlive the process
  > test/scenario/access-lists.test.ts: hold after a restart: of calls and of bytes
8.8-withheld: an answer beyond it does not leave
  > test/scenario/access-lists.test.ts: data_bytes_per_day: arguments and results count, and an answer beyond it does not leave
8.8-bad-serves-nobody: a bad one, or a named one that is not there, serves nobody (E_CONFIG)
  > test/scenario/cli-acl.test.ts: that is bad serves nobody
8.8-old-stays: While the file is bad, gone or cannot be read the one before stays, and people are told.
  > test/scenario/access-lists.test.ts: and is bad is refused, loudly and once, on record, and the one before stays
9.2-commitment: Salts are kept beside the ledger, never in it
  > test/unit/ledger/ledger.test.ts: B18: a reason, an argument and a result are in the journal as commitments alone
9.5-layers: Rules are checked in layers; the first that fails gives the code
  > test/unit/ledger/block.test.ts: the first layer that fails gives the code
9.3-checkpoint: or whose checkpoint is neither "" nor a note of §9.4 that verifies for its by, is SIGNATURE_INVALID
  > test/unit/ledger/carried-checkpoint.test.ts: that is anything else is SIGNATURE_INVALID, with a memory or without, and again the second time
9.6-cut-off: they are cut off, whole records behind a lost page included, and the number of bytes is said
  > test/unit/ledger/recovery.test.ts: D01: a last record that is cut at any byte is cut off and said, and every earlier entry is there
9.6-lost-page: a page that was never written
  > test/unit/ledger/recovery.test.ts: D02: it is cut off with everything behind it, and said
9.6-damage: A record damaged in any other way, so one of the last with a bit flipped, may have been acknowledged: E_STORAGE_CORRUPT
  > test/unit/ledger/recovery.test.ts: D07: any bit that flipped in the waiting tail is E_STORAGE_CORRUPT, named by the audit, and changes nothing
9.7-proof: each entry is included at its seq under the checkpoint
  > test/unit/ledger/proof-file.test.ts: B17: a second implementation, with node:crypto alone, verifies checkpoint, inclusion and statement
9.7-steps: examples/verify_proof.py is these steps in Python
  > test/unit/ledger/proof-python.test.ts: refuses each of 37 changes, as we do
9.10-tokens: Whatever does not hold is ANCHOR_MISMATCH; it is neither kept nor recorded.
  > test/unit/agent/anchors.test.ts: one that fails says why, keeps and records nothing, and keeps no other from it
9.10-report: It holds what entries hold, so no content.
  > test/scenario/report.test.ts: B18: holds no argument, no result and no reason, nor do proofs, nor a hash of them that could be tried
9.10-findings: At most 200 findings of a rule are listed
  > test/unit/ledger/report.test.ts: list 200 findings of a rule and count the rest; 1,000 tools and peers, the others together
9.10-openssl: openssl ts -verify -data NOTE -in TOKEN -CAfile ROOT comes to the same verdict
  > test/cli/anchor.test.ts: anchors the newest checkpoint; the log records it, openssl verifies what is listed
9.10-blocks: no block runs past an anchored size, since a checkpoint is signed a block
  > test/unit/agent/anchors.test.ts: another root, a block that runs past the anchor, and one from after it are mismatches
10.2-owner: A lock that is held while nothing answers within 2 s is E_LOCKED.
  > test/cli/attach.test.ts: R16, D14: an owner that is stopped makes the second exit with E_LOCKED after 2 s
10.4-epochs: when none is left, its key is erased
  > test/unit/storage/epochs.test.ts: R19: is replaced: everything reads as before, and what was sealed before opens with nothing that is left
10.4-slots: a new key is in both before anything is sealed under it
  > test/unit/node/epoch-file.test.ts: a write that is torn at any byte leaves what was there
10.4-lost: a file that is missing, has no whole slot or does not open is E_STORAGE_CORRUPT
  > test/unit/storage/epochs.test.ts: that are gone, damaged, of another identity or of another store are E_STORAGE_CORRUPT
10.8-names: Refused, never mended
  > test/unit/transfer/file-name.test.ts: is refused
10.8-links: a link or another folder put in its place is never followed
  > test/unit/node/file-room.test.ts: in the place of the folder, put there while a file comes, is not followed: E_STORAGE, and the victim is untouched
10.8-room: stays within its quota
  > test/unit/node/file-room.test.ts: of downloads is bounded: at the quota a file is taken, one byte more is E_STORAGE_FULL, and nothing is left
11-limits: | Frame payload | 16 MiB
  > test/surface/limits.test.ts: are the constants that the code obeys
12-versions: Nothing is negotiated downwards
  > test/unit/session/handshake.test.ts: K16: one of another version or suite, whoever wrote that
13-codes: code → sentence → exit status → what a peer is told
  > test/surface/errors.test.ts: are the published ones, each with its exit status and what a peer is told
`;

/** One promise. */
export interface Requirement {
  readonly id: string;
  readonly document: string;
  readonly says: string;
  readonly file: string;
  readonly test: string;
}

function parse(table: string): Requirement[] {
  const requirements: Requirement[] = [];
  let document = '';
  let promise: readonly [string, string] | undefined;
  for (const line of table.split('\n').filter((text) => text !== '')) {
    const [, heading] = /^# (.+)$/.exec(line) ?? [];
    const [, proof, file, test] = /^( {2}> )?([^ :]+): (.+)$/.exec(line) ?? [];
    if (heading !== undefined) document = heading;
    else if (file === undefined || test === undefined) throw new Error(`not a line of the table: ${line}`);
    else if (proof === undefined) promise = [file, test];
    else if (promise === undefined) throw new Error(`proves nothing: ${line}`);
    else {
      requirements.push({ id: promise[0], document, says: promise[1], file, test });
      promise = undefined;
    }
  }
  return requirements;
}

/** Every promise, by document. */
export const REQUIREMENTS: readonly Requirement[] = parse(TABLE);
