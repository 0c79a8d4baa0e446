import type { CapabilityRequest } from './authorize.ts';
/** Most patterns of a list. PROTOCOL.md §7.1. */
export declare const MAX_NAME_PATTERNS = 64;
/** Longest pattern in characters. */
export declare const MAX_NAME_PATTERN_CHARACTERS = 128;
/** See the module comment. */
export declare class NamePatterns {
    #private;
    /** As they were given. */
    readonly texts: readonly string[];
    /**
     * @param texts - At most {@link MAX_NAME_PATTERNS}.
     * @throws {TalosError} `E_USAGE` for one that is empty or too long, or too many.
     */
    constructor(texts: readonly string[]);
    /** Reads a list, separated by commas. @throws {TalosError} `E_USAGE`. */
    static parse(list: string): NamePatterns;
    /** Whether one of them names what is asked for. */
    fits(request: CapabilityRequest): boolean;
    /** Those for tools that fit none of `tools`: most often a typing error. */
    unmatched(tools: readonly string[]): readonly string[];
}
