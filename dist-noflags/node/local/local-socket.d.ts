import type { AgentApi } from '../../agent/api/api.ts';
/** Requests of one connection that may be open at once. */
export declare const MAX_LOCAL_REQUESTS = 1024;
/** Connections at once: a command each. */
export declare const MAX_LOCAL_CONNECTIONS = 256;
/** How long commands that only ask something may still take when the owner ends, milliseconds. */
export declare const LAST_REQUESTS_MS = 1000;
/** The listening end. */
export interface LocalServer extends AsyncDisposable {
    readonly path: string;
}
/**
 * Answers other commands on the socket at `path` until disposed.
 *
 * Only the holder of the directory's lock may call this: a socket file of a dead owner at `path` is removed. The
 * folder must be the user's alone. Disposing ends all that was opened through it; a command that only asks something,
 * such as one call, gets {@link LAST_REQUESTS_MS} for it.
 *
 * @param agent - Requests wait for it; when it fails they fail with it.
 * @throws {TalosError} `E_STORAGE_DENIED` where the socket cannot be made.
 */
export declare function serveLocal(agent: AgentApi | Promise<AgentApi>, path: string): Promise<LocalServer>;
