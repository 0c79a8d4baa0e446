import { type Constraint } from './constraint.ts';
import { type ArgumentRules } from './scope.ts';
/** What the lists name. */
export interface AllowLists {
    /** Comma-separated entries. */
    readonly allow: string;
    /** Comma-separated patterns over tool names; a tool that one of them fits is not granted. Empty by default. */
    readonly deny?: string;
    /** The tools that the server has. */
    readonly tools: readonly string[];
}
/** What a scope holds of it. */
export interface AllowedScope {
    readonly tools: Readonly<Record<string, ArgumentRules>>;
    readonly resources: readonly Constraint[];
    readonly prompts: readonly Constraint[];
    /** Entries for tools that fit none of them, in either list: most often a typing error, worth a warning. */
    readonly unmatched: readonly string[];
}
/**
 * Expands the lists over the names of the tools. What `deny` names is not granted, whatever `allow` says; an entry
 * with a phrase is narrower than one without and goes first.
 *
 * @throws {TalosError} `E_USAGE` for an empty entry, a phrase or pattern that is not understood, two phrases for one
 *   tool, a phrase, `resource:` or `prompt:` in `deny`, or more than a scope holds.
 */
export declare function expandAllow({ allow, deny, tools }: AllowLists): AllowedScope;
/** Whether `name` fits `pattern`, in which `*` stands for any run of characters. At most |pattern| × |name| steps. */
export declare function matchesName(pattern: string, name: string): boolean;
