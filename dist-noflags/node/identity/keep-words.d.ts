/**
 * The 24 words of an identity that is about to be made, kept before there is that identity: an identity whose words could
 * not be written anywhere is never made.
 *
 * @module
 */
/**
 * Keeps the words durably, or throws; called before anything is changed. What it returns takes them back, and is called
 * where the identity was not made in the end.
 */
export type KeepWords = (words: string) => Promise<() => Promise<void>>;
/** Runs `make` with the words kept. They are taken back where it fails, unless `isMade` then says that there is the identity. */
export declare function withWordsKept<T>(keep: KeepWords | undefined, words: string, { make, isMade }: {
    readonly make: () => T | Promise<T>;
    readonly isMade: () => boolean;
}): Promise<T>;
