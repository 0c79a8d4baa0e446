import { type Constraint } from './constraint.ts';
import { type ArgumentRules } from './scope.ts';
import type { Limits } from './scope-members.ts';
/** Longest phrase, in characters: a scope cannot hold more anyway. */
export declare const MAX_PHRASE_CHARACTERS: number;
/** A tool, what its arguments may be, and how much of it may be used. */
export interface ToolPhrase {
    readonly tool: string;
    readonly arguments: ArgumentRules;
    /** Besides those of all tools together. */
    readonly limits?: Limits;
}
/** What several phrases grant, as members of a scope. */
export interface GrantedTools {
    readonly tools: Readonly<Record<string, ArgumentRules>>;
    /** Absent where none has limits. */
    readonly tool_limits?: Readonly<Record<string, Limits>>;
}
/** Rules that admit all arguments. */
export declare const ANY_ARGUMENTS: ArgumentRules;
/**
 * Reads a phrase for one tool, named in full.
 *
 * @throws {TalosError} `E_USAGE` for anything but the grammar above, or a name with `*`.
 */
export declare function parseToolPhrase(text: string): ToolPhrase;
/**
 * Reads phrases for tools, each once.
 *
 * @throws {TalosError} `E_USAGE` as {@link parseToolPhrase}, and for a tool that is named twice.
 */
export declare function parseToolPhrases(texts: readonly string[]): GrantedTools;
/** As {@link parseToolPhrase}, without limits; the name may hold `*`, for lists that are expanded over known tools. */
export declare function parsePhrase(text: string): ToolPhrase;
/**
 * Reads a rule without a name: what a resource's URI, a prompt, a file's name or a declared text may be.
 *
 * @throws {TalosError} `E_USAGE` for anything but a `kind` of the grammar above.
 */
export declare function parseRule(text: string): Constraint;
