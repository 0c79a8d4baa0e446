/**
 * Verified headers in memory, one record after the other, from height 0 on. PROTOCOL.md §9.12.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type SignedHeader } from '../chain/chain-header.ts';
/** See the module comment. */
export declare class HeaderShelf {
    #private;
    /** How many there are: the heights 0 to before this. */
    get count(): number;
    /** Adds the next one. */
    push(header: SignedHeader): void;
    /** The header at `height`; `undefined` where there is none. */
    at(height: number): SignedHeader | undefined;
    /** The newest one. */
    last(): SignedHeader | undefined;
    /** The records from one height to before another: a copy. */
    slice(from: number, to: number): Bytes;
    /** The header whose block ends the log of `size` entries. The log grows with each height, so halving finds it. */
    ofLog(size: number): SignedHeader | undefined;
}
