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
import { spawn } from 'node:child_process';
import { TalosError } from "../../base/errors.js";
import { writeRpc } from "../../mcp/rpc.js";
import { groupGone, killMarked, signalGroup, TUNNEL_VARIABLE } from "./process-groups.js";
import { toolEnvironment } from "./tool-environment.js";
import { ToolDiagnostics, ToolOutput } from "./tool-output.js";
/**
 * Milliseconds that a tool server has to end after each of: its input ended, SIGTERM. MCP leaves them to us; a command
 * that is stopped waits for both, and is to end within 5 s.
 */
export const GRACE_MS = 1500;
/** Milliseconds that what a tool server started has to end, after it has ended itself and SIGTERM was sent. */
const DESCENDANTS_GRACE_MS = 1000;
/** Milliseconds for which output is still read after the exit, should a descendant keep the pipe open. */
const LAST_OUTPUT_MS = 500;
/**
 * Starts a tool server.
 *
 * @throws {TalosError} `E_TOOL_FAILED` if it cannot be started; `E_USAGE` as `toolEnvironment`; as `Guardian.start`.
 * @throws {RangeError} if `argv` is empty.
 */
export function startTool(options) {
    const [program, ...rest] = options.argv;
    if (program === undefined || program === '')
        throw new RangeError('argv must name a program');
    const env = toolEnvironment(process.env, options.env ?? {}, options, options.guardian.mark);
    options.guardian.start();
    const child = spawnOrUndefined(program, rest, options.cwd, env);
    if (child?.pid === undefined)
        throw new TalosError('E_TOOL_FAILED', `the tool server cannot be started: ${program}`, {
            hint: 'is the program installed and on PATH, may it be run, is the working directory there?',
        });
    options.guardian.watch(child.pid);
    return new ToolProcess(child, child.pid, env[TUNNEL_VARIABLE] ?? '', options);
}
function spawnOrUndefined(program, rest, cwd, env) {
    try {
        const child = spawn(program, rest, {
            ...(cwd === undefined ? {} : { cwd }),
            env,
            // A group of its own, in a session of its own: no terminal of ours, and a name for all that it starts.
            detached: true,
            shell: false,
            stdio: ['pipe', 'pipe', 'pipe'],
            windowsHide: true,
        });
        // The missing pid says the same, at once.
        child.on('error', () => { });
        return child;
    }
    catch {
        // Some faults (a NUL in an argument, E2BIG) are thrown; to the owner they are the same: it does not start.
        return undefined;
    }
}
/** A running tool server. Made by {@link startTool}. */
export class ToolProcess {
    /** Process id, and number of its process group. */
    pid;
    /** Resolves when it has ended, however it did, and all that it wrote was heard or is lost. */
    exited;
    #child;
    #mark;
    #guardian;
    #output;
    #diagnostics;
    /** Resolves when nothing that it started is left. */
    #allGone;
    #isListening = true;
    #closing;
    /** See {@link startTool}, which must have registered `pid` with the guardian. */
    constructor(child, pid, mark, options) {
        this.pid = pid;
        this.#child = child;
        this.#mark = mark;
        this.#guardian = options.guardian;
        this.#output = new ToolOutput(options, (response) => void this.send(writeRpc(response)));
        this.#diagnostics = new ToolDiagnostics(options.onStderr);
        child.stdout.on('data', (chunk) => {
            if (this.#isListening)
                this.#output.push(chunk);
        });
        child.stderr.on('data', (chunk) => {
            if (this.#isListening)
                this.#diagnostics.push(chunk);
        });
        // EPIPE and the like: it is gone, which `exited` tells.
        for (const stream of [child.stdin, child.stdout, child.stderr])
            stream.on('error', () => { });
        const exit = new Promise((resolve) => {
            child.once('exit', (code, signal) => resolve({ code, signal }));
        });
        this.#allGone = exit.then((end) => this.#endGroup(end));
        this.exited = this.#heardToTheEnd(exit);
    }
    /**
     * Writes one line to its standard input.
     *
     * @param line - Without a line feed.
     * @returns Whether more may follow at once; if not, wait for {@link drained}, as what follows is kept in memory.
     */
    send(line) {
        const { stdin } = this.#child;
        if (line.includes('\n'))
            throw new RangeError('line must not hold a line feed');
        return stdin.writable && stdin.write(`${line}\n`);
    }
    /** Resolves when what was sent is with the tool server, or nothing can be sent any more. */
    drained() {
        const { stdin } = this.#child;
        if (!stdin.writable || !stdin.writableNeedDrain)
            return Promise.resolve();
        return new Promise((resolve) => {
            const done = () => {
                stdin.off('drain', done);
                stdin.off('close', done);
                resolve();
            };
            stdin.once('drain', done);
            stdin.once('close', done);
        });
    }
    /** Stops reading standard output: at most 128 KiB are still taken from it, then the tool server blocks. */
    pause() {
        this.#child.stdout.pause();
    }
    /** Undoes {@link pause}. */
    resume() {
        this.#child.stdout.resume();
    }
    /**
     * Ends it and all that it started. From now on nothing is heard of it. Resolves when everything is gone, after at
     * most about 5 seconds; calling it again gives the same promise.
     */
    close() {
        this.#closing ??= this.#close();
        return this.#closing;
    }
    [Symbol.asyncDispose]() {
        return this.close();
    }
    async #close() {
        this.#isListening = false;
        // It may be blocked on what nobody reads any more.
        this.#child.stdout.resume();
        this.#child.stdin.end();
        const terminate = setTimeout(() => this.#signal('SIGTERM'), GRACE_MS);
        const kill = setTimeout(() => this.#signal('SIGKILL'), 2 * GRACE_MS);
        await this.exited;
        clearTimeout(terminate);
        clearTimeout(kill);
        await this.#allGone;
    }
    /** Once it has ended, its number is no longer its own. */
    #signal(signal) {
        if (this.#child.exitCode === null && this.#child.signalCode === null)
            signalGroup(this.pid, signal);
    }
    /** Its own process has ended: so do those that it left behind; with it, where it was killed. */
    async #endGroup({ signal }) {
        const graceMs = signal === 'SIGKILL' ? 0 : DESCENDANTS_GRACE_MS;
        if (signalGroup(this.pid, 'SIGTERM') && !(await groupGone(this.pid, graceMs)))
            signalGroup(this.pid, 'SIGKILL');
        this.#guardian.done(this.pid);
        await killMarked(this.#mark);
    }
    async #heardToTheEnd(exit) {
        const { stdin, stdout, stderr } = this.#child;
        const closed = new Promise((resolve) => this.#child.once('close', () => resolve()));
        const end = await exit;
        stdin.destroy();
        await Promise.race([closed, this.#lastOutputTime(closed)]);
        if (this.#isListening) {
            this.#output.finish();
            this.#diagnostics.finish();
        }
        this.#isListening = false;
        stdout.destroy();
        stderr.destroy();
        return end;
    }
    /** Resolves after {@link LAST_OUTPUT_MS} in which output was read; while it is paused, the time stands still. */
    #lastOutputTime(closed) {
        return new Promise((resolve) => {
            const tick = setInterval(() => {
                if (this.#child.stdout.isPaused())
                    return;
                clearInterval(tick);
                setTimeout(resolve, LAST_OUTPUT_MS).unref();
            }, 50);
            void closed.then(() => clearInterval(tick));
        });
    }
}
