/**
 * The ledger over the local socket (PROTOCOL.md §10.3): a command's end of `AuditApi`.
 *
 * @module
 */
import type { AuditApi, LogSize, VerifyStep } from '../../agent/api/audit-api.ts';
import { type LocalRequests, openFeed } from './local-messages.ts';

/** The ledger of another process's agent. */
export function localAudit(requests: LocalRequests): AuditApi {
  return {
    follow: async (options = {}) => (await openFeed<object, LogSize>(requests, 'audit.follow', {}, options)).feed,
    verify: async (params, options = {}) =>
      (await openFeed<object, VerifyStep>(requests, 'audit.verify', params, options)).feed,
    layers: (params) => requests.ask('audit.layers', params),
    root: () => requests.ask('audit.root'),
    archive: (params) => requests.ask('audit.archive', params),
    forget: (params) => requests.ask('audit.forget', params),
    reindex: () => requests.ask('audit.reindex'),
  };
}
