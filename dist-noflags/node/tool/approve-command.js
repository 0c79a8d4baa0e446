/**
 * The owner's command that is asked about a call: no shell, the question as JSON on standard input, and its exit status
 * as the answer. Nothing that it writes is read. PROTOCOL.md §10.6.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { Slots } from "../../base/slots.js";
import { signalGroup } from "./process-groups.js";
/** Commands that run at a time; other questions wait for their turn, as long as they wait for an answer. */
export const MAX_APPROVE_COMMANDS = 8;
/** See the module comment. Only exit status 0 is a yes: a signal, a command that cannot be started and all else is a no. */
export function approveCommand(options) {
    const slots = new Slots(MAX_APPROVE_COMMANDS);
    return async (question, signal) => {
        try {
            return await slots.run(() => run(options, question, signal), signal);
        }
        catch (error) {
            if (!signal.aborted)
                options.onDiagnostic(`the command that approves calls failed: ${String(error)}`);
            return false;
        }
    };
}
async function run({ argv, cwd, env, guardian }, question, signal) {
    const [program = '', ...rest] = argv;
    guardian.start();
    // A group of its own, so that it ends with all that it started; no terminal of ours.
    const child = spawn(program, rest, { cwd, env, detached: true, shell: false, stdio: ['pipe', 'ignore', 'ignore'] });
    const { pid } = child;
    if (pid !== undefined)
        guardian.watch(pid);
    const kill = () => {
        if (pid !== undefined && child.exitCode === null && child.signalCode === null)
            signalGroup(pid, 'SIGKILL');
    };
    signal.addEventListener('abort', kill, { once: true });
    try {
        // It need not read: EPIPE and the like decide nothing.
        child.stdin.on('error', () => { });
        child.stdin.end(`${question}\n`);
        if (signal.aborted)
            kill();
        return await exitedWithZero(child);
    }
    finally {
        signal.removeEventListener('abort', kill);
        if (pid !== undefined)
            guardian.done(pid);
    }
}
/** @throws What kept it from starting. */
function exitedWithZero(child) {
    return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code, by) => resolve(code === 0 && by === null));
    });
}
