/**
 * Sees to it that no tool server outlives this process, even one that is killed with SIGKILL.
 *
 * A small helper process (`guardian-main.ts`) holds the other end of a pipe and the list of process groups that this
 * process started. When the pipe ends, it ends them. It is started with the first tool server, and again should it die.
 *
 * ```text
 *  owner ──spawn──> tool (own group, TOOL_TUNNEL_MARK=<mark>.<random>)
 *    └──── pipe: mark, watch <group>, done <group> ────> guardian (own session)
 *           end of the pipe: kill the groups, then what carries the mark
 * ```
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { TalosError } from "../../base/errors.js";
import { signalGroup } from "./process-groups.js";
/** How often a minute the helper may be started: it dies of nothing but force, or of being broken. */
export const MAX_GUARDIAN_STARTS = 16;
const STARTS_WINDOW_MS = 60_000;
/** The owner's side. One a process. */
export class Guardian {
    /** Starts the value of `TOOL_TUNNEL_MARK` of every tool server of this owner. 32 hexadecimal characters and a dot. */
    mark = `${randomBytes(16).toString('hex')}.`;
    #path;
    #groups = new Set();
    #helper;
    #starts = [];
    #closed = false;
    constructor(options = {}) {
        this.#path = options.guardianPath ?? fileURLToPath(new URL('./guardian-main.js', import.meta.url));
    }
    /** Process id of the helper while one runs. */
    get pid() {
        return this.#helper?.pid;
    }
    /**
     * Makes sure that the helper runs: before a tool is started, so that no tool is without.
     *
     * @throws {TalosError} `E_CLOSED` after `close`; `E_TOOL_FAILED` if the helper cannot be started.
     */
    start() {
        if (this.#closed)
            throw new TalosError('E_CLOSED', 'the guardian is closed');
        if (this.#helper !== undefined)
            return;
        const now = performance.now();
        this.#starts = this.#starts.filter((at) => now - at < STARTS_WINDOW_MS);
        if (this.#starts.length >= MAX_GUARDIAN_STARTS)
            throw noGuardian('it ends whenever it is started');
        this.#starts.push(now);
        // Nothing of this environment, and a directory that keeps nothing busy. A small heap: it holds a set of numbers.
        const helper = spawn(process.execPath, ['--max-old-space-size=32', '--max-semi-space-size=1', '--v8-pool-size=1', this.#path], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {}, cwd: '/' });
        helper.on('error', () => this.#lost(helper));
        helper.on('exit', () => this.#lost(helper));
        // EPIPE: it is gone, and `exit` follows.
        helper.stdin.on('error', () => { });
        if (helper.pid === undefined)
            throw noGuardian('it does not start');
        // This process may end while the helper runs; that is what the helper is for.
        helper.unref();
        unrefPipe(helper.stdin);
        this.#helper = helper;
        this.#say(`mark ${this.mark}`);
        for (const group of this.#groups)
            this.#say(`watch ${group}`);
    }
    /**
     * Has `group` ended when this process ends. To be called in the tick in which the group was started: a pipe takes so
     * few bytes at once, so the helper knows of it whatever comes next.
     */
    watch(group) {
        this.#groups.add(group);
        this.#say(`watch ${group}`);
    }
    /** Forgets `group`, which is gone: its number may soon be another's. */
    done(group) {
        this.#groups.delete(group);
        this.#say(`done ${group}`);
    }
    /** Ends the helper, and with it every group that is still watched. Resolves when the helper is gone. */
    async close() {
        this.#closed = true;
        const helper = this.#helper;
        if (helper === undefined)
            return;
        const gone = new Promise((resolve) => helper.once('exit', () => resolve()));
        helper.ref();
        helper.stdin?.end();
        await gone;
    }
    [Symbol.asyncDispose]() {
        return this.close();
    }
    #say(line) {
        this.#helper?.stdin?.write(`${line}\n`);
    }
    #lost(helper) {
        if (this.#helper !== helper)
            return;
        this.#helper = undefined;
        if (this.#closed || this.#groups.size === 0)
            return;
        try {
            this.start();
        }
        catch {
            // Without a helper no tool may run that could be left behind; their tunnels see them end.
            for (const group of this.#groups)
                signalGroup(group, 'SIGKILL');
        }
    }
}
function noGuardian(why) {
    return new TalosError('E_TOOL_FAILED', `the guardian of tool servers is not there: ${why}`, {
        hint: 'without it a tool server could outlive this process, so none is started',
    });
}
/** The types know a `Writable`; a pipe to a child is a socket, which can be kept from holding the event loop. */
function unrefPipe(pipe) {
    if ('unref' in pipe && typeof pipe.unref === 'function')
        pipe.unref();
}
