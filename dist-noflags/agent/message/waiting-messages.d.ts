import type { Change, Store } from '../../storage/store.ts';
/** Where messages wait. */
export declare const MESSAGE_QUEUES: readonly ["inbox", "outbox"];
/** One of {@link MESSAGE_QUEUES}. */
export type MessageQueue = (typeof MESSAGE_QUEUES)[number];
/** See the module comment. The store under it is its maker's. */
export declare class WaitingMessages implements Store {
    #private;
    constructor(store: Store);
    get: Store['get'];
    scan: Store['scan'];
    apply(changes: readonly Change[]): Promise<boolean>;
    /** How many wait in `queue`. The store is read at the first question. @throws {TalosError} `E_STORAGE…`. */
    count(queue: MessageQueue): Promise<number>;
    /** See the class comment. */
    [Symbol.asyncDispose](): Promise<void>;
}
