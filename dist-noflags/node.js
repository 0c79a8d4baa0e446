/**
 * The SDK on Node: everything of `index.ts`, and the agent that runs here.
 *
 * @module
 */
export { TalosClientTransport, TalosServerTransport } from "./agent/client/mcp-transport.js";
export { SecureChannel } from "./agent/client/secure-channel.js";
export { MediaCodecs } from "./agent/transfer/media-codecs.js";
export * from "./index.js";
export { TalosClient } from "./node/client.js";
export { TalosConfig } from "./node/config.js";
export { openValidationPool } from "./node/ledger/validation-pool.js";
export { Ledger } from "./node/store/ledger-folder.js";
export { WebResolver } from "./node/web-resolver.js";
