/**
 * Every domain-separation label, in one place. PROTOCOL.md §2.
 *
 * A label is used for one thing, for ever. A signed message is label ‖ 0x00 ‖ body; no label holds a zero byte, so
 * no message under one label is a message under another.
 *
 * @module
 */
/** What the identity key signs in our own formats. PROTOCOL.md §2.1. */
export declare const SIGNING_LABELS: {
    readonly certificate: "talos/v1/certificate";
    readonly signedPrekey: "talos/v1/signed-prekey";
    readonly kemPrekey: "talos/v1/kem-prekey";
    readonly bundle: "talos/v1/bundle";
    readonly liveBundle: "talos/v1/live-bundle";
    readonly envelope: "talos/v1/envelope";
    readonly inviteRedemption: "talos/v1/invite-redemption";
    readonly statement: "talos/v1/statement";
    readonly block: "talos/v1/block";
    readonly revocation: "talos/v1/revocation";
    readonly revocationList: "talos/v1/revocation-list";
    readonly possession: "talos/v1/possession";
    readonly agentRecord: "talos/v1/agent-record";
    readonly evidence: "talos/v1/evidence";
    readonly succession: "talos/v1/succession";
};
/** A key of {@link SIGNING_LABELS}. */
export type SigningLabel = keyof typeof SIGNING_LABELS;
/** `info` of HKDF-SHA256, one a derived key. PROTOCOL.md §2.2. */
export declare const KDF_LABELS: {
    readonly ed25519Seed: "talos/v1/seed/ed25519";
    readonly x25519Seed: "talos/v1/seed/x25519";
    readonly recoveryKey: "talos/v1/seed/recovery";
    readonly session: "talos/v1/pqxdh/x25519-mlkem768-sha256-chacha20poly1305";
    readonly ratchetRoot: "talos/v1/ratchet-root";
    readonly inviteKey: "talos/v1/invite-key";
    readonly atRest: "talos/v1/at-rest";
    readonly epochKeys: "talos/v1/epoch-keys";
    readonly mailboxSeal: "talos/v1/mailbox-seal";
    readonly witnessKey: "talos/v1/witness-key";
    readonly gossip: "talos/v1/gossip-key";
};
/** A key of {@link KDF_LABELS}. */
export type KdfLabel = keyof typeof KDF_LABELS;
/** First bytes of a labelled hash: SHA-256(label ‖ 0x00 ‖ message). PROTOCOL.md §2.3. */
export declare const HASH_LABELS: {
    readonly commitment: "talos/v1/commitment";
    readonly transcript: "talos/v1/transcript";
    readonly envelope: "talos/v1/envelope-hash";
    readonly plaintext: "talos/v1/plaintext";
    readonly block: "talos/v1/block-hash";
    readonly chainId: "talos/v1/chain-id";
    readonly statement: "talos/v1/statement-hash";
    readonly approval: "talos/v1/approval";
    readonly toolDefinition: "talos/v1/tool-definition";
    readonly revocationItem: "talos/v1/revocation-item";
    readonly toolServer: "talos/v1/tool-server";
    readonly fingerprint: "talos/v1/fingerprint";
    readonly gossipTopic: "talos/v1/gossip-topic";
    readonly line: "talos/v1/line";
    readonly fileChunk: "talos/v1/file-chunk";
    readonly streamChunk: "talos/v1/stream-chunk";
};
/** A key of {@link HASH_LABELS}. */
export type HashLabel = keyof typeof HASH_LABELS;
