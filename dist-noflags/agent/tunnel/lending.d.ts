import { type ToolOrigin } from '../../mcp/definition.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { ServedService, ServeParams, WatchOptions } from '../api/api.ts';
import type { AccessLists } from '../authority/access-lists.ts';
import { type AskCommand } from '../authority/approval-book.ts';
import { type LentSecret } from './tool-secrets.ts';
import type { StartToolServer } from './tool-server.ts';
import type { TunnelHost } from './tunnel-host.ts';
/** Longest life of an invitation, in seconds: it is a secret on its way. */
export declare const MAX_INVITATION_LIFETIME_S: number;
/** On which terms a tool server is lent; as in {@link ServeParams}. */
export type LendTerms = Omit<ServeParams, 'argv' | 'cwd' | 'env' | 'inviteTtlS' | 'approveCommand' | 'secrets'> & {
    readonly secrets?: readonly LentSecret[];
    /** Asks a command of the owner about what `approve` names. */
    readonly command?: AskCommand;
    /** Life of the invitation, seconds; absent or 0: nobody is invited, capabilities are granted one by one. */
    readonly inviteTtlS?: number;
};
/** The tool server that is lent. */
export interface LentServer {
    readonly startTool: StartToolServer;
    /** What it is, which capabilities name. */
    readonly origin: ToolOrigin;
}
/** A service that is lent, and the tools that it lends. */
export interface Lent {
    readonly tools: readonly string[];
    readonly service: ServedService;
}
/** What lending needs of an agent. */
export interface LendParts {
    readonly core: AgentCore;
    readonly host: TunnelHost;
    readonly platform: AgentPlatform;
    readonly acl: AccessLists;
}
/**
 * Lends the tool server of `params` until closed.
 *
 * @throws {TalosError} `E_USAGE` for parameters that make no sense; `E_TOOL_FAILED` if the server does not start or
 *   list its tools; `E_LIMIT` for more or longer definitions than are read, or more tools than a token holds; `E_EXISTS`
 *   if the name is taken; `E_CONFIG` if it cannot be listened on, or its access-control list is none; `E_STORAGE…`.
 */
export declare function lend(parts: LendParts, params: LendTerms, server: LentServer, options: WatchOptions): Promise<Lent>;
