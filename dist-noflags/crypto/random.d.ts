import type { Bytes } from '../base/bytes.ts';
/** `count` unpredictable bytes; throws what the operating system's generator throws when it fails. */
export declare function randomBytes(count: number): Bytes;
/** An unpredictable number from 0 up to 1, 1 excluded, in steps of 2⁻³²: to spread waits, never for keys. */
export declare function randomFraction(): number;
