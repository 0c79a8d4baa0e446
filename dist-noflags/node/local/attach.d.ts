/**
 * One owner a data directory (PROTOCOL.md §10.2): be it, or attach to it.
 *
 *                   lock free                      lock held
 *     openAgent ──► own it, listen, start   ┌────► somebody answers ──► attached
 *         ▲                                 │
 *         └── wait a little ◄── nobody does ┘      (2 s of that: E_LOCKED)
 *
 * @module
 */
import type { AgentApi } from '../../agent/api/api.ts';
/** The exclusive lock of a data directory, held until disposed or until the process ends. */
export interface DirectoryLock extends AsyncDisposable {
    /** Replaces what others may read in the lock file. */
    write(text: string): Promise<void> | void;
}
/** How to open an agent. */
export interface OpenAgentOptions {
    /** Takes the lock of a data directory, or gives undefined where another process holds it. */
    readonly own: (dataDir: string) => Promise<DirectoryLock | undefined> | DirectoryLock | undefined;
    /** Starts the agent. Called while the lock is held; its failure gives the lock back. */
    readonly create: () => Promise<AgentApi & AsyncDisposable>;
    readonly signal?: AbortSignal;
    /** How long an owner may stay silent; {@link OWNER_DEADLINE_MS} by default. */
    readonly deadlineMs?: number;
}
/** The agent of a data directory. Disposing leaves another process's agent running. */
export interface OpenedAgent extends AsyncDisposable {
    readonly api: AgentApi;
    /** Whether the agent runs in this process. */
    readonly isOwner: boolean;
    /** Resolves when the process that runs the agent is gone. Who needs it further opens it again. */
    readonly gone: Promise<void>;
}
/**
 * Opens the agent of `dataDir`: runs it here, or attaches to the process that does.
 *
 * @throws {TalosError} `E_LOCKED` where another process owns the directory and does not answer in time; `E_VERSION`
 *   where it is another release; whatever `create` throws.
 */
export declare function openAgent(dataDir: string, options: OpenAgentOptions): Promise<OpenedAgent>;
/**
 * Attaches to the running agent of `dataDir`, or gives undefined where none answers at once.
 *
 * @throws {TalosError} `E_LOCKED` where somebody listens and does not answer; `E_VERSION`.
 */
export declare function attachAgent(dataDir: string, deadlineMs?: number): Promise<OpenedAgent | undefined>;
