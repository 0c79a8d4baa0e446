/**
 * The SDK on Node: everything of `index.ts`, and the agent that runs here.
 *
 * @module
 */

export type { AclAnswer, AclQuestion, AclStatus } from './agent/api/access-api.ts';
export type {
  AnchorAttempt,
  AnchorFinding,
  AnchorReport,
  AnchorSourceView,
  AnchorView,
} from './agent/api/anchor-api.ts';
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
} from './agent/api/api.ts';
export type { ApprovalDetail, ApprovalView, ArgumentView, PendingApprovals } from './agent/api/approval-api.ts';
export type { ArchiveParams, ArchiveView, CallLayers, ForgetView, LogRoot, LogSize } from './agent/api/audit-api.ts';
export type { BackupView } from './agent/api/backup-api.ts';
export type { BlockView, ChainSummary } from './agent/api/block-api.ts';
export type {
  ChainShareView,
  ChainSourceView,
  ChainSyncProgress,
  ChainSyncView,
  KeptChainView,
} from './agent/api/chain-api.ts';
export type { AnnouncedView, NameView, RecordView } from './agent/api/identity-api.ts';
export type {
  LightOutcome,
  LightSourceView,
  LightSyncView,
  LightVerdictView,
  LightView,
} from './agent/api/light-api.ts';
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
} from './agent/api/message-api.ts';
export type { PingAnswer, PingView } from './agent/api/ping-api.ts';
export type { PunchStatus, Reachability, ReachStatus } from './agent/api/reach-api.ts';
export type { RelayStatus } from './agent/api/relay-api.ts';
export type { ReportParams } from './agent/api/report-api.ts';
export type { RevocationView, RevokedView, RevokeParams, ToldView } from './agent/api/revocation-api.ts';
export type { ListedPeerView, PeerListView, RegistrationView, ServerView } from './agent/api/server-api.ts';
export type {
  ApprovedView,
  ApproveParams,
  PinStanding,
  PinView,
  SecretParams,
  ServiceToolsView,
  ToolChange,
  ToolView,
} from './agent/api/tool-api.ts';
export type { TransferEvent, TransferState, TransferView } from './agent/api/transfer-api.ts';
export type { CosignerView, EvidenceView, RootView, WitnessedPeer, WitnessView } from './agent/api/witness-api.ts';
export type { ClientAnchors } from './agent/client/client-anchors.ts';
export type { ClientApprovals, DenyOptions } from './agent/client/client-approvals.ts';
export type { ArchiveOptions, ClientAudit, VerifyAuditOptions, VerifyEvent } from './agent/client/client-audit.ts';
export type { AgentGrantRequest, GrantedCapability } from './agent/client/client-authority.ts';
export type { CallIntent, IntentOptions, ToolCallOptions, ToolResult } from './agent/client/client-calls.ts';
export type { ClientCapabilities } from './agent/client/client-capabilities.ts';
export type { BlockRange, ChainOfOptions, ClientChains, SyncChainOptions } from './agent/client/client-chains.ts';
export type { ClientContacts, ContactOptions } from './agent/client/client-contacts.ts';
export type { ClientDids, DocumentOptions, RecordOptions } from './agent/client/client-dids.ts';
export type { ClientEvent, ClientEventMap, ClientEventType, EventOptions } from './agent/client/client-events.ts';
export type { ClientHistory, FollowOptions, HistoryOptions } from './agent/client/client-history.ts';
export type {
  ClientLight,
  LightExportOptions,
  LightSyncOptions,
  LightVerifyOptions,
} from './agent/client/client-light.ts';
export type { ClientServers, ListedOptions, RegisterOptions } from './agent/client/client-servers.ts';
export type { ClientSessions } from './agent/client/client-sessions.ts';
export type { ClientStream, StreamOptions } from './agent/client/client-streams.ts';
export type { ClientAcl, ClientTools, ServiceOptions, ToolOptions } from './agent/client/client-tools.ts';
export type { ClientTransfers, SendFileOptions, TransferEventOptions } from './agent/client/client-transfers.ts';
export type {
  ApprovalQuestion,
  Approver,
  DeliveryEvent,
  LocalLending,
  OneTimeOptions,
  PingOptions,
  PrekeyOffer,
} from './agent/client/client-types.ts';
export type { ClientWitnesses, EvidenceOptions, WitnessOptions } from './agent/client/client-witnesses.ts';
export { type LocalServer, TalosClientTransport, TalosServerTransport } from './agent/client/mcp-transport.ts';
export type { ReceivedText, SentMessage } from './agent/client/secure-channel.ts';
export { SecureChannel } from './agent/client/secure-channel.ts';
export type { DeliveryState } from './agent/message/deliveries.ts';
export type { EntryFormat } from './agent/record/entry-lines.ts';
export { type MediaCodec, MediaCodecs } from './agent/transfer/media-codecs.ts';
export type { LentSecret } from './agent/tunnel/tool-secrets.ts';
export type { SignalOptions, WaitOptions } from './base/caller-mistakes.ts';
export * from './index.ts';
export type { AnchorKind, AnchorSource, CosignatureSource, TimeStampSource } from './ledger/anchor/anchor.ts';
export type { TileFile } from './ledger/log/tile-files.ts';
export type { AnchorLine, Finding, PeerCount, ReportModel, ToolCount } from './ledger/report/report.ts';
export type { LanMode } from './net/lan-mode.ts';
export type { DialAttempt, Path } from './net/link.ts';
export { type ClientOptions, type RotatedClient, type RotateIdentityOptions, TalosClient } from './node/client.ts';
export { type ConfigSource, type ConfigValues, type Preset, TalosConfig, type Variables } from './node/config.ts';
export { openValidationPool, type ValidationPool, type ValidationPoolOptions } from './node/ledger/validation-pool.ts';
export type { LimitView } from './node/limit-rows.ts';
export { type LimitsOptions, limits } from './node/limits.ts';
export { Ledger } from './node/store/ledger-folder.ts';
export { WebResolver, type WebResolverOptions } from './node/web-resolver.ts';
