/**
 * The entry `talos-protocol/ledger`: what a third party needs to check proofs, checkpoints and blocks offline, and
 * nothing that keeps a ledger. Call {@link initCrypto} once before anything else.
 *
 * @module
 */
export { initCrypto } from '../crypto/init.ts';
export { type Block, type BlockHeader, chainIdOf, decodeBlock, encodeBlock, MAX_BLOCK_BYTES } from './block.ts';
export type { SignedHeader } from './chain/chain-header.ts';
export { commit, SALT_BYTES } from './entry/commitment.ts';
export { ENTRY_TYPES, type Entry, type EntryBody, type EntryType, MAX_ENTRY_BYTES, readEntry } from './entry/entry.ts';
export { type AcknowledgementStatement, type CallStatement, type IntentStatement, type ResultStatement, readSignedStatement, type SignedStatement, type Statement, statementHash, } from './entry/statement.ts';
export { authorOfNote, type Checkpoint, readCheckpoint } from './log/checkpoint.ts';
export type { Cosignature, Witness } from './log/cosignature.ts';
export { type EvidenceVerdict, type ForkPair, forkEvidence, MAX_EVIDENCE_BYTES, verifyEvidenceFile, } from './log/evidence.ts';
export { Frontier } from './log/frontier.ts';
export { consistencyPath, inclusionPath, leafHash, nodeHash, rootHash, verifyConsistency, verifyInclusion, } from './log/merkle.ts';
export { formatVerifierKey, type NoteVerifier, noteVerifier, type OpenedNote, openNote, parseVerifierKey, } from './log/note.ts';
export { MAX_PROOF_BYTES, type ProofVerdict, statementsOf, verifyProofFile } from './log/proof-file.ts';
export { MAX_TLOG_PROOF_BYTES, type TlogProofExpectations, type TlogProofVerdict, tlogProofOf, verifyTlogProof, } from './log/tlog-proof.ts';
export { type AnchorLine, FINDING_RULES, type Finding, type FindingLevel, type FindingNumber, type FindingRule, type PeerCount, type ReportModel, type ToolCount, } from './report/report.ts';
export { reportHtml } from './report/report-html.ts';
export { reportMarkdown } from './report/report-markdown.ts';
export { reportSarif } from './report/report-sarif.ts';
export { type BlockVerdict, type ChainTip, type ChainView, validateBlock, } from './validation/validate.ts';
export { type BlockValidation, type ChainOptions, type ChainProgress, type ChainReport, type ValidationError, } from './validation/validation-chain.ts';
export { type BlockCode, VALIDATION_NUMBERS, type ValidationLayer, type ValidationRule, } from './validation/validation-codes.ts';
export { type BlockOptions, ValidationEngine, type ValidationOptions } from './validation/validation-engine.ts';
export { type AnchorCheck, type AnchorVerdict, recentIds, type SeenIds, VALIDATION_LEVELS, type ValidationLevel, } from './validation/validation-levels.ts';
export type { LinkPoint, Position } from './validation/validation-link.ts';
export type { ValidationMetrics } from './validation/validation-metrics.ts';
export { type ChainState, decodeChainState, encodeChainState } from './validation/validation-state.ts';
