/**
 * The SDK on Node: everything of `index.ts`, and the agent that runs here.
 *
 * @module
 */

export type { AclAnswer, AclQuestion, AclStatus } from './agent/access-api.ts';
export type {
  AnchorAttempt,
  AnchorFinding,
  AnchorReport,
  AnchorSourceView,
  AnchorView,
} from './agent/anchor-api.ts';
export type {
  AuditEntry,
  AuditQuery,
  AuditReport,
  CapabilityDetail,
  CapabilityLink,
  CapabilityView,
  IdentityChange,
  KeystoreSeal,
  Notice,
  RenewedView,
  ServedInfo,
  ServedService,
  ServeParams,
  ServiceStatus,
  SessionStatus,
  Status,
  Tunnel,
  TunnelInfo,
  WatchOptions,
  Whoami,
} from './agent/api.ts';
export type { ApprovalDetail, ApprovalView, ArgumentView, PendingApprovals } from './agent/approval-api.ts';
export type { ArchiveParams, ArchiveView, CallLayers, ForgetView, LogRoot, LogSize } from './agent/audit-api.ts';
export type { BackupView } from './agent/backup-api.ts';
export type { BlockView, ChainSummary } from './agent/block-api.ts';
export type {
  ChainShareView,
  ChainSourceView,
  ChainSyncProgress,
  ChainSyncView,
  KeptChainView,
} from './agent/chain-api.ts';
export type { ClientAnchors } from './agent/client-anchors.ts';
export type { ClientApprovals, DenyOptions } from './agent/client-approvals.ts';
export type { ArchiveOptions, ClientAudit, VerifyAuditOptions, VerifyEvent } from './agent/client-audit.ts';
export type { AgentGrantRequest, GrantedCapability } from './agent/client-authority.ts';
export type { CallIntent, IntentOptions, ToolCallOptions, ToolResult } from './agent/client-calls.ts';
export type { ClientCapabilities } from './agent/client-capabilities.ts';
export type { BlockRange, ChainOfOptions, ClientChains, SyncChainOptions } from './agent/client-chains.ts';
export type { ClientContacts, ContactOptions } from './agent/client-contacts.ts';
export type { ClientDids, DocumentOptions, RecordOptions } from './agent/client-dids.ts';
export type { ClientEvent, ClientEventMap, ClientEventType, EventOptions } from './agent/client-events.ts';
export type { ClientHistory, FollowOptions, HistoryOptions } from './agent/client-history.ts';
export type {
  ClientLight,
  LightExportOptions,
  LightSyncOptions,
  LightVerifyOptions,
} from './agent/client-light.ts';
export type { ClientServers, ListedOptions, RegisterOptions } from './agent/client-servers.ts';
export type { ClientSessions } from './agent/client-sessions.ts';
export type { ClientStream, StreamOptions } from './agent/client-streams.ts';
export type { ClientAcl, ClientTools, ServiceOptions, ToolOptions } from './agent/client-tools.ts';
export type { ClientTransfers, SendFileOptions, TransferEventOptions } from './agent/client-transfers.ts';
export type { DeliveryEvent, LocalLending, OneTimeOptions, PingOptions, PrekeyOffer } from './agent/client-types.ts';
export type { ClientWitnesses, EvidenceOptions, WitnessOptions } from './agent/client-witnesses.ts';
export type { DeliveryState } from './agent/deliveries.ts';
export type { EntryFormat } from './agent/entry-lines.ts';
export type { AnnouncedView, NameView, RecordView } from './agent/identity-api.ts';
export type { LightOutcome, LightSourceView, LightSyncView, LightVerdictView, LightView } from './agent/light-api.ts';
export { type LocalServer, TalosClientTransport, TalosServerTransport } from './agent/mcp-transport.ts';
export { type MediaCodec, MediaCodecs } from './agent/media-codecs.ts';
export type {
  BundleOffer,
  ComparedPeer,
  FingerprintView,
  HistoryAnswer,
  HistoryEntry,
  PeerView,
  PrekeyView,
  SealedFile,
  SealOutcome,
  SessionMade,
  SessionView,
  TextContent,
} from './agent/message-api.ts';
export type { PingAnswer, PingView } from './agent/ping-api.ts';
export type { PunchStatus, Reachability, ReachStatus } from './agent/reach-api.ts';
export type { RelayStatus } from './agent/relay-api.ts';
export type { ReportParams } from './agent/report-api.ts';
export type { RevocationView, RevokedView, RevokeParams, ToldView } from './agent/revocation-api.ts';
export type { ReceivedText, SentMessage } from './agent/secure-channel.ts';
export { SecureChannel } from './agent/secure-channel.ts';
export type { ListedPeerView, PeerListView, RegistrationView, ServerView } from './agent/server-api.ts';
export type {
  ApprovedView,
  ApproveParams,
  PinStanding,
  PinView,
  SecretParams,
  ServiceToolsView,
  ToolChange,
  ToolView,
} from './agent/tool-api.ts';
export type { TransferEvent, TransferState, TransferView } from './agent/transfer-api.ts';
export type { CosignerView, EvidenceView, RootView, WitnessedPeer, WitnessView } from './agent/witness-api.ts';
export type { SignalOptions, WaitOptions } from './base/caller-mistakes.ts';
export * from './index.ts';
export type { AnchorKind, AnchorSource, CosignatureSource, TimeStampSource } from './ledger/anchor.ts';
export type { AnchorLine, Finding, PeerCount, ReportModel, ToolCount } from './ledger/report.ts';
export type { TileFile } from './ledger/tile-files.ts';
export type { LanMode } from './net/lan-mode.ts';
export type { DialAttempt, Path } from './net/link.ts';
export { type ClientOptions, type RotatedClient, type RotateIdentityOptions, TalosClient } from './node/client.ts';
export { type ConfigSource, type ConfigValues, type Preset, TalosConfig, type Variables } from './node/config.ts';
export { Ledger } from './node/ledger-folder.ts';
export { openValidationPool, type ValidationPool, type ValidationPoolOptions } from './node/validation-pool.ts';
export { WebResolver, type WebResolverOptions } from './node/web-resolver.ts';
