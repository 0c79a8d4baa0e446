/**
 * The entry `talos-protocol/light`: a light client of one author's log, the files that it reads and writes, and how it is
 * brought up to date from sources of any kind. Call {@link initCrypto} once before anything else.
 *
 * @module
 */
export { initCrypto } from '../crypto/init.ts';
export { type Did, parseDid } from '../identity/did.ts';
export { decodeSignedHeader, encodeSignedHeader, SIGNED_HEADER_BYTES, type SignedHeader, } from './chain/chain-header.ts';
export type { ChainPoint, ChainSource, ChainStatus } from './chain/chain-source.ts';
export { LightClient } from './light/light.ts';
export { type JoinedCheckpoint, type KnownLog, MAX_LIGHT_CHECKPOINTS } from './light/light-checkpoints.ts';
export { type CheckpointFile, formatCheckpointFile, formatHeaderLine, formatHeadersHead, type HeadersFile, readCheckpointFile, readHeadersFile, } from './light/light-files.ts';
export { FROM_FILES, OWN_DEALINGS, WITNESS_PREFIX } from './light/light-sources.ts';
export { type LightSynced, type LightSyncTerms, type SourceOutcome, syncLight } from './light/light-sync.ts';
export { type CheckpointShown, type CheckpointTaken, type EntryProof, type HeadersTaken, type LightKeep, type LightOptions, type LightRefusal, type LightSnapshot, type LightVerdict, MAX_LIGHT_HEADERS, type Sighting, } from './light/light-types.ts';
export type { Checkpoint } from './log/checkpoint.ts';
