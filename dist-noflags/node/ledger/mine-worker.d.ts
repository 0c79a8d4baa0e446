/** A search asked for. */
export interface MineJob {
    readonly id: number;
    /** 162 bytes. */
    readonly header: Uint8Array;
}
/** What was found. */
export interface MineResult {
    readonly id: number;
    readonly nonce: number;
}
