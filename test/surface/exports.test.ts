import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as errors from '../../src/base/errors.ts';
import * as capability from '../../src/capability.ts';
import * as neutral from '../../src/index.ts';
import * as ledger from '../../src/ledger/index.ts';
import * as light from '../../src/ledger/light-entry.ts';
import * as node from '../../src/node.ts';
import * as session from '../../src/session.ts';
import * as testing from '../../src/testing.ts';
import * as verify from '../../src/verify.ts';

/** What runs anywhere. Written out by hand: a name that leaves is a breaking change. */
const NEUTRAL_VALUES = `AccessControl Capability DidResolvers ERROR_CODES EXIT Identity JsonNumber KEY_RESOLVER Ledger LightClient TalosError ValidationEngine agentOfDocument
  authorizeCall commit describeScope didOfKey documentOfDid initCrypto isDid isTalosError keyOfDid parseDid parseInvitation parseJson parseToolPhrase
  primitivesInUse readDidDocument readToken verifyChain verifyInclusion verifyProofFile verifySignatures webDocumentOf writeJson`;
const NEUTRAL_TYPES = `AccessRequest AclDecision AclFault AclLimits AclPeer AclPlace AclWarning AclWorld Allowed AnchorCheck Appended ArchiveBound ArchiveSource Archived
  ArgumentRules Author Block BlockCode BlockHeader BlockOptions BlockValidation Bytes CapabilityCheck CapabilityIssuer CapabilityRequest
  CapabilityVerdict ChainContext ChainOptions ChainProgress ChainReport ChainState ChainVerdict Checkpoint CheckpointTaken Clock Constraint
  DelegationRequest Denial Did DidDocument DidResolver DidText DocumentKey DocumentService Entry EntryBody EntryProof EntryType Environment ErrorCode
  ErrorDetails FileRule Grant GrantRequest HeadersTaken IdentityOptions Invitation Journal Json JsonObject LedgerFault LedgerOptions LedgerQuery
  LedgerReport LightOptions LightRefusal LightSnapshot LightVerdict Limits MessageRule Mine MomentOptions NetworkTerms ParsedToken Pins ProofVerdict
  RateLimit Revocations SaveArchive Scope ScopeMembers SeenIds Sighting SignedBytes SigningKey Standing Store StoredEntry TimeWindow TokenClaims
  ToolPhrase ValidationError ValidationLayer ValidationLevel ValidationMetrics ValidationOptions VerificationRequest VerifyOptions VerifyProgress`;
const NODE_VALUES = `MediaCodecs SecureChannel TalosClient TalosClientTransport TalosConfig TalosServerTransport WebResolver limits openValidationPool`;
const NODE_TYPES = `AclAnswer AclQuestion AclStatus AgentGrantRequest AnchorAttempt AnchorFinding AnchorKind AnchorLine AnchorReport AnchorSource AnchorSourceView
  AnchorView AnnouncedView ApprovalDetail ApprovalQuestion ApprovalView ApproveParams Approver ApprovedView ArchiveOptions ArchiveParams ArchiveView ArgumentView AuditEntry
  AuditQuery AuditReport BackupView BlockRange BlockView BundleOffer CallIntent CallLayers CapabilityDetail CapabilityLink CapabilityView ChainOfOptions
  ChainShareView ChainSourceView ChainSummary ChainSyncProgress ChainSyncView ClientAcl ClientAnchors ClientApprovals ClientAudit ClientCapabilities
  ClientChains ClientContacts ClientDids ClientEvent ClientEventMap ClientEventType ClientHistory ClientLight ClientOptions ClientServers ClientSessions
  ClientStream ClientTools ClientTransfers ClientWitnesses ComparedPeer ConfigSource ConfigValues ContactOptions CosignatureSource CosignerView
  DeliveryEvent DeliveryState DenyOptions DialAttempt DocumentOptions EntryFormat EventOptions EvidenceOptions EvidenceView Finding FingerprintView
  FollowOptions ForgetView GrantedCapability HistoryAnswer HistoryEntry HistoryOptions IdentityChange IntentOptions KeptChainView KeystoreSeal LanMode LentSecret
  LightExportOptions LightOutcome LightSourceView LightSyncOptions LightSyncView LightVerdictView LightVerifyOptions LightView LimitView LimitsOptions ListedOptions
  ListedPeerView LocalLending LocalServer LogRoot LogSize MediaCodec NameView Notice OneTimeOptions Path PeerCount PeerListView PeerView
  PendingApprovals PinStanding PinView PingAnswer PingOptions PingView PrekeyOffer PrekeyView Preset PunchStatus ReachStatus Reachability ReceivedText
  RecordOptions RecordView RegisterOptions RegistrationView RelayStatus RenewedView ReportModel ReportParams RevocationView RevokeParams RevokedView
  RootView RotateIdentityOptions RotatedClient SealOutcome SealedFile SecretParams SendFileOptions SentMessage ServeParams ServedInfo ServedService
  ServerView ServiceOptions ServiceStatus ServiceToolsView SessionMade SessionStatus SessionView SignalOptions Status StreamOptions SyncChainOptions
  TextContent TileFile TimeStampSource ToldView ToolCallOptions ToolChange ToolCount ToolOptions ToolResult ToolView TransferEvent TransferEventOptions
  TransferState TransferView Tunnel TunnelInfo ValidationPool ValidationPoolOptions Variables VerifyAuditOptions VerifyEvent WaitOptions WatchOptions
  WebResolverOptions Whoami WitnessOptions WitnessView WitnessedPeer`;
const TESTING_VALUES = 'MemoryNetwork';
const TESTING_TYPES = 'MemoryClientOptions TalosClient';
const CAPABILITY_VALUES = `Authorizer HolderProofs NO_REVOCATIONS PossessionChallenge SigningKey TalosError authorizeCall delegateToken didOfKey
  guardTransport initCrypto isDid isTalosError issueToken keyOfDid parseDid parseScope presentingCapability provePossession
  readPossession readToken verifyChain withCapabilities`;
const CAPABILITY_TYPES = `AccountState Allowed AuthorizerOptions Caller CapabilityRequest ChainContext ChainVerdict Denial Did Grant GuardOptions
  IdentifyCaller ParsedToken Presented Revocations Scope TokenClaims UsageStore`;
const SESSION_VALUES = `Identity TalosError acceptLive answerLive beginLive completeLive decryptMessage didOfKey encryptMessage initCrypto
  isDid isTalosError keyOfDid parseDid`;
const SESSION_TYPES =
  'Decrypted Did Encrypted LiveAsked LiveExpectation LiveOffered Party RatchetState Session SessionRole';
const LEDGER_VALUES = `ENTRY_TYPES FINDING_RULES Frontier MAX_BLOCK_BYTES MAX_ENTRY_BYTES MAX_EVIDENCE_BYTES MAX_PROOF_BYTES MAX_TLOG_PROOF_BYTES
  SALT_BYTES VALIDATION_LEVELS VALIDATION_NUMBERS ValidationEngine authorOfNote chainIdOf commit consistencyPath decodeBlock
  decodeChainState encodeBlock encodeChainState forkEvidence formatVerifierKey inclusionPath initCrypto leafHash nodeHash
  noteVerifier openNote parseVerifierKey readCheckpoint readEntry readSignedStatement recentIds reportHtml reportMarkdown
  reportSarif rootHash statementHash statementsOf tlogProofOf validateBlock verifyConsistency verifyEvidenceFile verifyInclusion
  verifyProofFile verifyTlogProof`;
const LEDGER_TYPES = `AcknowledgementStatement AnchorCheck AnchorLine AnchorVerdict Block BlockCode BlockHeader BlockOptions BlockValidation
  BlockVerdict CallStatement ChainOptions ChainProgress ChainReport ChainState ChainTip ChainView Checkpoint Cosignature Entry
  EntryBody EntryType EvidenceVerdict Finding FindingLevel FindingNumber FindingRule ForkPair IntentStatement LinkPoint
  NoteVerifier OpenedNote PeerCount Position ProofVerdict ReportModel ResultStatement SeenIds SignedHeader SignedStatement
  Statement TlogProofExpectations TlogProofVerdict ToolCount ValidationError ValidationLayer ValidationLevel ValidationMetrics
  ValidationOptions ValidationRule Witness`;
const VERIFY_VALUES = `MAX_PROOF_BYTES TalosError commit isDid isTalosError readCheckpoint statementsOf verifyConsistency
  verifyInclusion verifyProofFile`;
const VERIFY_TYPES = 'Checkpoint Did Entry EntryBody EntryType ProofVerdict SignedStatement Statement';
const LIGHT_VALUES = `FROM_FILES LightClient MAX_LIGHT_CHECKPOINTS MAX_LIGHT_HEADERS OWN_DEALINGS SIGNED_HEADER_BYTES WITNESS_PREFIX
  decodeSignedHeader encodeSignedHeader formatCheckpointFile formatHeaderLine formatHeadersHead initCrypto parseDid
  readCheckpointFile readHeadersFile syncLight`;
const LIGHT_TYPES = `ChainPoint ChainSource ChainStatus Checkpoint CheckpointFile CheckpointShown CheckpointTaken Did EntryProof
  HeadersFile HeadersTaken JoinedCheckpoint KnownLog LightKeep LightOptions LightRefusal LightSnapshot LightSyncTerms
  LightSynced LightVerdict Sighting SignedHeader SourceOutcome`;
const ERRORS_VALUES = 'ERROR_CODES EXIT REFUSALS TalosError invariant isErrorCode isTalosError';

const words = (...texts: string[]): string[] => texts.join(' ').split(/\s+/).filter(Boolean).sort();

/** Names in the `export { … }` and `export type { … }` clauses of an entry, types alone. */
async function typesOf(path: string): Promise<string[]> {
  const text = await readFile(new URL(path, import.meta.url), 'utf8');
  const clauses = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)];
  const names = clauses.flatMap(([, isType, list = '']) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && (isType !== undefined || name.startsWith('type ')))
      .map((name) => name.replace(/^type /, '')),
  );
  return names.sort();
}

describe('the public names', () => {
  it('of the entry that runs anywhere', async () => {
    expect(Object.keys(neutral).sort()).toEqual(words(NEUTRAL_VALUES));
    expect(await typesOf('../../src/index.ts')).toEqual(words(NEUTRAL_TYPES));
  });

  it('of the entry on Node: the same, and the running agent', async () => {
    expect(Object.keys(node).sort()).toEqual(words(NEUTRAL_VALUES, NODE_VALUES));
    expect(await typesOf('../../src/node.ts')).toEqual(words(NODE_TYPES));
  });

  it('of the entry for capabilities alone', async () => {
    expect(Object.keys(capability).sort()).toEqual(words(CAPABILITY_VALUES));
    expect(await typesOf('../../src/capability.ts')).toEqual(words(CAPABILITY_TYPES));
  });

  it('of the entry for sessions alone', async () => {
    expect(Object.keys(session).sort()).toEqual(words(SESSION_VALUES));
    expect(await typesOf('../../src/session.ts')).toEqual(words(SESSION_TYPES));
  });

  it('of the entry for checking evidence', async () => {
    expect(Object.keys(ledger).sort()).toEqual(words(LEDGER_VALUES));
    expect(await typesOf('../../src/ledger/index.ts')).toEqual(words(LEDGER_TYPES));
  });

  it('of the entry for pages that verify', async () => {
    expect(Object.keys(verify).sort()).toEqual(words(VERIFY_VALUES));
    expect(await typesOf('../../src/verify.ts')).toEqual(words(VERIFY_TYPES));
  });

  it('of the entry for light clients', async () => {
    expect(Object.keys(light).sort()).toEqual(words(LIGHT_VALUES));
    expect(await typesOf('../../src/ledger/light-entry.ts')).toEqual(words(LIGHT_TYPES));
  });

  it('of the entry for tests', async () => {
    expect(Object.keys(testing).sort()).toEqual(words(TESTING_VALUES));
    expect(await typesOf('../../src/testing.ts')).toEqual(words(TESTING_TYPES));
  });

  it('of the entry for errors', () => {
    expect(Object.keys(errors).sort()).toEqual(words(ERRORS_VALUES));
  });

  it('of the client: its methods', () => {
    const prototypes = [node.TalosClient.prototype, Object.getPrototypeOf(node.TalosClient.prototype) as object];
    const names = prototypes.flatMap((each) => Object.getOwnPropertyNames(each));
    expect(names.filter((name) => name !== 'constructor').sort()).toEqual(
      words(`addPeer backup callTool channel createIntent delegateCapability deliveries establishSession events grantCapability listen messages on openStream ping prekeyBundle register
        renewCapability resolveDid revokeCapability send sendFile serve serveLocal status streams transport verifyCapability whoami`),
    );
    expect(typeof node.TalosClient.prototype[Symbol.asyncDispose]).toBe('function');
    expect(typeof node.TalosClient.create).toBe('function');
  });
});
