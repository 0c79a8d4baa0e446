/**
 * The ledger over the local socket (PROTOCOL.md §10.3): a command's end of `AuditApi`.
 *
 * @module
 */
import type { AuditApi } from '../../agent/api/audit-api.ts';
import { type LocalRequests } from './local-messages.ts';
/** The ledger of another process's agent. */
export declare function localAudit(requests: LocalRequests): AuditApi;
