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
import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTalosError, TalosError } from "../../base/errors.js";
import { attachLocal, OWNER_DEADLINE_MS } from "./local-client.js";
import { serveLocal } from "./local-socket.js";
import { formatOwnerNote, makeSocketPath, readSocketPath } from "./socket-path.js";
/** Waits between two attempts, milliseconds: long enough to let another process work, short enough to go unnoticed. */
const RETRY_MIN_MS = 15;
const RETRY_SPREAD_MS = 60;
/**
 * Opens the agent of `dataDir`: runs it here, or attaches to the process that does.
 *
 * @throws {TalosError} `E_LOCKED` where another process owns the directory and does not answer in time; `E_VERSION`
 *   where it is another release; whatever `create` throws.
 */
export async function openAgent(dataDir, options) {
    const deadlineMs = options.deadlineMs ?? OWNER_DEADLINE_MS;
    const until = performance.now() + deadlineMs;
    for (;;) {
        options.signal?.throwIfAborted();
        const lock = await options.own(dataDir);
        if (lock !== undefined)
            return own(dataDir, lock, options.create);
        const agent = await attach(dataDir, Math.max(until - performance.now(), RETRY_MIN_MS));
        if (agent !== undefined)
            return attached(agent);
        if (performance.now() >= until)
            throw locked(dataDir);
        await sleep(RETRY_MIN_MS + randomInt(RETRY_SPREAD_MS));
    }
}
/**
 * Attaches to the running agent of `dataDir`, or gives undefined where none answers at once.
 *
 * @throws {TalosError} `E_LOCKED` where somebody listens and does not answer; `E_VERSION`.
 */
export async function attachAgent(dataDir, deadlineMs = OWNER_DEADLINE_MS) {
    const agent = await attach(dataDir, deadlineMs);
    return agent && attached(agent);
}
async function attach(dataDir, deadlineMs) {
    try {
        return await attachLocal(await readSocketPath(dataDir), { deadlineMs });
    }
    catch (error) {
        if (isTalosError(error, 'E_TIMEOUT'))
            throw locked(dataDir, error);
        // The owner ended in the middle of the greeting: there is none now.
        if (isTalosError(error, 'E_CLOSED'))
            return undefined;
        throw error;
    }
}
function attached(agent) {
    return { api: agent, isOwner: false, gone: agent.gone, [Symbol.asyncDispose]: () => agent[Symbol.asyncDispose]() };
}
function locked(dataDir, cause) {
    return new TalosError('E_LOCKED', `another process owns ${resolve(dataDir)} and does not answer`, {
        cause,
        hint: 'end that process, or use another data directory',
    });
}
async function own(dataDir, lock, create) {
    const opened = [lock];
    const close = () => closeAll(opened);
    try {
        const path = await makeSocketPath(dataDir);
        // Listening first: whoever comes while the agent starts waits for it instead of giving up.
        const starting = create();
        starting.catch(() => undefined); // awaited below
        opened.unshift({ [Symbol.asyncDispose]: () => disposeStarted(starting) });
        opened.unshift(await serveLocal(starting, path));
        await lock.write(formatOwnerNote({ pid: process.pid, socket: path }));
        const gone = new Promise(() => undefined); // it ends with this process
        return { api: await starting, isOwner: true, gone, [Symbol.asyncDispose]: close };
    }
    catch (error) {
        await close();
        throw error;
    }
}
async function disposeStarted(starting) {
    const agent = await starting.catch(() => undefined); // who started it was told
    await agent?.[Symbol.asyncDispose]();
}
/** Disposes in order, each even when one before it fails, and throws the first failure. */
async function closeAll(all) {
    const failures = [];
    for (const each of all)
        try {
            await each[Symbol.asyncDispose]();
        }
        catch (error) {
            failures.push(error);
        }
    if (failures.length > 0)
        throw failures[0];
}
