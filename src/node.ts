/**
 * The SDK on Node: everything of `index.ts`, and the agent that runs here.
 *
 * @module
 */
export type {
  AuditReport,
  Notice,
  ServedInfo,
  ServedService,
  ServeParams,
  WatchOptions,
} from './agent/api.ts';
export type { WaitOptions } from './agent/caller-mistakes.ts';
export type {
  Audit,
  CallIntent,
  CapabilityVerdict,
  DelegationRequest,
  DeliveryEvent,
  GrantedCapability,
  GrantRequest,
  IntentOptions,
  LocalLending,
  OneTimeOptions,
  PrekeyOffer,
  ReceivedText,
  SentMessage,
  ToolCallOptions,
  ToolResult,
  VerificationRequest,
} from './agent/client.ts';
export type { DeliveryState } from './agent/deliveries.ts';
export { type LocalServer, TalosClientTransport, TalosServerTransport } from './agent/mcp-transport.ts';
export { SecureChannel } from './agent/secure-channel.ts';
export * from './index.ts';
export { type ClientOptions, TalosClient } from './node/client.ts';
export { openValidationPool, type ValidationPool, type ValidationPoolOptions } from './node/validation-pool.ts';
export { WebResolver, type WebResolverOptions } from './node/web-resolver.ts';
