/**
 * Ending processes that were started in a group of their own, and on Linux those that left the group, which carry a
 * mark in their environment.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
/** The environment variable that marks the processes of one tool server: `<owner mark>.<tunnel mark>`. */
export const TUNNEL_VARIABLE = 'TOOL_TUNNEL_MARK';
/** How often a group that is to end is looked at, in milliseconds. */
const POLL_MS = 25;
/** Most rounds of looking for marked processes: one that starts others while it is looked for is found next time. */
const MAX_SWEEPS = 8;
/** Sends `signal` to the whole group; 0 only asks. @returns Whether any process of the group is there. */
export function signalGroup(group, signal) {
    // 0 and -1 would be this process's own group, and everybody.
    if (!Number.isSafeInteger(group) || group < 2)
        throw new RangeError(`${group} is not a process group of a tool`);
    return signalTo(-group, signal);
}
function signalTo(target, signal) {
    try {
        process.kill(target, signal);
        return true;
    }
    catch (error) {
        // EPERM: there is somebody, under another user or (macOS) dead and not yet waited for.
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
}
/** Waits until the group is gone. @returns Whether it is, within `ms`. */
export async function groupGone(group, ms) {
    for (let waited = 0;; waited += POLL_MS) {
        if (!signalGroup(group, 0))
            return true;
        if (waited >= ms)
            return false;
        await sleep(POLL_MS);
    }
}
/**
 * Kills every process of this user whose environment at its start held {@link TUNNEL_VARIABLE} with a value that
 * starts with `mark`: those that left their group, or were started while it was ended. Not this process.
 *
 * Does nothing where there is no `/proc`. A program that cleared its environment and left its group is not found.
 *
 * @param mark - Unpredictable, at least 16 characters, so that no other process carries it by chance.
 */
export async function killMarked(mark) {
    if (mark.length < 16)
        throw new RangeError('the mark is too short');
    for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
        const marked = await findMarked(mark);
        if (marked.length === 0)
            return;
        for (const pid of marked)
            signalTo(pid, 'SIGKILL');
        await sleep(POLL_MS);
    }
}
async function findMarked(mark) {
    const found = [];
    for (const name of await readdir('/proc').catch(() => [])) {
        if (!/^[1-9][0-9]*$/.test(name) || Number(name) === process.pid)
            continue;
        // Unreadable: of another user, or gone since it was listed. A dead one that nobody waited for reads as empty.
        const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
        if (`\0${environment}`.includes(`\0${TUNNEL_VARIABLE}=${mark}`))
            found.push(Number(name));
    }
    return found;
}
