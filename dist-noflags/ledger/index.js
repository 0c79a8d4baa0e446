/**
 * The entry `talos-protocol/ledger`: what a third party needs to check proofs, checkpoints and blocks offline, and
 * nothing that keeps a ledger. Call {@link initCrypto} once before anything else.
 *
 * @module
 */
export { initCrypto } from "../crypto/init.js";
export { chainIdOf, decodeBlock, encodeBlock, MAX_BLOCK_BYTES } from "./block.js";
export { commit, SALT_BYTES } from "./entry/commitment.js";
export { ENTRY_TYPES, MAX_ENTRY_BYTES, readEntry } from "./entry/entry.js";
export { readSignedStatement, statementHash, } from "./entry/statement.js";
export { authorOfNote, readCheckpoint } from "./log/checkpoint.js";
export { forkEvidence, MAX_EVIDENCE_BYTES, verifyEvidenceFile, } from "./log/evidence.js";
export { Frontier } from "./log/frontier.js";
export { consistencyPath, inclusionPath, leafHash, nodeHash, rootHash, verifyConsistency, verifyInclusion, } from "./log/merkle.js";
export { formatVerifierKey, noteVerifier, openNote, parseVerifierKey, } from "./log/note.js";
export { MAX_PROOF_BYTES, statementsOf, verifyProofFile } from "./log/proof-file.js";
export { MAX_TLOG_PROOF_BYTES, tlogProofOf, verifyTlogProof, } from "./log/tlog-proof.js";
export { FINDING_RULES, } from "./report/report.js";
export { reportHtml } from "./report/report-html.js";
export { reportMarkdown } from "./report/report-markdown.js";
export { reportSarif } from "./report/report-sarif.js";
export { validateBlock, } from "./validation/validate.js";
export {} from "./validation/validation-chain.js";
export { VALIDATION_NUMBERS, } from "./validation/validation-codes.js";
export { ValidationEngine } from "./validation/validation-engine.js";
export { recentIds, VALIDATION_LEVELS, } from "./validation/validation-levels.js";
export { decodeChainState, encodeChainState } from "./validation/validation-state.js";
