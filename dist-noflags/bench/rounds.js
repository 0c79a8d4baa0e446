/**
 * Measuring: rates and times of several things in turn, round by round, so that what else the machine does meets all of
 * them, and ratios are those of the rounds.
 *
 * @module
 */
/** Milliseconds of the processor that a thing is run in a round, unless told otherwise. */
const ROUND_MS = 40;
const ROUNDS = 15;
/** Milliseconds that a thing is run before it is measured. */
const WARM_UP_MS = 300;
/**
 * The value that a share of all values is not above.
 *
 * @param values - Not empty.
 * @param share - 0 to 1.
 */
export function quantile(values, share) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
/** The middle one. @param values - Not empty. */
export function median(values) {
    return quantile(values, 0.5);
}
/** The median over the rounds of what the first is as a multiple of the second. */
export function ratioOf(ours, theirs) {
    return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}
/**
 * Calls of several things in a second of the processor, so that what waits for the processor is not counted: of what
 * computes, and waits for nothing else, that is its rate on a machine that does nothing besides.
 *
 * @returns A list for each, a number for each round.
 */
export function ratesOf(runs, { rounds = ROUNDS, ms = ROUND_MS } = {}) {
    const measured = runs.map((run) => ({ run, batch: batchOf(run), rates: [] }));
    for (let round = 0; round < rounds; round++)
        for (const { run, batch, rates } of measured)
            rates.push(rateOnce(run, batch, ms));
    return measured.map(({ rates }) => rates);
}
/** How many calls take about a millisecond, found by making them, until the compiler has seen enough of them. */
function batchOf(run) {
    rateOnce(run, 1, WARM_UP_MS);
    for (let batch = 1;; batch *= 2) {
        const from = performance.now();
        for (let i = 0; i < batch; i++)
            run();
        if (performance.now() - from > 1)
            return batch;
    }
}
function rateOnce(run, batch, ms) {
    const from = processorMs();
    let calls = 0;
    let passed = 0;
    do {
        for (let i = 0; i < batch; i++)
            run();
        calls += batch;
        passed = processorMs() - from;
    } while (passed < ms);
    return (calls / passed) * 1000;
}
/** Milliseconds of the processor that this process has used so far. */
function processorMs() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
}
/**
 * Calls a second of things that are awaited, one after the other.
 *
 * @returns A list for each, a number for each round.
 */
export async function awaitedRatesOf(runs, { rounds = ROUNDS, ms = ROUND_MS, computes = false } = {}) {
    const passed = computes ? processorMs : () => performance.now();
    const rates = runs.map(() => []);
    for (const run of runs)
        await awaitedRate(run, WARM_UP_MS, passed);
    for (let round = 0; round < rounds; round++)
        for (const [at, run] of runs.entries())
            rates[at]?.push(await awaitedRate(run, ms, passed));
    return rates;
}
async function awaitedRate(run, ms, now) {
    const from = now();
    let calls = 0;
    let passed = 0;
    do {
        await run();
        calls++;
        passed = now() - from;
    } while (passed < ms);
    return (calls / passed) * 1000;
}
