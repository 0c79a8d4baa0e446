import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_FRAME_BYTES
} from "./chunk-NYAGUFNB.js";

// src/net/protocols.ts
var MAX_STREAMS = 8;
var MAX_HANDSHAKE_FRAME_BYTES = 8 * 1024;
var MAX_MESSAGE_FRAME_BYTES = 1024 * 1024 + 16 * 1024;
var MAX_REGISTRY_FRAME_BYTES = 1024 * 1024;
var MAX_MAILBOX_FRAME_BYTES = 2 * 1024 * 1024 + 8 * 1024;
var MAX_CHAIN_FRAME_BYTES = 2 * 1024 * 1024;
var MAX_TRANSFER_FRAME_BYTES = 1024 * 1024 + 4 * 1024;
var PROTOCOLS = {
  channel: {
    id: "/talos/channel/1",
    firstPayloadBytes: MAX_HANDSHAKE_FRAME_BYTES,
    maxPayloadBytes: MAX_FRAME_BYTES,
    maxStreams: MAX_STREAMS
  },
  message: {
    id: "/talos/message/1",
    firstPayloadBytes: MAX_MESSAGE_FRAME_BYTES,
    maxPayloadBytes: MAX_MESSAGE_FRAME_BYTES,
    maxStreams: MAX_STREAMS
  },
  transfer: {
    id: "/talos/transfer/1",
    firstPayloadBytes: MAX_HANDSHAKE_FRAME_BYTES,
    maxPayloadBytes: MAX_TRANSFER_FRAME_BYTES,
    maxStreams: MAX_STREAMS
  },
  chain: {
    id: "/talos/chain/1",
    firstPayloadBytes: MAX_CHAIN_FRAME_BYTES,
    maxPayloadBytes: MAX_CHAIN_FRAME_BYTES,
    maxStreams: MAX_STREAMS
  },
  registry: {
    id: "/talos/registry/1",
    firstPayloadBytes: MAX_REGISTRY_FRAME_BYTES,
    maxPayloadBytes: MAX_REGISTRY_FRAME_BYTES,
    maxStreams: MAX_STREAMS
  },
  mailbox: {
    id: "/talos/mailbox/1",
    firstPayloadBytes: MAX_MAILBOX_FRAME_BYTES,
    maxPayloadBytes: MAX_MAILBOX_FRAME_BYTES,
    maxStreams: MAX_STREAMS
  }
};
var DIAL_TIMEOUT_MS = 1e4;
var HANDSHAKE_TIMEOUT_MS = 1e4;

export {
  MAX_HANDSHAKE_FRAME_BYTES,
  MAX_TRANSFER_FRAME_BYTES,
  PROTOCOLS,
  DIAL_TIMEOUT_MS,
  HANDSHAKE_TIMEOUT_MS
};
