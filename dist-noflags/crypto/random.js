/**
 * Random bytes from the operating system. There is no other source and no seed.
 *
 * @module
 */
import * as primitives from '#primitives';
/** `count` unpredictable bytes; throws what the operating system's generator throws when it fails. */
export function randomBytes(count) {
    return primitives.randomBytes(count);
}
/** An unpredictable number from 0 up to 1, 1 excluded, in steps of 2⁻³²: to spread waits, never for keys. */
export function randomFraction() {
    return new DataView(randomBytes(4).buffer).getUint32(0) / 2 ** 32;
}
