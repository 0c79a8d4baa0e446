/** Milliseconds between two looks at a file of which the system tells nothing. */
export declare const POLL_MS = 2000;
/** Milliseconds that a file must stay as it is: what is being written is not read halfway. */
export declare const SETTLE_MS = 50;
/**
 * Calls `changed` when the file at `path` is another one than before and has been so for {@link SETTLE_MS}. Keeps no
 * process running.
 *
 * @param pollMs - Milliseconds between two looks; {@link POLL_MS} unless given.
 * @returns A function that ends it; `changed` is not called any more then.
 */
export declare function watchFile(path: string, changed: () => void, pollMs?: number): () => void;
