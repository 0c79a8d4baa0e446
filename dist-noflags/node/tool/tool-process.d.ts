/**
 * One tool server as a child process: started without a shell, in a clean environment and a process group of its own,
 * heard line by line, and ended with all that it started.
 *
 * ```text
 *  close: stdin ends ─2 s─> SIGTERM to the group ─2 s─> SIGKILL to the group; then what left the group
 * ```
 *
 * @module
 */
import { type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Guardian } from './guardian.ts';
import { type ToolCaller } from './tool-environment.ts';
import { type ToolListener } from './tool-output.ts';
/**
 * Milliseconds that a tool server has to end after each of: its input ended, SIGTERM. MCP leaves them to us; a command
 * that is stopped waits for both, and is to end within 5 s.
 */
export declare const GRACE_MS = 1500;
/** What to start, for whom, and who hears it. No field may come from a peer but `caller`, which was authenticated. */
export interface ToolOptions extends ToolCaller, ToolListener {
    /** Program and arguments; the program is looked for on `PATH`. See `splitCommand` for one made of a string. */
    readonly argv: readonly string[];
    /** Working directory; this process's by default. */
    readonly cwd?: string;
    /** Variables besides those of `toolEnvironment`. */
    readonly env?: Readonly<Record<string, string>>;
    readonly guardian: Guardian;
}
/** How a tool server ended: one of the two is not null. */
export interface ToolExit {
    readonly code: number | null;
    readonly signal: string | null;
}
type Child = ChildProcessByStdio<Writable, Readable, Readable>;
/**
 * Starts a tool server.
 *
 * @throws {TalosError} `E_TOOL_FAILED` if it cannot be started; `E_USAGE` as `toolEnvironment`; as `Guardian.start`.
 * @throws {RangeError} if `argv` is empty.
 */
export declare function startTool(options: ToolOptions): ToolProcess;
/** A running tool server. Made by {@link startTool}. */
export declare class ToolProcess implements AsyncDisposable {
    #private;
    /** Process id, and number of its process group. */
    readonly pid: number;
    /** Resolves when it has ended, however it did, and all that it wrote was heard or is lost. */
    readonly exited: Promise<ToolExit>;
    /** See {@link startTool}, which must have registered `pid` with the guardian. */
    constructor(child: Child, pid: number, mark: string, options: ToolOptions);
    /**
     * Writes one line to its standard input.
     *
     * @param line - Without a line feed.
     * @returns Whether more may follow at once; if not, wait for {@link drained}, as what follows is kept in memory.
     */
    send(line: string): boolean;
    /** Resolves when what was sent is with the tool server, or nothing can be sent any more. */
    drained(): Promise<void>;
    /** Stops reading standard output: at most 128 KiB are still taken from it, then the tool server blocks. */
    pause(): void;
    /** Undoes {@link pause}. */
    resume(): void;
    /**
     * Ends it and all that it started. From now on nothing is heard of it. Resolves when everything is gone, after at
     * most about 5 seconds; calling it again gives the same promise.
     */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
export {};
