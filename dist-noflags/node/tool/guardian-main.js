/**
 * The program behind `guardian.ts`: outlives its owner, by a moment, to end what the owner started.
 *
 * Reads lines from standard input: `mark <text>` once, then `watch <group>` and `done <group>`. The end of input is
 * the end of the owner, however it came; then every watched group and every process with the mark is ended, first with
 * SIGTERM, after {@link GRACE_MS} with SIGKILL.
 *
 * @module
 */
import { groupGone, killMarked, signalGroup } from "./process-groups.js";
/** Milliseconds from SIGTERM to SIGKILL. */
const GRACE_MS = 1000;
/** Most characters of a line: all lines are far shorter, and nobody but the owner writes them. */
const MAX_LINE_LENGTH = 256;
const groups = new Set();
let mark = '';
let rest = '';
function take(line) {
    const [verb, value = ''] = line.split(' ');
    if (verb === 'mark')
        mark = value;
    else if (verb === 'watch')
        groups.add(Number(value));
    else if (verb === 'done')
        groups.delete(Number(value));
}
async function endAll() {
    await Promise.all([...groups].map(async (group) => {
        if (!signalGroup(group, 'SIGTERM') || (await groupGone(group, GRACE_MS)))
            return;
        signalGroup(group, 'SIGKILL');
    }));
    if (mark !== '')
        await killMarked(mark);
}
process.title = 'talos-guardian';
// Whatever ends the owner, a key in its terminal or a service manager, must not end this before it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGPIPE'])
    process.on(signal, () => { });
process.stdin.setEncoding('latin1');
process.stdin.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const line of lines)
        take(line);
});
// An error of the pipe says the same as its end.
process.stdin.on('error', () => { });
process.stdin.once('close', () => {
    void endAll().finally(() => process.exit(0));
});
