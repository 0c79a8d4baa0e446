/**
 * How V8 runs a process that does little at a time, for long, beside others: design 014.
 *
 * @module
 */
import { setFlagsFromString } from 'node:v8';
/** The versions of V8 that these flags were measured with: those of Node 20. Others decide in other ways. */
const MEASURED_WITH = /^11\.3\./;
/** What V8 is told: each is looked at when it is needed, so that it may be told to a process that runs. */
export const ENGINE_FLAGS = [
    // Bytes of bytecode after which a function is looked at, a seventh of the default: what each call passes once is compiled
    // after hundreds of calls, and not after thousands.
    '--interrupt-budget=10000',
    // To wake threads for a young generation of which little lives costs more than they save.
    '--no-parallel-scavenge',
    '--no-concurrent-array-buffer-sweeping',
];
/**
 * Tells V8 so, where it is one that this was measured with. For the process of a command: one that other code shares is not
 * ours to tune.
 *
 * @param version - Of V8.
 * @param tell - Takes a flag.
 */
export function tuneEngine(version = process.versions.v8, tell = setFlagsFromString) {
    if (MEASURED_WITH.test(version))
        for (const flag of ENGINE_FLAGS)
            tell(flag);
}
