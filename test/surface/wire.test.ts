import { describe, expect, it } from 'vitest';
import { INVITATION_PREFIX } from '../../src/capability/invitation.ts';
import { HASH_LABELS, KDF_LABELS, SIGNING_LABELS } from '../../src/crypto/labels.ts';
import { CALLER_META } from '../../src/mcp/meta.ts';
import { RPC_CODES } from '../../src/mcp/rpc.ts';
import { ENVELOPE_TYPES, ENVELOPE_VERSION } from '../../src/message/envelope.ts';
import { PACKET } from '../../src/message/packet.ts';
import { RATCHET_HEADER_BYTES, RATCHET_VERSION } from '../../src/message/ratchet-message.ts';
import { FRAME_HEADER_BYTES, FRAME_TYPES } from '../../src/net/frame.ts';
import { PROTOCOLS } from '../../src/net/protocols.ts';
import { SESSION_VERSION, SUITE } from '../../src/session/suite.ts';

// PROTOCOL.md, copied by hand. A line here that goes red is a wire that two releases do not share.

describe('the labels', () => {
  it('of signatures are those of PROTOCOL.md §2.1', () => {
    expect(SIGNING_LABELS).toEqual({
      certificate: 'talos/v1/certificate',
      signedPrekey: 'talos/v1/signed-prekey',
      kemPrekey: 'talos/v1/kem-prekey',
      bundle: 'talos/v1/bundle',
      liveBundle: 'talos/v1/live-bundle',
      envelope: 'talos/v1/envelope',
      inviteRedemption: 'talos/v1/invite-redemption',
      statement: 'talos/v1/statement',
      block: 'talos/v1/block',
      revocation: 'talos/v1/revocation',
      revocationList: 'talos/v1/revocation-list',
      possession: 'talos/v1/possession',
      agentRecord: 'talos/v1/agent-record',
      evidence: 'talos/v1/evidence',
      succession: 'talos/v1/succession',
    });
  });

  it('of derived keys are those of PROTOCOL.md §2.2', () => {
    expect(KDF_LABELS).toEqual({
      ed25519Seed: 'talos/v1/seed/ed25519',
      x25519Seed: 'talos/v1/seed/x25519',
      recoveryKey: 'talos/v1/seed/recovery',
      session: 'talos/v1/pqxdh/x25519-mlkem768-sha256-chacha20poly1305',
      ratchetRoot: 'talos/v1/ratchet-root',
      inviteKey: 'talos/v1/invite-key',
      atRest: 'talos/v1/at-rest',
      epochKeys: 'talos/v1/epoch-keys',
      mailboxSeal: 'talos/v1/mailbox-seal',
      witnessKey: 'talos/v1/witness-key',
      gossip: 'talos/v1/gossip-key',
    });
  });

  it('of hashes are those of PROTOCOL.md §2.3', () => {
    expect(HASH_LABELS).toEqual({
      commitment: 'talos/v1/commitment',
      transcript: 'talos/v1/transcript',
      envelope: 'talos/v1/envelope-hash',
      plaintext: 'talos/v1/plaintext',
      block: 'talos/v1/block-hash',
      chainId: 'talos/v1/chain-id',
      statement: 'talos/v1/statement-hash',
      approval: 'talos/v1/approval',
      toolDefinition: 'talos/v1/tool-definition',
      revocationItem: 'talos/v1/revocation-item',
      toolServer: 'talos/v1/tool-server',
      fingerprint: 'talos/v1/fingerprint',
      gossipTopic: 'talos/v1/gossip-topic',
      fileChunk: 'talos/v1/file-chunk',
      streamChunk: 'talos/v1/stream-chunk',
      line: 'talos/v1/line',
    });
  });
});

describe('the wire', () => {
  it('speaks these protocols over libp2p (PROTOCOL.md §6.1)', () => {
    expect(Object.fromEntries(Object.entries(PROTOCOLS).map(([purpose, { id }]) => [purpose, id]))).toEqual({
      channel: '/talos/channel/1',
      message: '/talos/message/1',
      transfer: '/talos/transfer/1',
      chain: '/talos/chain/1',
      registry: '/talos/registry/1',
      mailbox: '/talos/mailbox/1',
    });
  });

  it('has the frame types of PROTOCOL.md §6.2, behind nine bytes', () => {
    expect(FRAME_HEADER_BYTES).toBe(9);
    expect(FRAME_TYPES).toEqual({ data: 1, handshake: 2, handshakeAck: 3, ping: 4, pong: 5, error: 6, close: 7 });
  });

  it('has the message types of PROTOCOL.md §6.3', () => {
    expect(ENVELOPE_TYPES).toEqual({
      text: 0x01,
      acknowledgement: 0x02,
      sessionRepair: 0x30,
      fileOffer: PACKET.fileOffer,
      fileChunk: PACKET.fileChunk,
      fileEnd: PACKET.fileEnd,
      fileReceived: PACKET.fileReceived,
      fileAsk: PACKET.fileAsk,
      fileGone: PACKET.fileGone,
    });
    expect(PACKET).toEqual({
      streamStart: 0x03,
      streamChunk: 0x04,
      streamEnd: 0x05,
      fileOffer: 0x06,
      fileAccept: 0x07,
      fileWait: 0x08,
      fileChunk: 0x09,
      fileProgress: 0x0a,
      fileEnd: 0x0b,
      fileReceived: 0x0c,
      fileHashes: 0x0d,
      fileAsk: 0x0e,
      fileGone: 0x0f,
      mcpMessage: 0x10,
      mcpResponse: 0x11,
      mcpError: 0x12,
      tunnelOpen: 0x13,
      tunnelOpened: 0x14,
      tunnelClose: 0x15,
      window: 0x16,
      acknowledge: 0x17,
      inviteRedeem: 0x18,
      inviteGrant: 0x19,
      refusal: 0x1a,
      revocationsGet: 0x1c,
      revocations: 0x1d,
      capabilityRenew: 0x1e,
      capabilityRenewed: 0x1f,
      intent: 0x1b,
      tunnelResume: 0x31,
      tunnelResumed: 0x32,
      successionGet: 0x33,
      succession: 0x34,
    });
  });

  it('begins every format with version 1', () => {
    expect([SESSION_VERSION, SUITE, ENVELOPE_VERSION, RATCHET_VERSION, RATCHET_HEADER_BYTES]).toEqual([1, 1, 1, 1, 41]);
    expect(INVITATION_PREFIX).toBe('talos:invite:');
    expect(CALLER_META).toBe('io.github.talos-protocol/caller');
  });

  it('tells an MCP client of denials, of a tunnel that is down and of unknown outcomes by their own codes', () => {
    expect(RPC_CODES).toEqual({
      parseError: -32700,
      invalidRequest: -32600,
      internalError: -32603,
      denied: -32003,
      tunnelDown: -32004,
      outcomeUnknown: -32005,
    });
  });
});
