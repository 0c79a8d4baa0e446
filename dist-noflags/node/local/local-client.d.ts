import type { AgentApi } from '../../agent/api/api.ts';
/** How long an owner may take to answer before it counts as absent, in milliseconds. PROTOCOL.md §10.2. */
export declare const OWNER_DEADLINE_MS = 2000;
/** The agent of another process. Disposing closes what was opened through it, and leaves the agent running. */
export interface AttachedAgent extends AgentApi, AsyncDisposable {
    /** The owner's process id. */
    readonly ownerPid: number;
    /** Resolves when the connection is over, by either side. */
    readonly gone: Promise<void>;
}
/** How to attach. */
export interface AttachOptions {
    /** {@link OWNER_DEADLINE_MS} by default. */
    readonly deadlineMs?: number;
    /** What to say to be; for tests. */
    readonly version?: string;
}
/**
 * Attaches to the agent that listens on the socket at `path`, or gives undefined where nobody does.
 *
 * @throws {TalosError} `E_TIMEOUT` where somebody listens and does not answer in time; `E_VERSION` where that is
 *   another release; `E_PROTOCOL` where that is no agent; `E_STORAGE_DENIED` where the socket is not ours to use.
 */
export declare function attachLocal(path: string, options?: AttachOptions): Promise<AttachedAgent | undefined>;
