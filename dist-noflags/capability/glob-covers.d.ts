/**
 * What can be said of all texts that a pattern matches, without matching any. PROTOCOL.md §8.3.
 *
 * Each answer `true` is shown segment by segment; where that cannot be done the answer is `false`.
 *
 * @module
 */
/** Whether `parent` matches every text that `child` matches. Takes at most the product of both lengths. */
export declare function globCoversGlob(parent: string, child: string): boolean;
/** What every text that `pattern` matches starts with. */
export declare function globPrefix(pattern: string): string;
/** What every text that `pattern` matches ends with. */
export declare function globSuffix(pattern: string): string;
/** Whether every text that `pattern` matches is the plain absolute path `base` or one below it (`isUnder`). */
export declare function globIsUnder(pattern: string, base: string): boolean;
