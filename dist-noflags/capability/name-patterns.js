/**
 * Patterns over what may be called, for rules beside a scope: which calls need an intent, or a person.
 *
 *     write_*,delete_*                  tools by name; `*` is any run of characters, all else is exact
 *     resource:file:///data/*           resources by URI, likewise
 *     prompt:*                          prompts by name
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { matchesName } from "./allow-list.js";
/** Most patterns of a list. PROTOCOL.md §7.1. */
export const MAX_NAME_PATTERNS = 64;
/** Longest pattern in characters. */
export const MAX_NAME_PATTERN_CHARACTERS = 128;
const PREFIXES = { tool: '', resource: 'resource:', prompt: 'prompt:' };
/** See the module comment. */
export class NamePatterns {
    /** As they were given. */
    texts;
    #patterns;
    /**
     * @param texts - At most {@link MAX_NAME_PATTERNS}.
     * @throws {TalosError} `E_USAGE` for one that is empty or too long, or too many.
     */
    constructor(texts) {
        if (texts.length > MAX_NAME_PATTERNS)
            throw usage(`more than ${MAX_NAME_PATTERNS}`);
        this.texts = texts;
        this.#patterns = texts.map((text) => {
            const kind = ['resource', 'prompt'].find((each) => text.startsWith(PREFIXES[each])) ?? 'tool';
            const pattern = text.slice(PREFIXES[kind].length);
            if (pattern === '' || text.length > MAX_NAME_PATTERN_CHARACTERS)
                throw usage(`one is empty, or longer than ${MAX_NAME_PATTERN_CHARACTERS} characters`);
            return { kind, pattern };
        });
    }
    /** Reads a list, separated by commas. @throws {TalosError} `E_USAGE`. */
    static parse(list) {
        return new NamePatterns(list.split(',').map((text) => text.trim()));
    }
    /** Whether one of them names what is asked for. */
    fits(request) {
        const name = request.kind === 'resource' ? request.uri : request.name;
        return this.#patterns.some(({ kind, pattern }) => kind === request.kind && matchesName(pattern, name));
    }
    /** Those for tools that fit none of `tools`: most often a typing error. */
    unmatched(tools) {
        return this.#patterns.flatMap(({ kind, pattern }) => kind !== 'tool' || tools.some((tool) => matchesName(pattern, tool)) ? [] : [pattern]);
    }
}
function usage(what) {
    return new TalosError('E_USAGE', `list of patterns not understood: ${what}`, {
        hint: "write it like 'write_*,delete_*' or 'resource:file:///data/*,prompt:*'",
    });
}
