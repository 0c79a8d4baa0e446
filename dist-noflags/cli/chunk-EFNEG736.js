import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/crypto/labels.ts
var SIGNING_LABELS = {
  certificate: "talos/v1/certificate",
  signedPrekey: "talos/v1/signed-prekey",
  kemPrekey: "talos/v1/kem-prekey",
  bundle: "talos/v1/bundle",
  liveBundle: "talos/v1/live-bundle",
  envelope: "talos/v1/envelope",
  inviteRedemption: "talos/v1/invite-redemption",
  statement: "talos/v1/statement",
  block: "talos/v1/block",
  revocation: "talos/v1/revocation",
  revocationList: "talos/v1/revocation-list",
  possession: "talos/v1/possession",
  agentRecord: "talos/v1/agent-record",
  evidence: "talos/v1/evidence",
  succession: "talos/v1/succession"
};
var KDF_LABELS = {
  ed25519Seed: "talos/v1/seed/ed25519",
  x25519Seed: "talos/v1/seed/x25519",
  recoveryKey: "talos/v1/seed/recovery",
  session: "talos/v1/pqxdh/x25519-mlkem768-sha256-chacha20poly1305",
  ratchetRoot: "talos/v1/ratchet-root",
  inviteKey: "talos/v1/invite-key",
  atRest: "talos/v1/at-rest",
  epochKeys: "talos/v1/epoch-keys",
  mailboxSeal: "talos/v1/mailbox-seal",
  witnessKey: "talos/v1/witness-key",
  gossip: "talos/v1/gossip-key"
};
var HASH_LABELS = {
  commitment: "talos/v1/commitment",
  transcript: "talos/v1/transcript",
  envelope: "talos/v1/envelope-hash",
  plaintext: "talos/v1/plaintext",
  block: "talos/v1/block-hash",
  chainId: "talos/v1/chain-id",
  statement: "talos/v1/statement-hash",
  approval: "talos/v1/approval",
  toolDefinition: "talos/v1/tool-definition",
  revocationItem: "talos/v1/revocation-item",
  toolServer: "talos/v1/tool-server",
  fingerprint: "talos/v1/fingerprint",
  gossipTopic: "talos/v1/gossip-topic",
  line: "talos/v1/line",
  fileChunk: "talos/v1/file-chunk",
  streamChunk: "talos/v1/stream-chunk"
};

export {
  SIGNING_LABELS,
  KDF_LABELS,
  HASH_LABELS
};
