/**
 * The entry `talos-protocol/light`: a light client of one author's log, the files that it reads and writes, and how it is
 * brought up to date from sources of any kind. Call {@link initCrypto} once before anything else.
 *
 * @module
 */
export { initCrypto } from "../crypto/init.js";
export { parseDid } from "../identity/did.js";
export { decodeSignedHeader, encodeSignedHeader, SIGNED_HEADER_BYTES, } from "./chain/chain-header.js";
export { LightClient } from "./light/light.js";
export { MAX_LIGHT_CHECKPOINTS } from "./light/light-checkpoints.js";
export { formatCheckpointFile, formatHeaderLine, formatHeadersHead, readCheckpointFile, readHeadersFile, } from "./light/light-files.js";
export { FROM_FILES, OWN_DEALINGS, WITNESS_PREFIX } from "./light/light-sources.js";
export { syncLight } from "./light/light-sync.js";
export { MAX_LIGHT_HEADERS, } from "./light/light-types.js";
