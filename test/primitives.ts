/** Which of the two sets of primitives this process runs on. */

/** Whether it is the neutral one, on which the machines run a second time. */
const isNeutral = process.env['TALOS_TEST_PRIMITIVES'] === 'talos-neutral';

/**
 * How many times less often than on the native primitives a test repeats what does not depend on the primitives: damage
 * bit by bit, long chains. `often` in the second run, 1 in the first.
 */
export const everyNth = (often: number): number => (isNeutral ? often : 1);
