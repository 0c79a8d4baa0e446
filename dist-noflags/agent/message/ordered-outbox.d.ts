/**
 * An outbox that keeps order while its messages become ready in any order: an answer that waits for its ledger entry
 * is not overtaken by what was said after it. PROTOCOL.md §7.2.
 *
 * @module
 */
/** See the module comment. What it is given to release must not throw. */
export declare class OrderedOutbox {
    #private;
    /** Places that are not released yet. */
    get size(): number;
    /** Bytes of what is not released yet, as told by who put it there. */
    get bytes(): number;
    /** Resolves when every place is released. */
    emptied(): Promise<void>;
    /** Releases `send` when all that was pushed before is released; at once if nothing waits. */
    push(send: () => void, bytes?: number): void;
    /**
     * Takes the next place for something that is not ready yet.
     *
     * @returns A function that fills the place; called once, with what to do when its turn has come.
     */
    reserve(bytes?: number): (send: () => void) => void;
}
