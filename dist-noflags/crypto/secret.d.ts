/**
 * Secret bytes in plain data.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** Bytes that do not show when what holds them is inspected, cloned or written as JSON. Not copied. */
export declare class Secret {
    #private;
    constructor(bytes: Bytes);
    get bytes(): Bytes;
}
